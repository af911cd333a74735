from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.errors import StoreUnavailable
from milepost.sales import wording
from milepost.sales.money import Money
from milepost.web.quotes.document import read_texts
from tests.web.console.conftest import House, Rep
from tests.web.quotes.customers import Customer
from tests.web.quotes.pdf_reader import lines_of


def test_the_page_shows_the_stored_quote_to_whoever_has_its_link(house: House, customer: Customer) -> None:
    house.catalogue = replace(house.catalogue, plans={})  # whatever the catalogue says since
    page = customer.client.get(customer.path)
    assert page.status_code == 200
    for shown in ("Quote Q-2026-0001", "Costa Foods", "Ana Costa", "20 seats", "$22.50", "$450.00", "per month"):
        assert shown in page.text
    assert "20 December 2026" in page.text
    assert "Accept this quote" in page.text


def test_nobody_finds_or_keeps_the_page(customer: Customer) -> None:
    for answer in (customer.client.get(customer.path), customer.client.get(f"{customer.path}/quote.pdf")):
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in customer.client.get(customer.path).text


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_page_and_pdf_are_in_the_visitors_language_with_its_money_and_dates(house: House, language: str) -> None:
    customer, texts = Customer(house, language), read_texts()[language]
    page = customer.client.get(customer.path).text
    amount = wording.money(Money(customer.quote.total, "USD"), language, whole=True)
    day = wording.date(customer.quote.valid_until.date(), language)
    for shown in (f'lang="{language}"', texts["accept"], texts["item"], amount, day):
        assert shown in page
    lines = lines_of(customer.client.get(f"{customer.path}/quote.pdf").content)
    assert {amount, day, texts["total"], texts["quote"].format(number="Q-2026-0001"), "Costa Foods"} <= set(lines)
    assert customer.path in lines
    assert not any("{" in line for line in lines)


def test_every_language_has_the_same_texts_with_the_same_places_to_fill() -> None:
    texts = read_texts()
    assert set(texts) == set(wording.LANGUAGES)
    for name, english in texts["en"].items():
        places = {part.partition("}")[0] for part in english.split("{")[1:]}
        for language, own in texts.items():
            assert {part.partition("}")[0] for part in own[name].split("{")[1:]} <= places | {"name"}, (language, name)
    assert all(set(own) == set(texts["en"]) for own in texts.values())


def test_a_click_accepts_once_and_the_rep_sees_it_on_the_card(house: House, customer: Customer, dana: Rep) -> None:
    house.wait(minutes=40)
    answer = customer.client.post(f"{customer.path}/accept")
    assert (answer.status_code, answer.headers["location"]) == (303, customer.path)
    first = customer.quote.accepted_at
    house.wait(minutes=40)
    assert customer.client.post(f"{customer.path}/accept").status_code == 303
    assert customer.quote.accepted_at == first
    page = customer.client.get(customer.path).text
    assert "This quote is accepted" in page
    assert "Accept this quote" not in page
    card = dana.see(f"leads/{customer.visitor.id}").text
    assert "accepted" in card.partition("Prices quoted")[2].partition("</section>")[0]
    assert f'href="{customer.path}"' in card
    assert "This quote is accepted." in lines_of(customer.client.get(f"{customer.path}/quote.pdf").content)


def test_whoever_only_looks_accepts_nothing(customer: Customer) -> None:
    customer.client.get(customer.path)
    customer.client.head(customer.path)
    assert customer.client.get(f"{customer.path}/accept").status_code == 405
    assert customer.quote.state == "open"


def test_an_expired_quote_says_so_kindly_and_cannot_be_accepted(house: House, customer: Customer) -> None:
    house.wait(days=31)
    customer.client.post(f"{customer.path}/accept")
    assert customer.quote.state == "open"
    for address in (customer.path, f"{customer.path}/quote.pdf"):
        page = customer.client.get(address)
        assert page.status_code == 410
        assert "This quote has expired" in page.text
        assert "we will gladly make you a new one" in page.text
        assert "$450" not in page.text
        assert "mailto:hello@acorn.example" in page.text


def test_a_rep_withdraws_a_quote_and_its_page_says_so(house: House, customer: Customer, dana: Rep) -> None:
    quote = customer.quote.id
    assert "Withdraw Q-2026-0001" in dana.see(f"leads/{customer.visitor.id}").text
    assert dana.do(f"leads/{customer.visitor.id}/withdraw-quote", quote=quote).status_code == 303
    page = customer.client.get(customer.path)
    assert page.status_code == 410
    assert "This quote has been withdrawn" in page.text
    customer.client.post(f"{customer.path}/accept")
    assert customer.quote.state == "withdrawn"
    again = dana.do(f"leads/{customer.visitor.id}/withdraw-quote", quote=quote)
    assert again.status_code == 409
    assert "cannot be withdrawn" in again.text


def test_a_quote_of_another_lead_is_not_withdrawn_from_this_card(house: House, customer: Customer, dana: Rep) -> None:
    house.visitor("web-other").says("hello", stage=("research", 0.8, ()))
    assert dana.do("leads/web-other/withdraw-quote", quote=customer.quote.id).status_code == 409
    assert customer.quote.state == "open"


@pytest.mark.parametrize("token", ["x", "A" * 43, "%C3%A9"])
def test_a_link_that_nobody_gave_leads_nowhere(customer: Customer, token: str) -> None:
    for answer in (customer.client.get(f"/q/{token}"), customer.client.post(f"/q/{token}/accept")):
        assert answer.status_code == 404


def test_the_sentence_without_a_quote_is_in_the_readers_language(customer: Customer) -> None:
    page = customer.client.get("/q/xyz", headers={"accept-language": "nl, de-AT;q=0.9, en;q=0.8"})
    assert page.status_code == 404
    assert 'lang="de"' in page.text
    assert "Hier ist kein Angebot" in page.text


def test_an_erased_visitors_quote_is_gone(house: House, customer: Customer) -> None:
    with house.database.begin() as store:
        store.conversations.erase(customer.visitor.id)
    assert customer.client.get(customer.path).status_code == 404


def test_what_a_visitor_called_themselves_is_text_on_the_page(house: House) -> None:
    customer = Customer(house)
    with house.database.begin() as store:
        memory, _ = store.conversations.memory(customer.visitor.id)
        fact = memory.facts["company"]
        memory.facts["company"] = replace(fact, value="<script>alert(1)</script>")
        store.leads.put(memory, now=house.now)
    page = customer.client.get(customer.path).text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_store_that_is_away_is_told_and_nothing_is_lost(house: House, customer: Customer) -> None:
    def away() -> None:
        raise StoreUnavailable("away")

    house.database.begin = away  # type: ignore[assignment, method-assign]
    answer = customer.client.post(f"{customer.path}/accept")
    assert answer.status_code == 503
    assert "try again in a minute" in answer.text


def test_somebody_who_asks_without_end_has_to_wait(customer: Customer) -> None:
    answers = [customer.client.get("/q/xyz").status_code for _ in range(60)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert customer.client.get(customer.path).status_code == 200
