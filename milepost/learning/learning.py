"""`milepost learn`: from annotated conversations to the weights of the scorer of acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from milepost.dialogue.context import Context
from milepost.dialogue.interpretation import likeliest
from milepost.dialogue.scorer import Scorer
from milepost.dialogue.segments import segments_of
from milepost.dialogue.stage import Kinds
from milepost.learning.contexts import Companies, context_after
from milepost.learning.conversations import AnnotatedConversation
from milepost.learning.examples import Example, ParsedTurn, TurnKey, examples_of
from milepost.learning.nested_logit import Nested
from milepost.learning.stages import learnt_stages
from milepost.sales.catalogue import Catalogue

Parser = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""Gives the parse data of a text with its metadata."""
_Item = TypeVar("_Item")
Watch = Callable[[Sequence[_Item]], Iterable[_Item]]
"""Goes through a sequence and shows how far it is."""
# Parts of more words can be leant on by the next, as in a turn; from this agreement on an act is right.
_TELLING_WORDS, RIGHT_FROM = 3, 0.8
_LEFT_OUT = ("text_tokens",)


@dataclass(frozen=True)
class Agreement:
    """Of parts that do an annotated act: how many, for how many the kind of act was right, for how many all of it."""

    parts: int
    kinds: int
    right: int


def parse_turns(
    conversations: Sequence[AnnotatedConversation],
    parse: Parser,
    companies: Companies,
    put_in_force: Callable[[Catalogue], None],
    *,
    watch: Watch[AnnotatedConversation] = iter,  # type: ignore[assignment]
) -> dict[TurnKey, ParsedTurn]:
    """Every turn as the product reads it, part by part, with its company's catalogue in force."""
    found: dict[TurnKey, ParsedTurn] = {}
    company = ""
    for conversation in watch(sorted(conversations, key=lambda each: each.company)):
        if conversation.company != company:
            company = conversation.company
            put_in_force(companies.of(company).catalogue)
        context = Context()
        for number, turn in enumerate(conversation.turns):
            parts = segments_of(turn.text)
            parses = tuple(_parses(parts, parse, context, conversation.language))
            whole = parses[0] if len(parts) == 1 else next(_parses([turn.text], parse, context, conversation.language))
            found[conversation.id, number] = ParsedTurn(parts, parses, whole)
            readings = found[conversation.id, number].readings()
            context = context_after(context, turn, readings, companies.of(company))
    return found


def _parses(parts: Sequence[str], parse: Parser, context: Context, language: str) -> Iterator[dict[str, Any]]:
    before, rest = context.before, {"subjects": context.subjects, "focus": context.focus, "language": language}
    for part in parts:
        read = parse(part, {"before": before, **rest})
        yield {name: value for name, value in read.items() if name not in _LEFT_OUT}
        before = part if len(part.split()) > _TELLING_WORDS else before


def learn(
    conversations: Sequence[AnnotatedConversation],
    parsed: Mapping[TurnKey, ParsedTurn],
    companies: Companies,
    evidence: Mapping[TurnKey, Sequence[Mapping[str, float]]] | None = None,
) -> Lesson:
    """What the conversations teach. `evidence` of acts is in the place of the parses', which come of a model that knows them."""
    examples = list(examples_of(conversations, parsed, companies, evidence))
    return Lesson(conversations, parsed, examples, Nested.of_examples(examples))


@dataclass(frozen=True)
class Lesson:
    """Conversations as they were read, and their examples as choices, ready to be fitted."""

    conversations: Sequence[AnnotatedConversation]
    parsed: Mapping[TurnKey, ParsedTurn]
    examples: Sequence[Example]
    nested: Nested

    def scorer(self, version: str = "") -> Scorer:
        """The scorer that all of them teach."""
        kinds: dict[TurnKey, list[Kinds]] = {}
        for example, chances in self.nested.kinds_apart(self.examples):
            kinds.setdefault(example.key, []).append(chances)
        stages = learnt_stages(self.conversations, self.parsed, kinds)
        return replace(self.nested.scorer(version=version), stages=stages)

    def apart(self) -> Iterator[tuple[str, Agreement]]:
        """How well the acts of each author are told by what the others teach."""
        for author in sorted({example.author for example in self.examples}):
            scorer = self.nested.scorer(without=author)
            yield author, agreement_with(scorer, [each for each in self.examples if each.author == author])


def agreement_with(scorer: Scorer, examples: Sequence[Example]) -> Agreement:
    """How well a scorer tells what is annotated; parts that no annotated act falls to are left out."""
    parts = kinds = right = 0
    for example in examples:
        if not example.annotated:
            continue
        chances = scorer.chances(example.candidates, example.reading, example.context)
        best = likeliest(example.candidates, chances, example.reading)
        parts += 1
        kinds += any(example.candidates[best].act.kind.value == act["act"] for act in example.annotated)
        right += example.agreements[best] >= RIGHT_FROM
    return Agreement(parts, kinds, right)


def write(scorer: Scorer, files: Iterable[Path], out: Path) -> str:
    """Writes the weights with their version: the first 12 hex digits of the sha256 over what taught them and themselves."""
    stages = {name: dict(weights) for name, weights in scorer.stages.items()}
    weights = {"kinds": dict(scorer.kinds), "arguments": dict(scorer.arguments), "stages": stages}
    digest = sha256(json.dumps(weights, sort_keys=True).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    version = digest.hexdigest()[:12]
    out.write_text(json.dumps({"version": version, **weights}, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    return version
