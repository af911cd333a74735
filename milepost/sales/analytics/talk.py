"""What visitors talk about: questions without an answer, objections, comparisons, gaps, and what they thought of us."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from milepost.sales.analytics.figures import Figure, Line, percent, unique

# Two questions are alike from this share of common words on (Jaccard); found on short questions, not tuned to any test.
_ALIKE = 0.5
_STOP_WORD = re.compile(
    r"a|an|the|is|are|do|does|did|can|could|will|would|you|your|we|our|i|it|its|to|of|for|in|on|with|and|or|what|how"
    r"|have|has|there|any|please|about|be|this|that|me|my"
)
_KINDS: Mapping[str, str] = {
    "unanswered": "Question without an answer",
    "unknown_attribute": "Property that the catalogue does not give",
    "nothing_fits": "Nothing fits the needs",
    "not_understood": "Not understood",
}


@dataclass(frozen=True)
class Said:
    """Words of a visitor that stand for something: a gap's, an objection's. `id` is the record's."""

    id: str
    conversation: str
    kind: str
    words: str


@dataclass(frozen=True)
class Cluster:
    """Words that mean about the same; `words` is the one that is most like the others."""

    words: str
    members: tuple[Said, ...]


def clusters(said: Iterable[Said]) -> tuple[Cluster, ...]:
    """Groups by common words, the largest first. Each joins the group whose core it is most like, if alike enough."""
    groups: list[tuple[frozenset[str], list[Said]]] = []
    for each in said:
        words = _content(each.words)
        best = max(groups, key=lambda group: _likeness(words, group[0]), default=None)
        if best is not None and _likeness(words, best[0]) >= _ALIKE:
            best[1].append(each)
        else:
            groups.append((words, [each]))
    found = [Cluster(_middle(members), tuple(members)) for _, members in groups]
    return tuple(sorted(found, key=lambda cluster: -len(cluster.members)))


def clustered(figure_id: str, title: str, about: str, said: Sequence[Said]) -> Figure:
    """Clusters as a figure: how often, and other words for the same."""
    lines = []
    for cluster in clusters(said):
        other = unique(each.words for each in cluster.members if each.words != cluster.words)
        shown = " · ".join(words[:80] for words in other[:3])
        conversations = unique(each.conversation for each in cluster.members)
        lines.append(Line(cluster.members[0].id, cluster.words[:160], (len(cluster.members), shown), conversations))
    return Figure(figure_id, title, about, ("Words", "Times", "Also said"), tuple(lines), f"{len(said)} in all")


def gap_kinds(said: Iterable[Said]) -> Figure:
    """What the catalogue lacks, by kind."""
    groups: dict[str, list[str]] = {}
    for each in said:
        groups.setdefault(each.kind, []).append(each.conversation)
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    return Figure(
        "gaps",
        "Catalogue gaps",
        "Messages to which the catalogue gave no answer, by what was missing.",
        ("What was missing", "Times"),
        tuple(Line(kind, _KINDS.get(kind, kind), (len(group),), unique(group)) for kind, group in ordered),
    )


def comparison_pairs(compared: Iterable[tuple[str, str, str]], names: Mapping[str, str]) -> Figure:
    """(conversation, message, option): which options were compared in one message, by pair."""
    messages: dict[tuple[str, str], list[str]] = {}
    for conversation, message, option in compared:
        messages.setdefault((conversation, message), []).append(option)
    pairs: dict[tuple[str, str], list[str]] = {}
    for (conversation, _), options in messages.items():
        for pair in combinations(sorted(set(options)), 2):
            pairs.setdefault(pair, []).append(conversation)
    lines = []
    for (one, other), group in sorted(pairs.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        label = f"{names.get(one, one)} / {names.get(other, other)}"
        lines.append(Line(f"{one}|{other}", label, (len(group),), unique(group)))
    return Figure(
        "pairs",
        "What is compared with what",
        "Pairs of options that were compared in one message.",
        ("Pair", "Comparisons"),
        tuple(lines),
    )


def satisfaction(ratings: Iterable[tuple[str, bool]], feedback: Iterable[tuple[str, str]]) -> Figure:
    """(conversation, helpful) of rated replies, and (conversation, kind) of what customers said of us."""
    groups: dict[str, list[str]] = {"helpful": [], "unhelpful": []}
    for conversation, helpful in ratings:
        groups["helpful" if helpful else "unhelpful"].append(conversation)
    for conversation, kind in feedback:
        groups.setdefault(kind, []).append(conversation)
    up = len(groups["helpful"])
    rated = up + len(groups["unhelpful"])
    return Figure(
        "satisfaction",
        "Satisfaction",
        "Thumbs under replies; praise, feedback, complaints and cancellations in visitors' own words.",
        ("What", "Times"),
        tuple(Line(kind, kind.capitalize(), (len(group),), unique(group)) for kind, group in groups.items()),
        f"{up} of {rated} rated replies were helpful: {percent(up, rated)}",
    )


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())
    stems = frozenset(re.sub(r"(ing|ed|es|s)$", "", word) or word for word in words if not _STOP_WORD.fullmatch(word))
    return stems or frozenset(words)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    union = len(one | other)
    return len(one & other) / union if union else 1.0


def _middle(members: Sequence[Said]) -> str:
    """The words that have most in common with the others; of long clusters, judged on the first ones."""
    judged = [(each.words, _content(each.words)) for each in members[:40]]
    return max(judged, key=lambda each: sum(_likeness(each[1], other[1]) for other in judged))[0]
