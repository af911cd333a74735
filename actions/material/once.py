"""Nothing is said twice in a turn: whichever acts lead to the same reply, it is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.material.says import Say
from milepost.services.turns import Turn

# Said only with the reply that they lead over to.
_LEADS_IN = ("utter_perhaps", "utter_fact_near", "utter_fact_likely", "utter_same_answer")
# Different words for one thing: that a person is on the way, which needs no saying after a promise of one; and that something was
# noted.
_PROMISES = (
    "utter_complaint",
    "utter_handoff_asked",
    "utter_handoff_nobody_there",
    "utter_handoff_closed",
    "utter_handoff_closed_known",
)
_WAITS = (
    *("utter_handoff_already", "utter_noted_for_colleague", "utter_complaint_again", "utter_contact_for_colleague"),
)
_NOTED = ("utter_noted", "utter_noted_plain", "utter_heard", "utter_heard_problem", "utter_contact_known")
# What holds a text of the owner's or a fact, and replies that hold nothing else.
_TEXTS = ("fact", "answer", "summary", "body", "order_steps")
_ONLY_A_TEXT = (
    *("utter_fact", "utter_fact_yes", "utter_fact_no", "utter_answer", "utter_answer_with_link", "utter_fact_nearly"),
    *("utter_fact_known_instead", "utter_fact_near_again"),
)
_ENOUGH_WORDS = 3


def once(turn: Turn, says: Iterable[Say]) -> Iterator[Say]:
    """The replies less those that say again what this turn has said, with what would only have led over to them."""
    leading: Say | None = None
    for say in says:
        if say.response in _LEADS_IN:
            leading = say
            continue
        if not is_news(turn, say):
            leading = None
            continue
        if leading is not None:
            yield leading
        leading = None
        yield say


def is_news(turn: Turn, say: Say) -> bool:
    """Whether a reply says something that this turn has not said yet; it counts as said from then on."""
    texts = [_plain(value) for name, value in say.values.items() if name in _TEXTS]
    told = [each for each in turn.told if each.startswith(_TEXT)]
    if say.response in _ONLY_A_TEXT and texts and all(_is_told(text, told) for text in texts):
        return False
    thing = _thing(say)
    key = thing or f"{say.response} {sorted(say.values.items())} {say.buttons} {say.offers}"
    if key in turn.told and not (thing and (say.response in _PROMISES or say.values.get("facts"))):
        return False
    turn.told |= {key, *(_TEXT + text for text in texts)}
    return True


_TEXT = "text:"


def _thing(say: Say) -> str:
    """The one thing that a reply says in words of many kinds, where it is one of these."""
    if say.response in (*_WAITS, *_PROMISES):
        return "waits"
    return "noted" if say.response in _NOTED else ""


def _is_told(text: str, told: Iterable[str]) -> bool:
    """Whether a text stands in one that was told, in full or as part of it."""
    return any(
        text == each.removeprefix(_TEXT) or (len(text.split()) >= _ENOUGH_WORDS and text in each) for each in told
    )


def _plain(text: str) -> str:
    return " ".join(str(text).casefold().split()).strip(" .")
