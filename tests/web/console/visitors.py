"""Conversations for the console's tests, written through the real services as a turn of the bot would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from milepost.channels.port import FilledForm, InboundMessage
from milepost.sales.catalogue import Catalogue, Term
from milepost.sales.conversations import BuyingStage, Evidence, Fact, FactStatus, StageChange, Touch
from milepost.sales.pricing import price
from milepost.services import consents, feedback, follow_ups, gaps, handoffs, leads, onboarding, quotes, referrals
from milepost.services.conversations import ConversationService, add_line
from milepost.services.turns import Turn
from milepost.store.database import Database


class Visitor:
    """One visitor's conversation. `says` keeps a message as a door does, then answers it as a turn does."""

    def __init__(
        self, database: Database, catalogue: Catalogue, conversation: str, *, now: datetime, **source: str
    ) -> None:
        self.database, self.catalogue, self.id = database, catalogue, conversation
        self.now, self.source = now, source
        self._count = 0

    def writes(self, text: str, form: FilledForm | None = None) -> str:
        """A message as it arrives; nobody has answered yet. Its id."""
        self._count += 1
        self.now += timedelta(seconds=20)
        service = ConversationService(self.database, clock=lambda: self.now)
        service.receive(
            InboundMessage("web", self.id, f"client-{self._count:04d}", text, form=form, source=self.source)
        )
        with self.database.begin() as store:
            message = store.messages.find_by_channel_id(self.id, "web", f"client-{self._count:04d}")
        assert message
        return message.id

    def says(self, text: str, **learned: Any) -> str:
        """A message and the bot's answer, with what the turn learned and did; the message's id."""
        message_id = self.writes(text)
        self.answers(message_id, text, **learned)
        return message_id

    def answers(
        self,
        message_id: str,
        text: str,
        *,
        answer: str = "Understood.",
        stage: tuple[str, float, tuple[str, ...]] | None = None,
        facts: Sequence[tuple[str, Any, str]] = (),
        statuses: dict[str, FactStatus] | None = None,
        touches: Sequence[tuple[str, Touch]] = (),
        block: dict[str, Any] | None = None,
        buttons: Sequence[str] = (),
        **deeds: Any,
    ) -> None:
        """The turn of the bot that answers a message."""
        with self.database.begin() as store:
            lease = store.messages.take_oldest_open(now=self.now, seconds=30)
            known = store.conversations.memory(self.id)
            assert lease
            assert known
            conversation, version = known
            turn = Turn(conversation, message_id, text, self.catalogue, self.now + timedelta(seconds=1), store)
            before = leads.before(conversation)
            for name, value, words in facts:
                status = (statuses or {}).get(name, FactStatus.SAID)
                conversation.facts[name] = Fact(name, value, status, Evidence(message_id, words))
            for option, how in touches:
                conversation.touch(option, how, message_id)
            if stage:
                name, confidence, cues = stage
                conversation.stages.append(
                    StageChange(message_id, BuyingStage(name), confidence, {name: confidence}, cues)
                )
            lines = _do(turn, deeds)
            leads.project(store, before, conversation, message=message_id, now=turn.now)
            assert store.conversations.save_memory(conversation, version)
            store.messages.finish(lease)
            shown = tuple({"title": title, "payload": f"/{title}"} for title in buttons)
            add_line(store, self.id, "bot", answer, now=turn.now, buttons=shown, custom=block or lines)


def _do(turn: Turn, deeds: dict[str, Any]) -> dict[str, Any] | None:
    """What the turn did besides learning: quote, objection, feedback, consent, hand-over …"""
    block = None
    if deeds.get("quote"):
        plan, quantity, term = deeds["quote"]
        breakdown = price(turn.catalogue, plan, quantity, Term(term), "USD", today=turn.now.date())
        quote = quotes.record(turn, breakdown)
        block = {"type": "quote", "title": breakdown.plan.name, "total": str(quote.total.amount), "lines": []}
    for objection in deeds.get("objections", ()):
        turn.conversation.objections.append(objection)
    if "feedback" in deeds:
        feedback.record(turn, deeds["feedback"])
    if "gap" in deeds:
        gaps.record(turn, deeds["gap"], turn.text)
    if "consent" in deeds:
        consents.record(turn, "follow_up", given=deeds["consent"], words=turn.text)
    if "follow_up" in deeds:
        assert follow_ups.schedule(turn, deeds["follow_up"], quote=turn.conversation.quotes[-1])
    if "onboarding" in deeds:
        product, step = deeds["onboarding"]
        onboarding.record(turn, product=product, step=step)
    if deeds.get("referral"):
        referrals.issue(turn)
    if "person" in deeds:
        handoffs.request(turn, deeds["person"])
    return block


def keen_buyer(database: Database, catalogue: Catalogue, *, now: datetime, conversation: str = "web-keen") -> Visitor:
    """Somebody with needs, options, a quote, an objection, consent and a wish for a person."""
    visitor = Visitor(
        database, catalogue, conversation, now=now, page="/pricing", campaign="autumn", timezone="Europe/Paris"
    )
    visitor.says(
        "Hi, we are 20 people and drown in support mail",
        answer="Good to know. Which channel do you need most?",
        stage=("awareness", 0.71, ("drown in support mail",)),
        facts=[("team_size", 20, "20 people")],
        buttons=("shared email", "website chat"),
    )
    visitor.says(
        "mostly shared email. our data must stay in the EU",
        answer="Acorn Inbox keeps its data in the EU.",
        stage=("research", 0.78, ("must stay in the EU",)),
        facts=[("use_case", "shared email", "mostly shared email"), ("data_region", "EU", "stay in the EU")],
        touches=[("product:inbox", Touch.RECOMMENDED)],
        statuses={"use_case": FactStatus.INFERRED},
    )
    visitor.says(
        "how does Team compare to Pinebox?",
        answer="Here is how they differ.",
        stage=("evaluation", 0.86, ("compare to",)),
        touches=[("plan:inbox-team", Touch.COMPARED), ("competitor:pinebox", Touch.COMPARED)],
        block={
            "type": "comparison",
            "caption": "Team and Pinebox",
            "columns": ["Team", "Pinebox"],
            "rows": [{"attribute": "Single sign-on", "values": [False, True], "differs": True}],
        },
    )
    visitor.says(
        "what is Team for 20 people a month? Pinebox is too dear",
        answer="Team for 20 people is $450.00 per month.",
        stage=("evaluation", 0.91, ("what is Team for 20 people",)),
        touches=[("plan:inbox-team", Touch.PRICED), ("competitor:pinebox", Touch.RULED_OUT)],
        quote=("inbox-team", 20, "month"),
        objections=("price",),
    )
    visitor.says(
        "I am Ana Costa of Costa Foods, ana@costafoods.example, do write to me about it with the quote",
        answer="Thank you, Ana.",
        stage=("purchase", 0.74, ("do write to me",)),
        facts=[
            ("contact_name", "Ana Costa", "I am Ana Costa"),
            ("company", "Costa Foods", "of Costa Foods"),
            ("email", "ana@costafoods.example", "ana@costafoods.example"),
        ],
        consent=True,
    )
    visitor.says("do you have LDAP?", answer="I do not know that.", gap="unanswered", follow_up="quote_unanswered")
    visitor.says(
        "then I would like to talk to a person",
        answer="A colleague has been told.",
        person="asked for a person",
        block={"type": "handoff", "state": "waiting"},
    )
    return visitor
