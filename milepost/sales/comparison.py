"""Two to four options side by side: what differs and matters to this visitor first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.errors import UnknownOption
from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeValue, Catalogue, Competitor, CompetitorFact, Plan, Product
from milepost.sales.conversations import KNOWN, Conversation, Evidence, Fact, FactStatus
from milepost.sales.fit.attributes import of_attribute
from milepost.sales.fit.reasons import Candidate, Reason, Verdict
from milepost.sales.fit.verdicts import judge
from milepost.sales.options import plan_name
from milepost.sales.pricing import PriceBreakdown
from milepost.sales.recommendation import case_of, priced

PRICE = "price"


@dataclass(frozen=True)
class Column:
    """One of the options compared: exactly one of product (with its plan, if one is meant) and competitor is set."""

    option: str
    name: str
    product: Product | None = None
    plan: Plan | None = None
    competitor: Competitor | None = None
    price: PriceBreakdown | None = None

    @property
    def values(self) -> Mapping[str, AttributeValue]:
        """What is known of it, by attribute."""
        if self.competitor is not None:
            return {name: fact.value for name, fact in self.competitor.facts.items()}
        own = self.plan.attributes if self.plan else {}
        return {**(self.product.attributes if self.product else {}), **own}


@dataclass(frozen=True)
class Row:
    """One attribute (or PRICE) over all columns.

    `texts` are the values as written, "unknown" where nothing is known; `sources` stand beside a competitor's values.
    `differs` compares what is known. `matters`: the visitor said so, in the words of `evidence`. `best` are the columns
    that meet the visitor's need, or else have the value that is better for everyone, where not all do.
    """

    attribute: str
    label: str
    texts: tuple[str, ...]
    sources: tuple[CompetitorFact | None, ...]
    differs: bool
    matters: bool = False
    evidence: Evidence | None = None
    best: tuple[int, ...] = ()


@dataclass(frozen=True)
class BetterFor:
    """For whom an option is better: `rows` that it wins (labels), and what it is `meant_for` that the others are not.

    Of a competitor `meant_for` are its strengths, said openly.
    """

    option: str
    rows: tuple[str, ...]
    meant_for: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The table, most telling rows first; `left_out` counts the rows beyond the limit."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    better_for: tuple[BetterFor, ...]
    left_out: int = 0


def compare(
    catalogue: Catalogue,
    options: Sequence[str],
    conversation: Conversation,
    *,
    limit_rows: int = 8,
    today: date | None = None,
) -> Comparison:
    """Compares "product:ID", "plan:ID" and "competitor:ID", in the order given.

    A product with one plan is priced as that plan. Rows that nothing is known of are left out; the price, for this
    visitor's case, always stays. Raises UnknownOption, and ValueError for fewer than two or more than four options.
    """
    chosen = list(dict.fromkeys(options))
    if not 2 <= len(chosen) <= 4:
        raise ValueError(f"two to four options can be compared, not {len(chosen)}")
    columns = tuple(_column(catalogue, option, conversation, today) for option in chosen)
    wishes = _wishes(catalogue, conversation, columns)
    rows = [_row(attribute, columns, wishes.get(attribute.id, []), conversation.language) for attribute in
            catalogue.attributes.values()]  # fmt: skip
    rows = [
        row for row, attribute in zip(rows, catalogue.attributes.values(), strict=True) if _is_known(attribute, columns)
    ]
    rows.sort(key=lambda row: (not (row.matters and row.differs), not row.differs, not row.matters))
    kept = [_price_row(columns, conversation), *rows[: max(0, limit_rows - 1)]]
    return Comparison(columns, tuple(kept), _better_for(columns, [kept[0], *rows]), len(rows) - len(kept) + 1)


def _column(catalogue: Catalogue, option: str, conversation: Conversation, today: date | None) -> Column:
    kind, _, option_id = option.partition(":")
    if kind == "competitor":
        if option_id not in catalogue.competitors:
            raise UnknownOption("competitor", option_id)
        competitor = catalogue.competitors[option_id]
        return Column(option, competitor.name, competitor=competitor)
    plan = catalogue.plan(option_id) if kind == "plan" else None
    product = catalogue.product(plan.product if plan else option_id)
    if plan is None and len(catalogue.plans_of(product.id)) == 1:
        plan = catalogue.plans_of(product.id)[0]
    breakdown = priced(catalogue, conversation, plan, case_of(catalogue, conversation), today) if plan else None
    is_named = plan is None or plan.name == product.name or len(catalogue.plans_of(product.id)) == 1
    name = product.name if is_named or plan is None else plan_name(catalogue, plan)
    return Column(option, name, product, plan, price=breakdown)


def _wishes(
    catalogue: Catalogue, conversation: Conversation, columns: Sequence[Column]
) -> dict[str, list[tuple[Fact, Reason]]]:
    """What the visitor said of each attribute: needs for it, and must-haves that are about it."""
    found: dict[str, list[tuple[Fact, Reason]]] = {}
    for fact in conversation.facts.values():
        if fact.status not in KNOWN or fact.value is None:
            continue
        for column in columns:
            if column.product is None:
                continue
            for reason in judge(fact, Candidate(catalogue, column.product, column.plan, None)):
                if reason.attribute is not None and not found.get(reason.attribute):
                    found[reason.attribute] = [(fact, reason)]
    return found


def _row(attribute: Attribute, columns: Sequence[Column], wishes: Sequence[tuple[Fact, Reason]], language: str) -> Row:
    values = [column.values.get(attribute.id) for column in columns]
    known = [value for value in values if value is not None]
    evidence = wishes[0][0].evidence if wishes else None
    return Row(
        attribute.id,
        attribute.name,
        tuple(wording.attribute_value(attribute, value, language) for value in values),
        tuple(column.competitor.facts.get(attribute.id) if column.competitor else None for column in columns),
        differs=any(_comparable(value) != _comparable(known[0]) for value in known),
        matters=bool(wishes),
        evidence=evidence,
        best=_best(attribute, values, wishes),
    )


def _best(
    attribute: Attribute, values: Sequence[AttributeValue | None], wishes: Sequence[tuple[Fact, Reason]]
) -> tuple[int, ...]:
    """The columns that win a row: over at least one whose value is known, for an unknown value is no defeat."""
    known = [index for index, value in enumerate(values) if value is not None]
    winners: list[int] = []
    if wishes:
        _, wish = wishes[0]
        wanted = Fact(wish.need, True if attribute.type.value == "boolean" else wish.wanted, FactStatus.SAID)
        verdicts = {index: of_attribute(wanted, attribute, values[index]) for index in known}
        winners = [index for index, reason in verdicts.items() if reason and reason.verdict is Verdict.FITS]
    elif attribute.better:
        figures = {index: figure for index in known if (figure := _figure(values[index])) is not None}
        best = (max if attribute.better == "higher" else min)(figures.values(), default=None)
        winners = [index for index, figure in figures.items() if figure == best]
    return tuple(winners) if len(winners) < len(known) else ()


def _price_text(price: PriceBreakdown, language: str) -> str:
    """What the case costs in all; where no more is needed than can be bought at least, what each costs."""
    if price.renewal is None:
        return wording.money(price.total, language)
    if price.quantity <= max(price.plan.min_quantity, 1):
        return wording.price_per(price.per_unit, price.term, price.unit, language)
    return f"{wording.money(price.total, language)} {wording.term(price.term, language=language)}"


def _price_row(columns: Sequence[Column], conversation: Conversation) -> Row:
    """The price for this visitor's case: in one figure with what it covers, a competitor's as its source says."""
    language = conversation.language
    texts = []
    for column in columns:
        if column.competitor is not None:
            texts.append(column.competitor.price_note or wording.word("unknown", language))
        elif column.price is None:
            texts.append(wording.word("custom" if column.plan and column.plan.custom_price else "unknown", language))
        else:
            texts.append(_price_text(column.price, language))
    yearly = {index: column.price.a_year for index, column in enumerate(columns) if column.price}
    comparable = len({cost.currency for cost in yearly.values()}) == 1 and len(yearly) > 1
    lowest = min((cost.amount for cost in yearly.values()), default=Decimal(0))
    winners = tuple(index for index, cost in yearly.items() if cost.amount == lowest) if comparable else ()
    sources = tuple(
        CompetitorFact(column.competitor.price_note, column.competitor.price_source, "")
        if column.competitor and column.competitor.price_note
        else None
        for column in columns
    )
    budget = conversation.facts.get("budget")
    return Row(
        PRICE,
        wording.word("price", language),
        tuple(texts),
        sources,
        differs=len(set(texts)) > 1,
        matters=conversation.value("budget") is not None,
        evidence=budget.evidence if budget else None,
        best=winners if len(winners) < len(columns) else (),
    )


def _better_for(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[BetterFor, ...]:
    found = []
    for index, column in enumerate(columns):
        won = [row for row in rows if index in row.best]
        won.sort(key=lambda row: not row.matters)
        meant = _meant_for(column)
        others = {text for other in columns if other is not column for text in _meant_for(other)}
        own = tuple(text for text in meant if text not in others)
        found.append(BetterFor(column.option, tuple(row.label for row in won), own))
    return tuple(found)


def _meant_for(column: Column) -> tuple[str, ...]:
    if column.competitor is not None:
        return column.competitor.strengths
    own = column.plan.best_for if column.plan else ()
    return (*own, *(column.product.best_for if column.product else ()))


def _is_known(attribute: Attribute, columns: Sequence[Column]) -> bool:
    return any(attribute.id in column.values for column in columns)


def _comparable(value: AttributeValue) -> object:
    return frozenset(value) if isinstance(value, tuple) else value


def _figure(value: AttributeValue | None) -> Decimal | None:
    if isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None
