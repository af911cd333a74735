"""Which of the attributes are worth asking a visitor for, and which of the guide's own questions ask for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import log2

from milepost.importing.text import FUNCTION_WORDS, PRAISE, split_stems, stem, tokens
from milepost.importing.understanding.choices import Choice
from milepost.importing.understanding.features import Feature
from milepost.importing.understanding.figures import Figure
from milepost.importing.understanding.guide import Guide, GuideQuestion
from milepost.importing.understanding.quantities import UNITS

# What an answer is worth to the sale, as NeedDefinition.weight: money and size first, taste last.
_BUDGET, _USE, _SIZE, _COUNT, _KIND = (Decimal(each) for each in ("1", "0.9", "0.9", "1", "0.5"))
_FIGURE, _LABEL, _ASKED_BY_GUIDE, _FEATURE, _MINOR, _TASTE = (
    Decimal(each) for each in ("0.4", "0.35", "0.5", "0.35", "0.31", "0.25")
)
_MOST_FEATURES = 6
_LEAST_BOND = 2.0
_MOSTLY = 0.6
# How much a feature's own weight decides which of two a question is about.
_TOPIC = 0.2
_WORTH_SHARE = 0.5
_SMALL = frozenset(
    stem(word)
    for word in [
        "compact",
        "small",
        "portable",
        "slim",
        "light",
        "lightweight",
        "foldable",
        "space-saving",
        "mini",
        "narrow",
    ]
)
_LITTLE = ("limited", "small", "little", "tight", "not much", "not a lot", "tiny", "minimal", "narrow")
_PLENTY = ("unlimited", "plenty", "a lot", "lots", "large", "big", "moderate", "medium", "enough")


@dataclass(frozen=True)
class NeedDraft:
    """A need before it has words: `wording` names the sentences of question and reason, `values` fill them.

    `question` is the guide's own, where it asks for this.
    """

    wording: str
    kind: str
    weight: Decimal
    attribute: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    question: str = ""
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


def needs(
    count: int, found: Sequence[Figure], words: Sequence[Choice], told: Sequence[Feature], guide: Guide, category: str
) -> list[NeedDraft]:
    """What to ask about products of one category, by the names of their attributes."""
    sized = any(choice.name == "size" for choice in words)
    own = _open_question(found, words, guide)
    drafts = [NeedDraft("budget", "budget", _BUDGET)]
    drafts.append(NeedDraft("use_of" if own else "use", "use_case", _USE, None, {"own": own}))
    for figure in found:
        if len(figure.values) >= _WORTH_SHARE * count:
            draft = _of_figure(figure, sized)
            drafts.append(draft if sized else _asked(draft, (), guide, category))
    for choice in words:
        if len(choice.values) >= _WORTH_SHARE * count and len(choice.choices) > 1:
            drafts.append(
                _of_choice(choice) if choice.is_taste else _asked(_of_choice(choice), choice.choices, guide, category)
            )
    drafts += _of_features(told, found, guide, category)
    return drafts


def _asked(draft: NeedDraft, values: Sequence[str], guide: Guide, category: str) -> NeedDraft:
    """With the guide's own question for an attribute, where it names it or one of its values."""
    about = {token.stem for text in (draft.attribute or "", *values) for token in tokens(text)}
    about -= FUNCTION_WORDS | {token.stem for token in tokens(category)}
    for question in guide.questions:
        said = {part for token in tokens(question.text) for part in split_stems(token)}
        if not question.is_yes_no and said & about:
            return replace(draft, question=question.text, weight=max(draft.weight, _ASKED_BY_GUIDE))
    return draft


def _open_question(found: Sequence[Figure], words: Sequence[Choice], guide: Guide) -> str:
    """The guide's first question to its reader that free words answer and no attribute or price does; "" for none."""
    values = [value for choice in words for value in choice.choices]
    names = " ".join([*(figure.name for figure in found), *(choice.name for choice in words), *values])
    known = {stem(word) for word in f"{names} size price budget spend pay cost".split()}
    for question in guide.questions:
        said = {part for token in tokens(question.text) for part in split_stems(token)}
        if not question.is_yes_no and not question.asks_how_much and not said & known:
            return question.text.rstrip(" ?")
    return ""


def _of_figure(figure: Figure, sized: bool) -> NeedDraft:
    """`sized`: the goods have sizes by name, so that a length is one measure among others."""
    dimension = UNITS[figure.unit][1] if figure.unit in UNITS else ""
    values = {"name": figure.name, "unit": figure.unit}
    if dimension == "length" and not sized:
        return NeedDraft("size", "attribute", _SIZE, figure.name, values)
    if not dimension:
        return NeedDraft("count", "attribute", _COUNT, figure.name, values)
    return NeedDraft("figure", "attribute", _FIGURE, figure.name, values)


def _of_choice(choice: Choice) -> NeedDraft:
    wording = choice.name if choice.name in ("brand", "colour", "size", "type") else "choice"
    weight = _TASTE if choice.is_taste else _SIZE if wording == "size" else _KIND if choice.is_told else _LABEL
    return NeedDraft(wording, "attribute", weight, choice.name, {"name": choice.name}, synonyms=choice.synonyms)


def _of_features(told: Sequence[Feature], measured: Sequence[Figure], guide: Guide, category: str) -> list[NeedDraft]:
    """The features that the guide asks its reader about first, then the most telling others."""
    told = [feature for feature in told if feature.weight > 0]
    linked = _linked(told, measured, guide, category)
    ordered = sorted(told, key=lambda feature: (feature.name not in linked, -feature.weight))
    drafts = []
    for place, feature in enumerate(ordered):
        question = linked.get(feature.name)
        if question is None:
            drafts.append(
                NeedDraft(
                    "feature",
                    "attribute",
                    _FEATURE if place < _MOST_FEATURES else _MINOR,
                    feature.name,
                    {"name": feature.name},
                )
            )
            continue
        asks_size = question.asks_how_much
        synonyms: dict[str, tuple[str, ...]] = {"yes": _LITTLE, "no": _PLENTY} if asks_size else {}
        aliases = () if asks_size else _words_of(question, guide, category)
        drafts.append(
            NeedDraft(
                "feature",
                "attribute",
                _ASKED_BY_GUIDE,
                feature.name,
                {"name": feature.name},
                _with_name(question.text, feature),
                synonyms,
                aliases,
            )
        )
    return drafts


def _with_name(question: str, feature: Feature) -> str:
    """The guide's question with the feature's own name, where it does not say it."""
    said = {part for token in tokens(question) for part in split_stems(token)}
    return question if set(feature.stems) <= said else f"{question.rstrip('?').rstrip()} ({feature.name})?"


def _linked(
    told: Sequence[Feature], measured: Sequence[Figure], guide: Guide, category: str
) -> dict[str, GuideQuestion]:
    """Each of the guide's yes-or-no questions with the feature that it is most about, each feature once.

    "How much … do you have?" goes with a feature of smallness: little room asks for it.
    """
    pairs = []
    counted = {stem(word) for figure in measured for word in figure.unit.split() if len(word) > 2}
    for question in guide.questions:
        if counted & {part for token in tokens(question.text) for part in split_stems(token)}:
            continue
        for feature in told if question.is_yes_no or question.asks_how_much else ():
            if bool(set(feature.stems) & _SMALL) == question.asks_how_much:
                pairs.append(
                    (_bond(feature, question, guide, category) * feature.weight**_TOPIC, feature.name, question)
                )
    found: dict[str, GuideQuestion] = {}
    for bond, name, question in sorted(pairs, key=lambda pair: -pair[0]):
        if bond >= _LEAST_BOND and name not in found and question not in found.values():
            found[name] = question
    return found


def _bond(feature: Feature, question: GuideQuestion, guide: Guide, category: str) -> float:
    """How much a question is about a feature: by the share of the guide's talk of the feature that answers it, and by
    how often the guide's sections that use the question's words speak of the feature; rare features and words say more."""
    sections = [section.line for section in guide.sections]
    run = f" {' '.join(feature.stems)} "
    told = [line for line in sections if run in line]
    if not told:
        return 0.0
    rarity = log2(len(sections) / len(told) + 1)
    share = question.section.line.count(run) / max(1, sum(line.count(run) for line in sections))
    dull = FUNCTION_WORDS | PRAISE | {token.stem for token in tokens(category)}
    # Most of what the guide says of it stands here: the question is about it, whatever its words.
    bond = share * rarity / 2 + (_LEAST_BOND if share >= _MOSTLY else 0.0)
    for stem_ in {token.stem for token in tokens(question.text)} - dull:
        using = [line for line in sections if f" {stem_} " in line]
        if len(using) > 1:
            both = sum(run in line for line in using)
            bond += both / len(using) * rarity * log2(len(sections) / len(using)) / 2
    return bond


def _words_of(question: GuideQuestion, guide: Guide, category: str) -> tuple[str, ...]:
    """The things that the question names: other names of the feature, where the guide speaks of them again and again."""
    dull = FUNCTION_WORDS | PRAISE | {token.stem for token in tokens(category)}
    return tuple(
        dict.fromkeys(
            token.word.casefold()
            for token in tokens(question.text)
            if token.stem not in dull
            and re.fullmatch(r"[a-z-]{3,}s", token.word.casefold())
            and guide.times((token.stem,)) >= 3
        )
    )
