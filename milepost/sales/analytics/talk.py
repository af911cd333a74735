"""What visitors talk about: questions without an answer, objections, comparisons, gaps, and what they thought of us."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from milepost.sales.analytics.figures import Figure, Line, percent, unique

# Two questions are alike from this share of common words on (Jaccard); found on short questions, not tuned to any test.
_ALIKE = 0.5
_STOP_WORD = re.compile(
    r"a|an|the|is|are|do|does|did|can|could|will|would|you|your|we|our|i|it|its|to|of|for|in|on|with|and|or|what|how"
    r"|have|has|there|any|please|about|be|this|that|me|my"
)
SAME_MEANING = 1.0
"""From here on a measure says that two texts mean the same."""
# Groups whose meaning is compared: the largest. The others were said once or twice each.
_JUDGED = 120
_SHOWN = 3
_KINDS: Mapping[str, str] = {
    "unanswered": "Question without an answer",
    "unknown_attribute": "Property that the catalogue does not give",
    "nothing_fits": "Nothing fits the needs",
    "not_understood": "Not understood",
}


Alike = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""How near the meanings of texts are to one another: a square of numbers, SAME_MEANING and more for the same."""


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
    words_of = [(each, _content(each.words)) for each in said]
    often = Counter(word for _, words in words_of for word in words)
    groups: list[tuple[frozenset[str], list[Said]]] = []
    places: dict[str, list[int]] = {}  # the groups that have this word among the telling ones of their core
    for each, words in words_of:
        telling = _telling(words, often)
        near = sorted({place for word in telling for place in places.get(word, ())})
        best = max(near, key=lambda place: _likeness(words, groups[place][0]), default=None)
        if best is not None and _likeness(words, groups[best][0]) >= _ALIKE:
            groups[best][1].append(each)
            continue
        for word in telling:
            places.setdefault(word, []).append(len(groups))
        groups.append((words, [each]))
    found = [Cluster(_middle(members), tuple(members)) for _, members in groups]
    return tuple(sorted(found, key=lambda cluster: -len(cluster.members)))


def merged(groups: Sequence[Cluster], alike: Alike | None) -> tuple[Cluster, ...]:
    """The largest groups whose words mean the same made one, the larger's words kept; the rest as they are.

    Without a measure of meaning, all as they are.
    """
    if alike is None or len(groups) < 2:
        return tuple(groups)
    judged = groups[:_JUDGED]
    likeness = alike([group.words for group in judged])
    kept: list[int] = []
    members: dict[int, list[Said]] = {}
    for place, group in enumerate(judged):
        best = max(kept, key=lambda other: likeness[place][other], default=None)
        if best is not None and likeness[place][best] >= SAME_MEANING:
            members[best] += group.members
            continue
        kept.append(place)
        members[place] = list(group.members)
    found = [Cluster(judged[place].words, tuple(members[place])) for place in kept]
    return tuple(sorted([*found, *groups[_JUDGED:]], key=lambda cluster: -len(cluster.members)))


@dataclass(frozen=True)
class OtherWords:
    """How else the same was said: all of it, and a few for a cell."""

    all: tuple[str, ...]
    shown: str


def other_words(cluster: Cluster) -> OtherWords:
    """The other words of a group, each once."""
    other = unique(each.words for each in cluster.members if each.words.casefold() != cluster.words.casefold())
    shown = " \u00b7 ".join(words[:80] for words in other[:_SHOWN])
    return OtherWords(other, f"{shown} \u00b7 {len(other) - _SHOWN} more" if len(other) > _SHOWN else shown)


def clustered(figure_id: str, title: str, about: str, groups: Sequence[Cluster], *, in_all: int) -> Figure:
    """Clusters as a figure: how often, and other words for the same; `in_all` counts those that were not read too."""
    lines = []
    for cluster in groups:
        other, count = other_words(cluster), len(cluster.members)
        lines.append(Line(cluster.members[0].id, cluster.words[:160], (count, other.shown), count, other.all))
    read = sum(len(cluster.members) for cluster in groups)
    summary = f"{in_all} in all" if read >= in_all else f"{in_all} in all, of which the newest {read} are grouped"
    return Figure(figure_id, title, about, ("Words", "Times", "Also said"), tuple(lines), summary)


def gap_kinds(counts: Mapping[str, int]) -> Figure:
    """What the catalogue lacks, by kind."""
    return Figure(
        "gaps",
        "Catalogue gaps",
        "Messages to which the catalogue gave no answer, by what was missing.",
        ("What was missing", "Times"),
        tuple(Line(kind, _KINDS.get(kind, kind), (count,), count) for kind, count in _most_first(counts)),
    )


def comparison_pairs(pairs: Iterable[tuple[str, str, int]], names: Mapping[str, str]) -> Figure:
    """(option, other option, in how many messages): which options were compared."""
    lines = []
    for one, other, count in sorted(pairs, key=lambda pair: (-pair[2], pair[:2])):
        label = f"{names.get(one, one)} / {names.get(other, other)}"
        lines.append(Line(f"{one}|{other}", label, (count,), count))
    return Figure(
        "pairs",
        "What is compared with what",
        "Pairs of options that were compared in one message.",
        ("Pair", "Comparisons"),
        tuple(lines),
    )


def satisfaction(ratings: Mapping[bool, int], whole: Mapping[bool, int], feedback: Mapping[str, int]) -> Figure:
    """How many replies, and whole conversations, were found helpful or not, and how often customers said what of us."""
    up, down = ratings.get(True, 0), ratings.get(False, 0)
    helped, not_helped = whole.get(True, 0), whole.get(False, 0)
    counts = [("conversation helped", helped), ("conversation did not help", not_helped)]
    counts += [("helpful", up), ("unhelpful", down), *_most_first(feedback)]
    replies = (
        f"{up} of {up + down} rated replies were helpful: {percent(up, up + down)}"
        if up + down
        else "no reply was rated"
    )
    ends = (
        f"{helped} of {helped + not_helped} rated conversations helped: {percent(helped, helped + not_helped)}"
        if helped + not_helped
        else ""
    )
    return Figure(
        "satisfaction",
        "Satisfaction",
        "Thumbs under replies and at the end; praise, feedback, complaints and cancellations in visitors' own words.",
        ("What", "Times"),
        tuple(Line(kind, kind.capitalize(), (count,), count) for kind, count in counts),
        "; ".join(each for each in (ends, replies) if each),
    )


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())
    stems = frozenset(re.sub(r"(ing|ed|es|s)$", "", word) or word for word in words if not _STOP_WORD.fullmatch(word))
    return stems or frozenset(words)


def _telling(words: frozenset[str], often: Mapping[str, int]) -> tuple[str, ...]:
    """The rarest words: two texts that are alike have at least one of these in common.

    Prefix filtering for Jaccard: Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007.
    """
    rarest = sorted(words, key=lambda word: (often[word], word))
    return tuple(rarest[: len(rarest) - math.ceil(_ALIKE * len(rarest)) + 1]) or ("",)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    union = len(one | other)
    return len(one & other) / union if union else 1.0


def _middle(members: Sequence[Said]) -> str:
    """The words that have most in common with the others; of long clusters, judged on the first ones."""
    judged = [(each.words, _content(each.words)) for each in members[:40]]
    return max(judged, key=lambda each: sum(_likeness(each[1], other[1]) for other in judged))[0]
