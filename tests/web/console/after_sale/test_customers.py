from __future__ import annotations

import csv
import io
from datetime import timedelta

from milepost.services.quotes import accepting
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import Visitor, keen_buyer


def customer(house: House) -> Visitor:
    """Somebody who accepted a quote ten days ago, gets started, praised, and complained."""
    visitor = keen_buyer(house.database, house.catalogue, now=house.now - timedelta(days=10))
    with house.database.begin() as store:
        quote = store.quotes.of(visitor.id)[0]
        assert accepting.accept(store, quote.id, house.catalogue, now=house.now - timedelta(days=10))
    visitor.says("step one is done", onboarding=("inbox", 1), stage=("onboarding", 0.9, ()))
    visitor.says("this is =great", feedback="praise")
    visitor.says("it is down, awful", feedback="complaint")
    return visitor


def test_a_customer_is_listed_with_everything_that_is_known_of_how_they_get_on(house: House, dana: Rep) -> None:
    visitor = customer(house)
    house.visitor("web-new").says("hello", stage=("research", 0.9, ()))
    page = dana.see("customers").text
    assert f'href="/console/leads/{visitor.id}"' in page
    for shown in ("Ana Costa", "Acorn Inbox Team", "10 Nov 2026", "10 Dec 2026", "$450", "1 of 2"):
        assert shown in page
    for shown in ("it is down, awful", "this is =great", "complaint was their last word of us", "asked for a person"):
        assert shown in page
    assert "web-new" not in page
    assert "1 question without an answer" in page


def test_the_filters_of_customers_are_in_the_address(house: House, dana: Rep) -> None:
    customer(house)
    calm = house.visitor("web-calm")
    calm.says("we love it, renew?", stage=("retention", 0.9, ()), facts=[("company", "Nut and Bolt", "Nut")])

    def shown(query: str) -> set[str]:
        page = dana.see(f"customers?{query}").text
        return {name for name in ("Ana Costa", "Nut and Bolt") if name in page.partition("<tbody>")[2]}

    assert shown("") == {"Ana Costa", "Nut and Bolt"}
    assert shown("show=problems") == {"Ana Costa"}
    assert shown("show=starting") == {"Ana Costa"}
    assert shown("show=renewing") == {"Ana Costa"}
    assert shown("product=inbox") == {"Ana Costa"}
    assert shown("q=bolt") == {"Nut and Bolt"}
    assert shown("show=problems&q=bolt") == set()
    assert "No customer matches these filters" in dana.see("customers?show=problems&q=bolt").text


def test_what_renews_later_than_in_a_month_is_not_among_what_renews_soon(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-year")
    visitor.says("yearly", facts=[("company", "Nut and Bolt", "Nut")], quote=("inbox-team", 20, "year"))
    with house.database.begin() as store:
        assert accepting.accept(store, store.quotes.of(visitor.id)[0].id, house.catalogue, now=house.now)
    assert "Nut and Bolt" in dana.see("customers").text
    assert "Nut and Bolt" not in dana.see("customers?show=renewing").text.partition("</form>")[2]
    house.wait(days=345)
    rep = Rep(house.app, "Dana")
    assert "Nut and Bolt" in rep.see("customers?show=renewing").text


def test_customers_go_into_a_file_for_managers_and_the_trail_says_so(house: House, dana: Rep) -> None:
    customer(house)
    assert dana.see("customers.csv").status_code == 403
    house.employ("Mina", "manager")
    answer = Rep(house.app, "Mina").see("customers.csv?show=problems")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["name"], row["since"], row["renews_on"], row["getting_started"]) == (
        *("Ana Costa", "2026-11-10", "2026-12-10"),
        "Acorn Inbox 1/2",
    )
    assert "2026-11-10 praise: this is =great" in row["feedback"]
    with house.database.begin() as store:
        assert ("exported", "1 customers, CSV") in [(line.action, line.detail) for line in store.audit.list()]


def test_nobody_has_bought_yet(dana: Rep) -> None:
    assert "No customers yet" in dana.see("customers").text
