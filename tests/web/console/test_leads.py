from __future__ import annotations

import re

from milepost.sales.conversations import Touch
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer


def names(page: str) -> list[str]:
    """The leads in the table, from top to bottom."""
    table = page.partition("<table")[2]
    return re.findall(r'class="open" href="/console/leads/([^"]+)"', table)


def fill(house: House) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    house.wait(minutes=5)
    house.visitor("web-jon").says(
        "I need an inbox for 5",
        stage=("research", 0.8, ()),
        facts=[("contact_name", "Jon Bell", "x")],
        touches=[("product:inbox", Touch.MENTIONED)],
    )
    house.wait(minutes=5)
    house.visitor("web-mia").says("bought it, how do I start?", stage=("onboarding", 0.9, ()))


def test_the_list_shows_who_how_far_and_what_they_said_last(house: House, dana: Rep) -> None:
    fill(house)
    page = dana.see("leads").text
    assert names(page) == ["web-mia", "web-jon", "web-keen"]
    for shown in ("Ana Costa", "Costa Foods", "Purchase", "74%", "then I would like to talk to a person", "Website"):
        assert shown in page


def test_each_filter_lets_through_what_it_says(house: House, dana: Rep) -> None:
    fill(house)
    assert names(dana.see("leads?stage=research").text) == ["web-jon"]
    assert names(dana.see("leads?handler=waiting").text) == ["web-keen"]
    assert names(dana.see("leads?show=waiting").text) == ["web-keen"]
    assert names(dana.see("leads?q=jon").text) == ["web-jon"]
    assert names(dana.see("leads?q=how+do+I+start").text) == ["web-mia"]
    assert names(dana.see("leads?q=costa&stage=research").text) == []
    assert names(dana.see("leads?show=mine").text) == []
    dana.do("leads/web-keen/take-over")
    assert names(dana.see("leads?show=mine").text) == ["web-keen"]
    assert "Dana answers" in dana.see("leads?handler=rep").text
    with house.database.begin() as store:
        store.leads.set_status("web-jon", "won", reason="signed", now=house.now)
    assert names(dana.see("leads?show=won").text) == ["web-jon"]
    assert set(names(dana.see("leads").text)) == {"web-keen", "web-mia"}
    assert len(names(dana.see("leads?show=all").text)) == 3


def test_a_filter_that_does_not_exist_is_ignored(house: House, dana: Rep) -> None:
    fill(house)
    assert len(names(dana.see("leads?show=x&stage=%27&handler=nobody&page=-1").text)) == 3
    assert dana.see("leads?page=99999999999999999999").status_code == 200


def test_an_empty_list_says_why_and_what_to_do(dana: Rep) -> None:
    assert "They appear here by themselves" in dana.see("leads").text
    assert "Remove them" in dana.see("leads?stage=research").text
    assert "Nobody waits for a person" in dana.see("leads?show=waiting").text


def test_who_waits_stands_on_top_of_list_and_board_the_longest_first(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    house.wait(minutes=12)
    house.visitor("web-late").says("a person please", person="asked for a person")
    for page in ("leads", "board"):
        text = dana.see(page).text
        section = text.partition("waiting-now")[2].partition("</section>")[0]
        assert re.findall(r"leads/(web-\w+)\"", section) == ["web-keen", "web-late"]
        assert "2 people wait" in text
        assert 'data-count="2"' in text
        assert "Take over" in section


def test_the_list_turns_pages(house: House, dana: Rep) -> None:
    for number in range(53):
        house.visitor(f"web-{number:03}").says("hello", stage=("research", 0.8, ()))
        house.wait(minutes=1)
    first = dana.see("leads")
    assert len(names(first.text)) == 50
    assert "Older" in first.text
    older = dana.see("leads?show=open&page=1")
    assert names(older.text) == ["web-002", "web-001", "web-000"]
    assert "Newer" in older.text


def test_the_board_has_a_column_for_each_stage_with_its_open_leads(house: House, dana: Rep) -> None:
    fill(house)
    columns = dana.see("board").text.split('class="column"')[1:]
    assert len(columns) == 7 + 2, "each stage, and what was won and lost"
    found = {column.partition('class="stage ')[2].partition('"')[0]: column for column in columns}
    assert "Ana Costa" in found["purchase"]
    assert "Jon Bell" in found["research"]
    assert "web-mia" in found["onboarding"]
    assert "/console/leads/" not in found["awareness"]


def test_htmx_gets_the_part_that_changes(house: House, dana: Rep) -> None:
    fill(house)
    for page, part in (("leads", '<div id="leads"'), ("board", '<div id="board"')):
        fragment = dana.see(page, fragment=True).text
        assert fragment.lstrip().startswith(part)
        assert "<html" not in fragment
