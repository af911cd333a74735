"""A message with the catalogue's names replaced by stand-ins, so that intents do not depend on what is sold."""

from __future__ import annotations

from milepost.nlu.mention_matching.matching import Mention
from milepost.nlu.mention_matching.ordinary_words import is_ordinary
from milepost.nlu.mention_matching.words import words
from milepost.nlu.need_values.text import fold

_STAND_INS = {
    "product": "Product",
    "plan": "Plan",
    "competitor": "Competitor",
    "add_on": "Feature",
    "attribute": "Feature",
}


def masked(text: str, mentions: list[Mention]) -> str:
    """The text with ProductA, PlanA, CompetitorA, FeatureA … for names; the same thing keeps its letter.

    Attributes are masked only where their words are no ordinary English ("SSO"): "storage" says more by itself.
    """
    letters: dict[tuple[str, tuple[str, ...]], str] = {}
    parts, position = [], 0
    for mention in mentions:
        stand_in = _STAND_INS.get(mention.kind)
        if stand_in is None or (mention.kind == "attribute" and _is_plain(text[mention.start : mention.end])):
            continue
        key = (stand_in, mention.ids)
        if key not in letters:
            letters[key] = chr(ord("A") + sum(known[0] == stand_in for known in letters) % 26)
        parts += [text[position : mention.start], stand_in + letters[key]]
        position = mention.end
    return "".join([*parts, text[position:]])


def _is_plain(name: str) -> bool:
    return all(is_ordinary(word.text) for word in words(fold(name)))
