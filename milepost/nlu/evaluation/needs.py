"""How well needs are read: slot precision, recall and F1 in normal form, and how many decoys were taken for needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SLOTS = (
    "team_size", "budget", "timeline", "industry", "use_case", "must_have_features", "current_solution", "company",
    "contact_name", "email", "phone",
)  # fmt: skip
_TEXT = frozenset(("industry", "use_case", "must_have_features", "current_solution", "company", "contact_name"))
_ARTICLES = re.compile(r"\b(?:a|an|the|our|my|some)\b")
_DAYS = {"D": 1.0, "W": 7.0, "M": 30.0, "Y": 360.0}


@dataclass(frozen=True)
class Count:
    """Values found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right (1 where nothing was found)."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found (1 where nothing is there)."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class NeedsScore:
    """Micro-averaged over all slots, and per slot; `decoys_taken` of `decoys`; of `silent` messages, which say nothing of
    their writers, `misread` had something learnt from them; `exact`: as `total`, but free words only the very same."""

    total: Count
    slots: Mapping[str, Count] = field(default_factory=dict)
    decoys: int = 0
    decoys_taken: int = 0
    silent: int = 0
    misread: int = 0
    exact: Count = field(default_factory=Count)

    @property
    def decoy_rate(self) -> float:
        """The share of decoys that became a value."""
        return self.decoys_taken / self.decoys if self.decoys else 0.0

    @property
    def misread_rate(self) -> float:
        """The share of messages from which something was learnt though they say nothing."""
        return self.misread / self.silent if self.silent else 0.0


def score_needs(pairs: Iterable[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]) -> NeedsScore:
    """Scores (expected, found) pairs: a line of the labelled file ({"needs": …, "decoys": […]}) and the parse's `needs`.

    Text counts as right if one contains the other (lower case, no articles), a timeline by its horizon, list items one by one;
    needs that are no slot of the guide (a catalogue's attributes) are left out.
    """
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    decoys = taken = silent = misread = 0
    for expected, found in pairs:
        wanted, got = expected.get("needs") or {}, _values(found)
        for slot in SLOTS:
            hits, extra, lacking = _compared(slot, wanted.get(slot), got.get(slot))
            right[slot] += hits
            wrong[slot] += extra
            missed[slot] += lacking
            exact[slot] += min(hits, _same_words(wanted.get(slot), got.get(slot))) if slot in _TEXT else hits
        decoys += len(expected.get("decoys") or ())
        taken += sum(_is_taken(str(decoy), wanted, found) for decoy in expected.get("decoys") or ())
        silent += not wanted
        misread += not wanted and any(slot in got for slot in SLOTS)
    slots = {slot: Count(right[slot], wrong[slot], missed[slot]) for slot in SLOTS}
    total = Count(sum(right.values()), sum(wrong.values()), sum(missed.values()))
    loose = total.right - sum(exact.values())
    strict = Count(total.right - loose, total.wrong + loose, total.missed + loose)
    return NeedsScore(total, slots, decoys, taken, silent, misread, strict)


def is_same(slot: str, wanted: Any, got: Any) -> bool:
    """Whether two values of a slot are the same in normal form."""
    if slot == "timeline":
        return bool(_horizon(wanted) == _horizon(got))
    if slot == "phone":
        return _digits(wanted) == _digits(got)
    if slot in _TEXT:
        return _contains(str(wanted), str(got))
    if slot == "team_size":
        return _ends(wanted) == _ends(got)
    if slot == "budget" and isinstance(wanted, Mapping) and isinstance(got, Mapping):
        return _stated(wanted) == _stated(got)
    return str(wanted).casefold() == str(got).casefold()


def _values(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The first value of each need."""
    values: dict[str, Any] = {}
    for finding in found:
        values.setdefault(str(finding["name"]), finding["value"])
    return values


def _compared(slot: str, wanted: Any, got: Any) -> tuple[int, int, int]:
    """How many values are right, wrong and missed."""
    if slot == "must_have_features":
        return _items(list(wanted or ()), list(got or ()))
    if wanted is None or got is None:
        return 0, int(got is not None), int(wanted is not None)
    same = is_same(slot, wanted, got)
    return int(same), int(not same), int(not same)


def _items(wanted: list[str], got: list[str]) -> tuple[int, int, int]:
    left = list(got)
    right = 0
    for item in wanted:
        match = next((other for other in left if _contains(item, other)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return right, len(left), len(wanted) - right


def _same_words(wanted: Any, got: Any) -> int:
    """How many of the values are the same words, without articles and marks."""
    one, other = (
        [_plain(str(each)) for each in (value if isinstance(value, list) else [value])] for value in (wanted, got)
    )
    return sum((Counter(one) & Counter(other)).values())


def _contains(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    return bool(first and second) and (first in second or second in first)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", _ARTICLES.sub(" ", text.casefold())).strip()


def _digits(value: Any) -> str:
    """A phone number's digits; "00" before the country's is "+"."""
    return re.sub(r"^00", "", re.sub(r"\D", "", str(value)))


def _horizon(value: Any) -> Any:
    """A duration in days; a date without its year, which visitors hardly ever say."""
    horizon = value.get("horizon") if isinstance(value, Mapping) else value
    if match := re.fullmatch(r"P(\d+)([DWMY])", str(horizon)):
        return int(match[1]) * _DAYS[match[2]]
    if match := re.fullmatch(r"date:\d{4}(-.+)", str(horizon)):
        return f"date:-{match[1]}"
    return horizon


def _ends(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, Mapping):
        return value, value
    exact = value.get("value")
    return (exact, exact) if exact is not None else (value.get("min"), value.get("max"))


def _stated(value: Mapping[str, Any]) -> dict[str, Any]:
    stated = {key: each for key, each in value.items() if each is not None and key not in ("text", "approx")}
    if value.get("approx") and "bound" not in stated:
        stated["bound"] = "approx"
    return stated


def _is_taken(decoy: str, wanted: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a wrong value stands on the decoy's words."""
    pattern = re.compile(rf"(?<!\w){re.escape(decoy.casefold())}(?!\w)")
    for finding in found:
        slot, words = str(finding["name"]), str(finding.get("words", "")).casefold()
        if slot not in SLOTS or not (pattern.search(words) or (words and words in decoy.casefold())):
            continue
        if slot not in wanted or _compared(slot, wanted[slot], finding["value"])[1]:
            return True
    return False
