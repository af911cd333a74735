"""Clauses with what each tells: written for it by trade, and the one-clause parts of annotated conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from milepost.dialogue.deal.clauses import clauses_of
from milepost.dialogue.deal.says import Says
from milepost.dialogue.segments import segments_of
from milepost.nlu.act_classifier import Labelled

# What an annotated act tells of the clause that it stands in; other acts tell nothing certain.
_TOLD_BY: Mapping[str, Says] = {
    **dict.fromkeys(("thank", "goodbye", "greet", "affirm", "deny", "laugh", "wait"), Says.COURTESY),
    **dict.fromkeys(("ask_fact", "ask_price", "ask_stock", "compare", "ask_superlative"), Says.ASKS),
    **dict.fromkeys(("ask_how_to_start", "ask_discount", "ask_recommendation", "ask_offer"), Says.ASKS),
    **dict.fromkeys(("want_to_buy", "choose"), Says.ORDERS),
    "make_complaint": Says.TROUBLE,
    "want_to_cancel": Says.LEAVES,
    "share_praise": Says.REMARK,
    "share_contact": Says.CONTACT,
    "just_looking": Says.LOOKING,
}
# Of one kind so many of the conversations are learnt from, spread over all of them; of questions and courtesies, which are most of
# what people write, more.
_MOST, _MOST_OF_USUAL, _USUAL = 60, 180, (Says.ASKS, Says.COURTESY)


def written_clauses(folder: Path) -> Iterator[tuple[str, Labelled]]:
    """The clauses of `<trade>.yml`, each with its trade. Raises ValueError for a label that is none."""
    for file in sorted(folder.glob("*.yml")):
        for label, clauses in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            for clause in clauses:
                yield file.stem, Labelled(str(clause), Says(label).value)


def clauses_of_conversations(conversations: Sequence[Mapping[str, Any]]) -> list[Labelled]:
    """English parts of annotated turns that are one clause and whose act says what they tell, at most so many of a kind."""
    found = [
        Labelled(part, _TOLD_BY[act].value)
        for conversation in conversations
        if conversation["language"] == "en"
        for turn in conversation["turns"]
        for part, act in _parts(turn)
        if act in _TOLD_BY and len(clauses_of(part)) <= 1
    ]
    counts = Counter(each.act for each in found)
    most = {kind: _MOST_OF_USUAL if Says(kind) in _USUAL else _MOST for kind in counts}
    seen: Counter[str] = Counter()
    kept = []
    for each in found:
        before = seen[each.act] * most[each.act] // max(counts[each.act], most[each.act])
        seen[each.act] += 1
        if seen[each.act] * most[each.act] // max(counts[each.act], most[each.act]) > before:
            kept.append(each)
    return kept


def _parts(turn: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    parts, acts = segments_of(turn["text"]), [str(act["act"]) for act in turn["acts"]]
    if len(parts) == len(acts):
        yield from zip(parts, acts, strict=True)
