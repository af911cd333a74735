"""What the tables found, judged by the tagger: free words are its own, figures and names must be likely to be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from milepost.nlu.need_tagging.evidence import Hint
from milepost.nlu.need_tagging.examples import FREE_WORDS, NEEDS
from milepost.nlu.need_tagging.tagger import NeedTagger, Reading, Tag
from milepost.nlu.need_tagging.words import trimmed
from milepost.nlu.need_values.answers import bare_answer
from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.numbers import quantities
from milepost.nlu.need_values.text import fold

LIKELY = {"use_case": 0.2, "industry": 0.25, "must_have_features": 0.2, "current_solution": 0.25, "company": 0.3}
"""From these probabilities on words are taken, chosen on messages that the tagger had not learnt."""
FIGURES = ("team_size", "budget", "timeline")
NAMED = 0.5
DOUBTED = {"team_size": 0.35, "budget": 0.5, "timeline": 0.5, "contact_name": 0.1}
"""Below these a figure or name of the tables is let go."""
EMPTY = 0.1
"""Below this a short answer to an open question only remarks on something."""
# What stands behind these is wanted, not what is used today.
_WANTED = re.compile(
    r"\b(?:want(?:s|ed)?|need(?:s|ed)?|looking (?:for|at)|look for|search(?:ing)? for|shopping for|in the market for|"
    r"(?:would|'d) (?:like|love)|after)\s+(?:(?:a|an|the|some|one|new|to have|to get|to buy)\s+)*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|\+|&|/|and|plus)\s*", re.IGNORECASE)


def hints_of(text: str, findings: Sequence[Finding]) -> list[Hint]:
    """What the tables found, in the tagger's terms; items of a list each by itself."""
    hints = []
    for finding in findings:
        if finding.name not in NEEDS:
            continue
        at = finding.start
        for item in finding.value if isinstance(finding.value, list) else [None]:
            found = text.find(str(item), at) if item is not None else -1
            span = (found, found + len(str(item))) if found >= 0 else (finding.start, finding.end)
            hints.append(Hint(*span, finding.name, finding.how))
    return hints


class Judge:
    """Judges findings by a tagger of English."""

    def __init__(self, tagger: NeedTagger) -> None:
        self._tagger = tagger

    def judged(self, text: str, found: Sequence[Finding], *, asked: str = "") -> list[Finding]:
        """The findings that stand, with those that only the tagger sees."""
        reading = self._tagger.read(text, asked=asked, hints=hints_of(text, found))
        kept = [one for one in found if _is_meant(reading, one)]
        names = {one.name for one in kept}
        seen = [*free_words(text, reading), *figures(text, reading), *_name(text, reading)]
        seen = [one for one in seen if one.name not in names]
        names |= {one.name for one in seen}
        # What the owner names to choose from is heard where the tagger has no better words for it.
        return [*kept, *seen, *(one for one in found if one.of_owner and one.name not in names)]


def _is_meant(reading: Reading, finding: Finding) -> bool:
    """Whether a finding of the tables stands: a bare answer in free words does unless the tagger sees nothing in it."""
    share = reading.share(finding.name, (finding.start, finding.end)) if finding.name in NEEDS else 1.0
    if finding.name in FREE_WORDS:
        return finding.how == "bare" and share >= EMPTY
    return finding.how == "bare" or share >= DOUBTED.get(finding.name, 0.0)


def free_words(text: str, reading: Reading) -> list[Finding]:
    """One finding for each need in free words: the surest, of must-haves all, of tools in use those named together."""
    found = []
    for need in FREE_WORDS:
        tags = [tag for tag in reading.tags if tag.need == need and tag.probability >= LIKELY[need]]
        if need == "current_solution":
            tags = [tag for tag in tags if not _WANTED.search(text[: tag.start])]
        if need == "must_have_features" and tags:
            spans = [trimmed(text, (tag.start, tag.end), need) for tag in tags]
            values = list(dict.fromkeys(text[slice(*span)] for span in spans))
            found.append(Finding(need, values, spans[0][0], spans[-1][1], op="add"))
        elif tags:
            start, end = trimmed(text, _run(text, tags) if need == "current_solution" else _surest(tags), need)
            found.append(Finding(need, text[start:end], start, end))
    return found


def _surest(tags: Sequence[Tag]) -> tuple[int, int]:
    best = max(tags, key=lambda tag: tag.probability)
    return best.start, best.end


def _run(text: str, tags: Sequence[Tag]) -> tuple[int, int]:
    """The first and what is joined to it: "trello + email"."""
    start, end = tags[0].start, tags[0].end
    for tag in tags[1:]:
        if _JOINED.fullmatch(text, end, tag.start):
            end = tag.end
    return start, end


def figures(text: str, reading: Reading) -> list[Finding]:
    """Figures and dates that only the tagger sees: the tables read its words as the answer to a question for them."""
    found = []
    for need in FIGURES:
        tags = [tag for tag in reading.tags if tag.need == need and tag.probability >= NAMED]
        if tags:
            start, end = _surest(tags)
            words = fold(text[start:end])
            answer = bare_answer(need, text[start:end], words, quantities(words))
            if answer is not None:
                found.append(replace(answer, start=start + answer.start, end=start + answer.end, how="said"))
    return found


def _name(text: str, reading: Reading) -> list[Finding]:
    """The visitor's name."""
    tags = [tag for tag in reading.tags if tag.need == "contact_name" and tag.probability >= NAMED]
    return [Finding("contact_name", text[slice(*_surest(tags))], *_surest(tags))] if tags else []
