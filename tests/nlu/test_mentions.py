"""The component that finds mentions, as Rasa calls it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.mentions import CatalogueMentionExtractor
from milepost.sales.catalogue import Product
from milepost.services import catalogues
from tests.catalogues import small_catalogue


@pytest.fixture(autouse=True)
def _shelf() -> None:
    catalogues.put_in_force(small_catalogue())


def find(text: str) -> Message:
    return CatalogueMentionExtractor().process([Message({"text": text})])[0]


def test_mentions_and_masked_text_are_left_in_the_parse_data() -> None:
    product = next(iter(small_catalogue().products.values()))
    message = find(f"how much is {product.name}?")
    assert message.get("mentions")[0]["ids"] == [product.id]
    assert message.get("masked_text") == "how much is ProductA?"
    assert {"mentions", "masked_text"} <= set(message.as_dict(only_output_properties=True))


def test_a_new_product_is_found_without_training() -> None:
    assert find("is the Zorvath good").get("mentions") == []
    zorvath = Product("zorvath", "Zorvath", "lamp", "…")
    catalogues.put_in_force(replace(small_catalogue(), version="another", products={"zorvath": zorvath}))
    assert find("is the zorvat good").get("mentions")[0]["ids"] == ["zorvath"]


@pytest.mark.parametrize("text", ["", " ", "a" * 5000, "\x00"])
def test_any_text_is_read(text: str) -> None:
    assert find(text).get("mentions") == []
    assert find(text).get("masked_text") == text
