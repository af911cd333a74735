"""What reading the files has found so far: the problems, the ids that exist, the ids and names that must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from milepost.errors import Problem

_LIKELY = 60.0  # rapidfuzz ratio from which a word is taken for a slip of the pen


def suggestion(word: str, known: Iterable[str], *, least: float = _LIKELY) -> str:
    """The tail of a sentence that offers the nearest of the known words; empty where none is near."""
    nearest = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=least)
    return f'; did you mean "{nearest[0]}"?' if nearest else ""


@dataclass(frozen=True)
class Reference:
    """A place in a file that points at something by its id."""

    kind: str
    id: str
    file: str
    line: int


@dataclass(frozen=True)
class Claim:
    """A name or alias that something is known by. `belongs_to`: the id of a plan's product."""

    kind: str
    id: str
    title: str
    words: str
    file: str
    line: int
    belongs_to: str = ""


class Ledger:
    """Collects while the sections are read; `settle()` then judges what needed all of them."""

    def __init__(self) -> None:
        self._told: dict[Problem, None] = {}
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._unread: set[str] = set()
        self._references: list[Reference] = []
        self._claims: list[Claim] = []
        self._set_aside: set[str] = set()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the owner must mend, each once, as it was found."""
        return tuple(self._told)

    def problem(self, file: str, line: int, message: str) -> None:
        """Keep something that the owner must mend, once."""
        self._told.setdefault(Problem(file, line, message))

    def define(self, kind: str, option_id: str) -> bool:
        """Note that an id exists. False where it did already."""
        is_new = option_id not in self._ids[kind]
        self._ids[kind].add(option_id)
        return is_new

    def refer(self, reference: Reference) -> None:
        """Note that an id must exist."""
        self._references.append(reference)

    def claim(self, claim: Claim) -> None:
        """Note that a name is taken."""
        self._claims.append(claim)

    def set_aside(self, product: str) -> None:
        """Note that a product is not sold: others may take its name and those of its plans."""
        self._set_aside.add(product)

    def unread(self, *kinds: str) -> None:
        """These could not be read: what points at them is not judged, one mistake is told once."""
        self._unread.update(kinds)

    def settle(self) -> None:
        """Add the problems that only show when everything has been read."""
        self._settle_references()
        self._settle_names()

    def _settle_references(self) -> None:
        for reference in self._references:
            known = self._ids[reference.kind]
            if reference.kind not in self._unread and reference.id not in known:
                message = f'there is no {reference.kind} "{reference.id}"{suggestion(reference.id, known)}'
                self.problem(reference.file, reference.line, message)

    def _settle_names(self) -> None:
        taken: dict[tuple[bool, str], list[Claim]] = defaultdict(list)
        products = self._ids["product"]
        for claim in self._claims:
            if claim.kind == "plan" and claim.belongs_to not in products:
                continue  # whose plan it is must be mended first
            if (claim.id if claim.kind == "product" else claim.belongs_to) in self._set_aside:
                continue
            earlier = taken[claim.kind == "attribute", _as_heard(claim.words)]
            clash = next((other for other in earlier if not _may_share(claim, other)), None)
            if clash is not None:
                told = f'"{claim.words}" already names the {clash.kind} "{clash.title}" ({clash.file}:{clash.line})'
                self.problem(claim.file, claim.line, told)
            earlier.append(claim)


def _as_heard(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())


def _may_share(one: Claim, other: Claim) -> bool:
    """A plan may be called as its product is, or as another product's plan ("Team"): the bot then asks which."""
    if (one.kind, one.id) == (other.kind, other.id):
        return True
    if one.kind == other.kind == "plan":
        return one.belongs_to != other.belongs_to
    return {one.kind, other.kind} == {"plan", "product"} and (one.belongs_to or other.belongs_to) in (one.id, other.id)
