"""Answers that the company adds to what visitors asked in vain: written, in force at once, and the questions closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import Lock

from milepost.errors import NotAllowed
from milepost.services import catalogues
from milepost.services.catalogues import CatalogueHolder
from milepost.store.database import Store
from milepost.store.knowledge_file import add_answer

_LONGEST = 1_000
_writing = Lock()


def add(
    store: Store,
    question: str,
    answer: str,
    *,
    also: Sequence[str] = (),
    gaps: Iterable[str] = (),
    now: datetime,
    holder: CatalogueHolder | None = None,
) -> str:
    """Write the answer, put it in force and close the gaps that it answers; its id.

    Raises NotAllowed for an empty or too long text or where no folder is followed, CatalogueError where the catalogue
    could not be used with it: what was in force then stays so.
    """
    question, answer = " ".join(question.split()), " ".join(answer.split())
    if not question or not answer:
        raise NotAllowed("a question and an answer are needed")
    if max(map(len, (question, answer, *also))) > _LONGEST:
        raise NotAllowed(f"a text is longer than {_LONGEST} characters")
    folder, reload = (holder.folder, holder.reload) if holder else (catalogues.folder, catalogues.reload)
    place = folder()
    if place is None:
        raise NotAllowed("the catalogue does not come from a folder, so nothing can be added to it")
    others = [words for words in dict.fromkeys(" ".join(each.split()) for each in also) if words and words != question]
    with _writing:
        answer_id = add_answer(place, question, answer, others)
        reload()
    for gap in gaps:
        store.gaps.close(gap, "answered", now=now)
    return answer_id


def dismiss(store: Store, gaps: Iterable[str], *, now: datetime) -> None:
    """Close gaps that need no answer."""
    for gap in gaps:
        store.gaps.close(gap, "dismissed", now=now)
