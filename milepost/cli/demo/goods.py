"""What visitors of any company can speak of: words drawn from its catalogue, for scripts that name no product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from random import Random

from milepost.sales.catalogue import AttributeType, Catalogue, Product
from milepost.sales.pricing import starting_price
from milepost.sales.wording import plural

_LONGEST_QUESTION = 120


class Goods:
    """Draws what one visitor speaks of, the same for the same dice. What a catalogue does not have is left out."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self._catalogue = catalogue
        self._currency = catalogue.company.currencies[0]
        self._prices = {
            product.id: price
            for product in catalogue.products.values()
            if (price := _price(catalogue, product, self._currency, today)) is not None
        }
        answers = catalogue.answers.values()
        self._questions = [
            way for each in answers for way in (each.question, *each.also) if len(way) <= _LONGEST_QUESTION
        ]

    def draw(self, dice: Random) -> Mapping[str, str]:
        """our, product, other, category, categories, price's currency, budget and little; question and another question;
        attribute, wish, option; monthly, referral where there is such a thing."""
        sold = [product for product in self._catalogue.products.values() if not product.is_sold_out]
        product = dice.choice(sold or list(self._catalogue.products.values()))
        found = {
            "our": self._catalogue.company.name,
            "product": product.name,
            "category": product.category,
            "categories": plural(product.category),
            "currency": self._currency,
            **self._other(product, dice),
            **self._money(product),
            **self._attributes(product, dice),
        }
        if len(self._questions) > 1:
            found["question"], found["another_question"] = dice.sample(self._questions, 2)
        options = [
            value for variant in product.variants for value in variant.options.values() if not variant.is_sold_out
        ]
        if options:
            found["option"] = dice.choice(options)
        if self._catalogue.journey.referrals.reward:
            found["referral"] = self._catalogue.journey.referrals.reward
        gone = [each.name for each in self._catalogue.products.values() if each.is_sold_out]
        return {**found, **({"sold_out": dice.choice(gone)} if gone else {})}

    def _other(self, product: Product, dice: Random) -> dict[str, str]:
        """One to compare with, of the same category where there is one."""
        others = [each for each in self._catalogue.products.values() if each.id != product.id]
        alike = [each for each in others if each.category == product.category]
        return {"other": dice.choice(alike or others).name} if others else {}

    def _money(self, product: Product) -> dict[str, str]:
        """A budget that reaches for the product, and one that reaches for nothing."""
        found = {}
        if product.id in self._prices:
            tens = (self._prices[product.id] / 10).to_integral_value(ROUND_CEILING) * 10
            found["budget"] = f"{tens:f} {self._currency}"
        lowest = min((price for price in self._prices.values() if price > 0), default=Decimal(0))
        if lowest >= 2:
            found["little"] = f"{lowest / 2:.0f} {self._currency}"
        return found

    def _attributes(self, product: Product, dice: Random) -> dict[str, str]:
        known = {key: value for key, value in product.attributes.items() if key in self._catalogue.attributes}
        figures = [key for key in known if self._catalogue.attributes[key].type is not AttributeType.BOOLEAN]
        wishes = [
            value if isinstance(value, str) else str(value[0])
            for key, value in known.items()
            if self._catalogue.attributes[key].type in (AttributeType.CHOICE, AttributeType.LIST)
            and isinstance(value, (str, tuple))
            and value
        ]
        found = {"attribute": self._catalogue.attributes[dice.choice(figures)].name.lower()} if figures else {}
        return {**found, **({"wish": dice.choice(wishes)} if wishes else {})}


def _price(catalogue: Catalogue, product: Product, currency: str, today: date) -> Decimal | None:
    """The lowest that a product is to be had for."""
    ways = [starting_price(catalogue, plan.id, currency, today=today) for plan in catalogue.plans_of(product.id)]
    return min((way.total.amount for way in ways if way is not None), default=None)
