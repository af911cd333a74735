"""A visitor who has a quote, and the browser of whoever has its link."""

from __future__ import annotations

from starlette.testclient import TestClient

from milepost.store.records.quotes import QuoteRow
from tests.web.console.conftest import House
from tests.web.console.visitors import keen_buyer


class Customer:
    """Somebody who was sent the link, in the visitor's language."""

    def __init__(self, house: House, language: str = "en") -> None:
        self.house = house
        self.visitor = keen_buyer(house.database, house.catalogue, now=house.now)
        with house.database.begin() as store:
            memory, version = store.conversations.memory(self.visitor.id)
            memory.language = language
            assert store.conversations.save_memory(memory, version)
        self.client = TestClient(house.app, follow_redirects=False)
        self.path = house.links.to(self.quote.id)

    @property
    def quote(self) -> QuoteRow:
        with self.house.database.begin() as store:
            return store.quotes.of(self.visitor.id)[0]
