"""A house with one visitor who has a quote, and a rep."""

from __future__ import annotations

import pytest

from tests.web.console import conftest as console
from tests.web.console.conftest import House
from tests.web.quotes.customers import Customer

house, dana = console.house, console.dana


@pytest.fixture
def customer(house: House) -> Customer:
    return Customer(house)
