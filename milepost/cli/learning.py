"""`milepost learn`: the weights of the scorer of acts from annotated conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.cli.loading import ready_processor
from milepost.errors import MilepostError
from milepost.settings import Settings

if TYPE_CHECKING:
    from milepost.brain.processor import TurnProcessor
    from milepost.learning.contexts import Companies
    from milepost.learning.conversations import AnnotatedConversation
    from milepost.learning.examples import ParsedTurn, TurnKey


def learn(settings: Settings, folder: Path, out: Path, *, check: bool) -> None:
    """Learns from the conversations of a folder and writes the weights. Raises MilepostError for a bad conversation."""
    read = _read(settings, folder)
    from rasa.shared.nlu.training_data.loading import load_data

    from milepost.learning import learning
    from milepost.learning.act_evidence import KeptVectors, evidence_apart

    print("learning acts, author by author …", flush=True)
    training_data = load_data(str(settings.project / "data" / "nlu"))
    evidence = evidence_apart(
        read.conversations, read.parsed, training_data, KeptVectors(settings.models), settings.project
    )
    lesson = learning.learn(read.conversations, read.parsed, read.companies, evidence)
    print(f"{len(lesson.examples)} examples from {len(read.conversations)} conversations; fitting …", flush=True)
    if check:
        for author, found in lesson.apart():
            print(f"{author}: kind right {found.kinds / found.parts:.3f}, all right {found.right / found.parts:.3f}")
    version = learning.write(lesson.scorer(), read.files, out)
    print(f"weights {version}: {out}")


def learn_counts(settings: Settings, folder: Path, out: Path, *, check: bool) -> None:
    """Learns which numbers count from the conversations of a folder and writes the weights. Raises MilepostError for a bad one."""
    read = _read(settings, folder)
    from milepost.learning import counting

    examples = list(counting.count_examples(read.conversations, read.parsed, read.companies))
    print(f"{len(examples)} numbers, {sum(each.counts for each in examples)} of them count; fitting …", flush=True)
    for author, found in counting.told_apart(examples) if check else ():
        print(f"{author}: F1 {found.f1:.3f} ({found.counts} count, {found.taken} taken for that, {found.both} both)")
    scorer = counting.fitted(examples, counting.version_of(read.files))
    counting.write(scorer, out)
    print(f"weights {scorer.version}: {out}")


@dataclass(frozen=True)
class _Read:
    """The conversations of a folder's files, each turn as the product reads it."""

    files: Sequence[Path]
    conversations: Sequence[AnnotatedConversation]
    companies: Companies
    parsed: Mapping[TurnKey, ParsedTurn]


def _read(settings: Settings, folder: Path) -> _Read:
    """Reads a folder's conversations with the trained model. Raises MilepostError for a bad one, and where there are none."""
    from milepost.learning.conversations import read_conversations

    files = sorted(folder.glob("*.jsonl"))
    conversations = read_conversations(files)
    if not conversations:
        raise MilepostError(f"there are no conversations in {folder}")
    processor = ready_processor(settings)
    from milepost.learning import learning
    from milepost.learning.contexts import Companies
    from milepost.services import catalogues

    companies = Companies(settings.project)
    parsed = learning.parse_turns(
        conversations, parser(processor), companies, catalogues.put_in_force, watch=watched("Reading conversations")
    )
    return _Read(files, conversations, companies, parsed)


def learn_questions(folder: Path, out: Path, *, epochs: int, check: bool) -> None:
    """Fits the question adapter to the questions of a folder and writes it. Raises MilepostError for a bad line."""
    from milepost.learning.questions import apart, read_questions

    companies = read_questions(sorted(folder.glob("*.jsonl")))
    if not companies:
        raise MilepostError(f"there are no questions in {folder}")
    from milepost.nlu.encoders import question_adapter
    from milepost.nlu.encoders.question_tuning import fitted

    learnt, kept_back = apart(companies) if check else (companies, [])
    asks = sum(len(fact.asks) for facts in learnt for fact in facts)
    print(f"{asks} questions for {sum(map(len, learnt))} facts of {len(learnt)} companies; fitting …", flush=True)

    def told(epoch: int, loss: float, found: float | None) -> None:
        others = f"; of other companies' questions {found:.3f} are found first" if found is not None else ""
        print(f"epoch {epoch} of {epochs}, loss {loss:.3f}{others}" if epoch else f"before{others}", flush=True)

    adapter = fitted(learnt, epochs=epochs, kept_back=kept_back, told=told)
    question_adapter.write(adapter, out)
    print(f"adapter: {out}")


def parser(processor: TurnProcessor) -> Callable[[str, Mapping[str, Any]], Mapping[str, Any]]:
    """What gives the parse data of a text with its metadata."""
    from rasa.core.channels.channel import UserMessage

    loop = asyncio.new_event_loop()

    def parse(text: str, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
        message = UserMessage(text, metadata={"asked": None, "message": "", **metadata})
        return loop.run_until_complete(processor.parse_message(message))

    return parse


def watched(what: str) -> Callable[[Sequence[Any]], Iterable[Any]]:
    """A progress bar on standard error."""
    from rich.console import Console
    from rich.progress import track

    return lambda items: track(items, description=what, console=Console(stderr=True))
