"""Two leads of one person: a won deal stays won, values and owner are not lost, and all of it can be undone."""

from __future__ import annotations

import re

import pytest

from tests.web.console.conftest import House, Rep

EMAIL = ("email", "kim@hill.example", "kim@hill.example")


@pytest.fixture
def pair(house: House) -> None:
    """The same address in an older and a newer conversation, each with a note and a quote."""
    house.visitor("web-old").says("first", facts=[EMAIL], quote=("inbox-team", 2, "month"))
    house.wait(days=2)
    house.visitor("web-new").says("second", facts=[EMAIL])


def standing(house: House, lead: str) -> tuple[str, str, str]:
    with house.database.begin() as store:
        line = store.leads.line(lead)
    assert line
    return line.status, line.reason, f"{line.value} {line.currency}"


def merge(mia: Rep, kept: str = "web-new", other: str = "web-old") -> None:
    assert mia.do(f"leads/{kept}/merge", other=other, same="yes").status_code == 303


def undo(mia: Rep, kept: str = "web-new") -> None:
    found = re.search(r'name="merge" value="([a-z0-9]+)"', mia.see(f"leads/{kept}").text)
    assert found
    assert mia.do(f"leads/{kept}/unmerge", merge=found[1]).status_code == 303


def test_a_won_deal_stays_won_and_undoing_puts_both_back(house: House, pair: None, mia: Rep) -> None:
    mia.do("leads/web-old/close", status="won", reason="signed", value="700", currency="USD")
    merge(mia)
    assert standing(house, "web-new") == ("won", "signed", "700 USD")
    assert "lead-web-new" in mia.see("leads?show=won").text
    assert "lead-web-old" not in mia.see("leads?show=won").text
    undo(mia)
    assert standing(house, "web-new") == ("open", "", "None None")
    assert standing(house, "web-old") == ("won", "signed", "700 USD")


def test_an_open_lead_is_not_lost_with_an_old_one_but_a_lost_one_opens_again(
    house: House, pair: None, mia: Rep
) -> None:
    mia.do("leads/web-new/close", status="lost", reason="no budget")
    merge(mia)
    assert standing(house, "web-new")[0] == "open"
    undo(mia)
    assert standing(house, "web-new")[:2] == ("lost", "no budget")
    mia.do("leads/web-old/close", status="lost", reason="too dear")
    mia.do("leads/web-new/close", status="open")
    merge(mia)
    assert standing(house, "web-new")[0] == "open"


def test_two_won_deals_are_worth_what_both_are(house: House, pair: None, mia: Rep) -> None:
    mia.do("leads/web-old/close", status="won", reason="signed", value="700", currency="USD")
    mia.do("leads/web-new/close", status="won", reason="again", value="300", currency="USD")
    merge(mia)
    assert standing(house, "web-new") == ("won", "again", "1000 USD")


def test_what_somebody_changed_since_is_not_undone(house: House, pair: None, mia: Rep) -> None:
    mia.do("leads/web-old/close", status="won", reason="signed")
    merge(mia)
    mia.do("leads/web-new/close", status="lost", reason="withdrew")
    undo(mia)
    assert standing(house, "web-new")[:2] == ("lost", "withdrew")


def test_both_histories_stand_in_the_order_in_which_they_happened(house: House, pair: None, mia: Rep) -> None:
    house.wait(minutes=5)
    mia.do("leads/web-new/note", text="second note")
    house.wait(minutes=5)
    mia.do("leads/web-old/note", text="third note")
    merge(mia)
    for lead in ("web-new", "web-old"):
        story = mia.see(f"leads/{lead}").text.partition('id="story-title"')[2].partition("</section>")[0]
        told = [" ".join(re.sub("<[^>]+>", "", line).split()) for line in re.findall("<li>(.*?)</li>", story, re.S)]
        assert [re.sub(r"^.*?: ", "", line) for line in told] == [
            "began on Website",
            "quoted $50",
            "began on Website",
            "note of Mia: second note",
            "note of Mia: third note",
        ]
