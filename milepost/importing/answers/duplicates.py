"""Questions that are asked twice, in other words, or with two answers: made one where nothing is lost, else shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from milepost.importing.answers.entries import QuestionAnswer, plain

Alike = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""For each pair of texts how near their meanings are; 1 and more is the same meaning."""

# rapidfuzz's token_sort_ratio (0 to 100) of the questions without marks, from which two are shown to the owner.
_NEAR = 88.0
_SAME_ENTRY = 85.0
_LEAST_ANSWER = 6
_MOST_COMPARED = 3_000


@dataclass(frozen=True)
class Written:
    """An answer that the catalogue has already."""

    id: str
    question: str
    answer: str
    also: tuple[str, ...] = ()


@dataclass
class Sorted:
    """The entries to be taken, and in sentences: what was one, what is answered in two ways, what is much alike."""

    entries: list[QuestionAnswer] = field(default_factory=list)
    same: int = 0
    joined: list[str] = field(default_factory=list)
    contradicting: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)

    def lines(self, some: Callable[[Sequence[str]], str]) -> list[str]:
        """What was found of duplicates, a line each kind."""
        told = [f"{self.same} questions stood there more than once with the same answer"] if self.same else []
        kinds = {
            "questions have the same answer as another and became other wordings of it": self.joined,
            "questions are answered in two ways; the first is taken": self.contradicting,
            "questions are answered in knowledge.yml already, which stays": self.answered,
            "pairs of questions are much alike; see whether both are needed": self.near,
        }
        return told + [f"{len(each)} {kind}: {some(each)}" for kind, each in kinds.items() if each]


def sort_out(entries: Iterable[QuestionAnswer], written: Sequence[Written], alike: Alike | None = None) -> Sorted:
    """The entries without what is told twice, among themselves and beside what is `written`."""
    found = Sorted()
    known = {plain(way): each for each in written for way in (each.question, *each.also)}
    by_question: dict[str, int] = {}
    by_answer: dict[str, int] = {}
    for entry in entries:
        asked, told = plain(entry.question), plain(entry.answer)
        if asked in known:
            if plain(known[asked].answer) != told:
                found.answered.append(f'"{entry.question}" ({entry.place}, {known[asked].id})')
            else:
                found.same += 1
        elif asked in by_question:
            first = found.entries[by_question[asked]]
            if plain(first.answer) == told:
                found.same += 1
            else:
                found.contradicting.append(f'"{entry.question}" ({first.place}, {entry.place})')
        elif told in by_answer and len(told.split()) >= _LEAST_ANSWER:
            place = by_answer[told]
            first = found.entries[place]
            found.entries[place] = replace(first, also=_added(first, entry))
            found.joined.append(f'"{entry.question}" to "{first.question}" ({entry.place})')
            by_question[asked] = place
        else:
            by_question[asked] = by_answer[told] = len(found.entries)
            found.entries.append(entry)
    found.entries = _without_taken_wordings(found.entries)
    found.near = _near(found.entries, written, alike)
    return found


def match(entries: Sequence[QuestionAnswer], before: Mapping[str, Mapping[str, object]]) -> dict[int, str]:
    """Which of the entries read before each entry is, by its place: by its question, else by its answer, else by a question
    that is nearly the same. `before` are the entries as they were written, by id."""
    found: dict[int, str] = {}
    open_ids = dict(before)
    asked = {plain(str(entry.get("question", ""))): key for key, entry in before.items()}
    told = {plain(str(entry.get("answer", ""))): key for key, entry in before.items()}
    for is_answer in (False, True):
        for place, entry in enumerate(entries):
            key = (told if is_answer else asked).get(plain(entry.answer if is_answer else entry.question), "")
            if place not in found and key in open_ids:
                found[place] = key
                del open_ids[key]
    for place, entry in enumerate(entries):
        if place in found or not open_ids:
            continue
        choices = {key: plain(str(each.get("question", ""))) for key, each in open_ids.items()}
        best = process.extractOne(
            plain(entry.question), choices, scorer=fuzz.token_sort_ratio, score_cutoff=_SAME_ENTRY
        )
        if best is not None:
            found[place] = best[2]
            del open_ids[best[2]]
    return found


def _added(first: QuestionAnswer, entry: QuestionAnswer) -> tuple[str, ...]:
    ways = {
        plain(way): way for way in (*first.also, entry.question, *entry.also) if plain(way) != plain(first.question)
    }
    return tuple(ways.values())


def _without_taken_wordings(entries: Sequence[QuestionAnswer]) -> list[QuestionAnswer]:
    """No other wording of an entry that is another entry's question."""
    questions = {plain(entry.question) for entry in entries}
    return [replace(entry, also=tuple(way for way in entry.also if plain(way) not in questions)) for entry in entries]


def _near(entries: Sequence[QuestionAnswer], written: Sequence[Written], alike: Alike | None) -> list[str]:
    """Pairs of which at least one is new, the nearest first."""
    texts = [entry.question for entry in entries] + [each.question for each in written]
    places = [entry.place for entry in entries] + [each.id for each in written]
    if len(entries) < 1 or len(texts) > _MOST_COMPARED:
        return []
    spelt = process.cdist(
        [plain(text) for text in texts[: len(entries)]], [plain(text) for text in texts], scorer=fuzz.token_sort_ratio
    )
    meant = alike(texts) if alike is not None else None
    pairs = []
    for one in range(len(entries)):
        for other in range(one + 1, len(texts)):
            nearness = max(float(spelt[one][other]) / _NEAR, float(meant[one][other]) if meant is not None else 0.0)
            if nearness >= 1.0:
                pairs.append((nearness, one, other))
    pairs.sort(reverse=True)
    return [f'"{texts[one]}" ({places[one]}) and "{texts[other]}" ({places[other]})' for _, one, other in pairs]
