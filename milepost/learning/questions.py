"""Questions that visitors ask for what owners have in writing, from data/questions: what the question adapter is fitted to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from milepost.errors import MilepostError
from milepost.learning.conversations import records
from milepost.nlu.encoders.question_tuning import AskedFact, Facts

FEWEST = 8
"""Facts of a company: among fewer, the right one is too easily found."""
KEPT_BACK = 6
"""Every so-manyth company is kept back where it is to be seen how well other companies' questions are found."""


def read_questions(files: Iterable[Path]) -> list[Facts]:
    """The facts of each company, one a line: {"company", "facts": [{"title", "text", "asks", "after"}]}.

    Raises MilepostError, with file and line, for a line that is none.
    """
    found: list[Facts] = []
    for file in files:
        for number, record in records(file):
            try:
                found.append(tuple(_facts(record)))
            except (ValueError, TypeError, KeyError) as error:
                raise MilepostError(f"{file}:{number}: {_wrong(error)}") from error
    return found


def _facts(record: Any) -> Iterator[AskedFact]:
    facts = record["facts"]
    if len(facts) < FEWEST:
        raise ValueError(f"a company has at least {FEWEST} facts, this one {len(facts)}")
    for fact in facts:
        # A message that leans on the one before it is looked for together with it.
        asks = (*fact["asks"], *(" ".join(pair) for pair in fact.get("after", ())))
        lines = (fact["title"], fact["text"], *asks)
        if not asks or not all(isinstance(line, str) and line.strip() for line in lines):
            raise ValueError(f'the fact "{fact["title"]}" needs a title, a text and ways of asking')
        yield AskedFact(fact["title"], fact["text"], asks)


def _wrong(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def apart(companies: list[Facts]) -> tuple[list[Facts], list[Facts]]:
    """The companies to learn from, and those kept back."""
    learnt = [facts for place, facts in enumerate(companies) if place % KEPT_BACK]
    return learnt, companies[::KEPT_BACK]
