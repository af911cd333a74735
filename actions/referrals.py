"""Moves for happy customers: a code for a friend, its use, and thanks."""

from __future__ import annotations

from collections.abc import Iterator

from actions.material.blocks import code_block
from actions.material.written import is_asked
from actions.moves import Move, Say
from milepost.dialogue.acts import ActKind
from milepost.sales.conversations import BuyingStage
from milepost.sales.next_best_action import Answered
from milepost.services import feedback, referrals
from milepost.services.turns import Turn

_BUYING = (BuyingStage.RESEARCH, BuyingStage.EVALUATION, BuyingStage.PURCHASE)


class ActionIssueReferral(Move):
    """Gives a customer a code for a friend, or attributes the code that a friend brings."""

    answered = Answered.REFERRAL

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_issue_referral"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """One code per customer; using one counts once, and never one's own. Who only asks hears what the programme is."""
        terms, code = turn.catalogue.journey.referrals, turn.act.code
        if code:
            yield use(turn, code)
        elif not terms.reward:
            yield Say("utter_no_referrals")
        elif wants_to_know(turn):
            values = {"reward": terms.reward, "friend_reward": terms.friend_reward, "terms": terms.terms}
            turn.conversation.offered, turn.has_asked = "referral", True
            yield Say("utter_referral_programme", values)
            yield Say("utter_referral_offer")
        else:
            own = referrals.issue(turn)
            values = {"code": own, "reward": terms.reward, "friend_reward": terms.friend_reward}
            yield Say("utter_referral_code", values, block=code_block(turn, own))
            if terms.terms:
                yield Say("utter_referral_terms", {"terms": terms.terms})


class ActionThankAdvocate(Move):
    """Thanks a customer who speaks well of us, and invites what they can do next."""

    answered = Answered.PRAISE

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_thank_advocate"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """A place for a review; a code for friends is the next step's to offer."""
        feedback.record(turn, "praise")
        terms = turn.catalogue.journey.referrals
        yield Say("utter_praise_thanks")
        if terms.review_link:
            yield Say("utter_review_invitation", {"link": terms.review_link})


def wants_to_know(turn: Turn) -> bool:
    """Whether the programme is asked about and no code is: by a question of who has none yet, or by who is about to buy."""
    if turn.act.kind is not ActKind.WANT_TO_REFER or turn.store.referrals.of(turn.conversation.id) is not None:
        return False
    return is_asked(turn) or turn.conversation.buying_stage in _BUYING


def use(turn: Turn, code: str) -> Say:
    """Attributes a code that a friend gave."""
    terms = turn.catalogue.journey.referrals
    outcome = referrals.use(turn, code)
    if outcome is referrals.Outcome.ATTRIBUTED:
        return Say("utter_referral_used", {"code": code, "friend_reward": terms.friend_reward})
    if outcome is referrals.Outcome.OWN_CODE:
        return Say("utter_referral_own_code", {"code": code})
    return Say("utter_referral_unknown_code", {"code": code})
