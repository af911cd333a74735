"""The list's columns, order, saved views and several leads at once; the board's moves and sums; the work of the day."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from milepost.store.records.desk.own_desk import QuietHours
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer

ADDRESS = ("email", "kim@hill.example", "kim@hill.example")


@pytest.fixture
def three(house: House) -> None:
    """Small, large and unknown worth; the unknown one changed last."""
    for name, seats in (("small", 2), ("large", 40)):
        house.visitor(f"web-{name}").says(
            f"a quote for {seats} seats please",
            facts=[("email", f"{name}@hill.example", "x")],
            quote=("inbox-team", seats, "month"),
        )
        house.wait(minutes=1)
    house.visitor("web-unknown").says("hello", facts=[("company", "Unknown Ltd", "Unknown Ltd")])


def rows(page: str) -> list[str]:
    return re.findall(r'<tr id="lead-([a-z0-9-]+)"', page)


def person(house: House, name: str) -> str:
    with house.database.begin() as store:
        found = store.users.find_by_email(f"{name.lower()}@acorn.example")
    assert found
    return found.id


def picked(*leads: str) -> dict[str, str]:
    return {f"pick:{lead}": "on" for lead in leads}


def test_a_line_tells_sentence_next_step_due_value_owner_and_wait(house: House, keen: None, dana: Rep) -> None:
    dana.do("leads/web-keen/assign", user=person(house, "Dana"))
    row = dana.see("leads").text.partition("<tbody>")[2].partition("</tbody>")[0]
    for told in ("Ana Costa, of Costa Foods, 20 people", "take over: a person was promised", "now", "$450", "Dana"):
        assert told in row, told
    assert "Needs a person" in row


def test_the_list_is_sorted_by_value_what_has_none_last(house: House, three: None, dana: Rep) -> None:
    assert rows(dana.see("leads").text)[0] == "web-unknown"
    assert rows(dana.see("leads?sort=value").text) == ["web-large", "web-small", "web-unknown"]
    assert rows(dana.see("leads?sort=value&turned=yes").text) == ["web-small", "web-large", "web-unknown"]
    assert (
        'aria-sort="descending"><a href="/console/leads?show=open&amp;sort=value&amp;turned=yes">'
        in dana.see("leads?sort=value").text
    )


def test_the_list_is_sorted_by_due_owner_and_wait(house: House, three: None, dana: Rep, sam: Rep) -> None:
    unknown = house.visitor("web-unknown")
    unknown._count = 50
    unknown.says("a person please", person="asked for a person")
    dana.do("leads/web-small/assign", user=person(house, "Dana"))
    sam.do("leads/web-large/assign", user=person(house, "Sam"))
    assert rows(dana.see("leads?sort=owner").text) == ["web-small", "web-large", "web-unknown"]
    assert rows(dana.see("leads?sort=waiting").text)[0] == "web-unknown"
    dana.do("leads/web-small/snooze", until="1h")
    dana.do("leads/web-large/note", text="x")
    house.wait(hours=2)
    dana.sign_in("Dana")
    assert rows(dana.see("leads?sort=due").text)[0] == "web-small"


def test_pages_of_a_sorted_list_neither_repeat_nor_lose(house: House, three: None) -> None:
    from milepost.store.records.lead_cards import LeadFilter

    with house.database.begin() as store:
        found = [
            line.conversation
            for offset in range(4)
            for line in store.leads.list(LeadFilter(sort="value", limit=1, offset=offset))
        ]
    assert found == ["web-large", "web-small", "web-unknown"]


def test_a_view_is_saved_for_oneself_and_forgotten(house: House, three: None, dana: Rep, sam: Rep) -> None:
    query = "show=open&sort=value&page=3"
    assert dana.do("views", name="Big ones", query=query).headers["location"] == "/console/leads?show=open&sort=value"
    page = dana.see("leads").text
    assert 'href="/console/leads?show=open&amp;sort=value"' in page
    assert "Big ones" in page
    assert "Big ones" not in sam.see("leads").text
    view = re.search(r'name="forget" value="([a-z0-9]+)"', page)
    assert view
    sam.do("views", forget=view[1])
    assert "Big ones" in dana.see("leads").text
    dana.do("views", forget=view[1])
    assert "Big ones" not in dana.see("leads").text


def test_several_leads_are_assigned_moved_tagged_and_closed(house: House, three: None, mia: Rep) -> None:
    both = picked("web-small", "web-large")
    answer = mia.do("leads/bulk", do="assign", user=person(house, "Mia"), back="show=all&page=1", **both)
    assert answer.headers["location"] == "/console/leads?show=all&page=1&done=2&left=0&why="
    assert mia.do("leads/bulk", do="stage", stage="purchase", **both).status_code == 303
    assert mia.do("leads/bulk", do="tag", tag="spring", **both).status_code == 303
    assert sorted(rows(mia.see("leads?show=mine&stage=purchase&tag=spring").text)) == ["web-large", "web-small"]
    refused = mia.do("leads/bulk", do="close", status="lost", reason="", **both).headers["location"]
    assert "done=0&left=2&why=say+in+a+few+words" in refused
    assert mia.do("leads/bulk", do="close", status="lost", reason="spam", **both).status_code == 303
    assert sorted(rows(mia.see("leads?show=lost").text)) == ["web-large", "web-small"]
    file = mia.do("leads/bulk", do="export", **picked("web-large")).text
    assert "large@hill.example" in file
    assert "small@hill.example" not in file


def test_a_rep_changes_several_only_as_one_by_one(house: House, three: None, dana: Rep, mia: Rep) -> None:
    mia.do("leads/web-large/assign", user=person(house, "Mia"))
    both = picked("web-small", "web-large")
    answer = dana.do("leads/bulk", do="assign", user=person(house, "Dana"), **both)
    assert "done=1&left=1&why=only+a+manager" in answer.headers["location"]
    assert dana.do("leads/bulk", do="export", **both).status_code == 303
    assert "pick+the+leads" in dana.do("leads/bulk", do="tag", tag="x").headers["location"]


def test_the_board_adds_up_each_column(house: House, three: None, dana: Rep) -> None:
    for lead in ("web-small", "web-large"):
        dana.do("board/move", lead=lead, to="evaluation")
    column = dana.see("board").text.partition('id="stage-evaluation"')[2].partition("</section>")[0]
    assert '<span class="count">2</span>' in column
    with house.database.begin() as store:
        total = sum(line.value or 0 for line in store.leads.list())
    assert f"${total:,.0f}" in column


def test_a_move_to_won_asks_for_the_reason_and_shows_it(house: House, three: None, dana: Rep) -> None:
    refused = dana.do("board/move", lead="web-large", to="won", fragment=True)
    assert (refused.status_code, "Say in a few words" in refused.text) == (409, True)
    moved = dana.do("board/move", lead="web-large", to="won", reason="signed", value="12,000", fragment=True)
    column = moved.text.partition('data-column="won"')[2].partition("</section>")[0]
    assert "$12,000 in 30 days" in " ".join(column.split())
    assert "signed" in column
    assert dana.do("board/move", lead="web-large", to="research").status_code == 303
    with house.database.begin() as store:
        line = store.leads.line("web-large")
    assert line
    assert (line.status, line.stage) == ("open", "research")
    assert dana.do("board/move", lead="web-large", to="nowhere", fragment=True).status_code == 409


def test_notes_are_searched(house: House, three: None, dana: Rep) -> None:
    dana.do("leads/web-small/note", text="prefers a zeppelin delivery")
    assert rows(dana.see("leads?q=zeppel").text) == ["web-small"]


def test_the_day_shows_who_waits_what_was_promised_and_what_goes_out(house: House, keen: None, dana: Rep) -> None:
    page = dana.see("today").text
    assert dana.client.get("/console").headers["location"] == "/console/today"
    assert "1 person waits" in page
    assert "do you have LDAP?" in page
    house.wait(days=1, hours=23)
    dana.sign_in("Dana")
    page = dana.see("today").text
    stop = re.search(r'name="stop" value="([a-z0-9]+)"', page)
    assert stop, "the follow-up is due within the day"
    assert dana.do("today", stop=stop[1], whose="mine").status_code == 303
    assert "No e-mail goes out today" in dana.see("today").text
    with house.database.begin() as store:
        assert [each.ending for each in store.follow_ups.of("web-keen")] == ["stopped by Dana"]


def test_the_day_shows_ending_quotes_risk_renewals_and_deeds(house: House, three: None, dana: Rep) -> None:
    days = house.catalogue.company.quote_valid_days
    house.visitor("web-angry").says("this is broken", facts=[ADDRESS], feedback="complaint")
    dana.do("leads/web-small/close", status="won", reason="signed", value="300", currency="USD")
    today = dana.see("today").text
    assert re.search(r"<strong dir=\"auto\">Dana</strong> closed 1", today)
    assert "1 won, $300" in today
    assert "complained" in today
    house.wait(days=days - 1)
    dana.sign_in("Dana")
    quotes = dana.see("today").text.partition('id="quotes-title"')[2].partition("</section>")[0]
    assert "large@hill.example" in quotes
    assert "small@hill.example" not in quotes
    house.wait(days=365 - days - 10)
    dana.sign_in("Dana")
    renewals = dana.see("today").text.partition('id="renewals-title"')[2].partition("</section>")[0]
    assert "won a year before: signed" in renewals


def test_a_day_of_ones_own_leaves_out_what_others_have(house: House, keen: None, dana: Rep, sam: Rep) -> None:
    sam.do("leads/web-keen/assign", user=person(house, "Sam"))
    assert "do you have LDAP?" not in dana.see("today?whose=mine").text
    assert "do you have LDAP?" in dana.see("today?whose=all").text


@pytest.mark.parametrize(
    ("begins", "ends", "minute", "quiet"),
    [
        (1200, 420, 1300, True),
        (1200, 420, 300, True),
        (1200, 420, 700, False),
        (540, 600, 599, True),
        (540, 600, 600, False),
    ],
)
def test_quiet_hours_may_run_over_midnight(begins: int, ends: int, minute: int, quiet: bool) -> None:
    assert QuietHours(begins, ends).cover(minute) is quiet


def test_quiet_hours_are_kept_and_taken_back(house: House, dana: Rep) -> None:
    assert dana.do("settings", begins="20:00", ends="07:30").status_code == 303
    page = dana.see("settings?saved=yes").text
    assert 'name="begins" value="20:00"' in page
    dana.do("settings", begins="", ends="")
    assert 'name="begins" value=""' in dana.see("settings").text


def test_the_app_is_installable_and_its_worker_holds_no_page(house: House, dana: Rep) -> None:
    manifest = dana.client.get("/console/manifest.webmanifest").json()
    assert manifest["start_url"] == "/console/today"
    for icon in manifest["icons"]:
        assert dana.client.get(icon["src"]).headers["content-type"] == "image/png"
    worker = dana.client.get("/console/worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "static/" in worker.text


def test_where_people_approve_an_e_mail_is_read_changed_and_let_go(tmp_path: Path) -> None:
    house = House(tmp_path, approve_follow_ups=True)
    keen_buyer(house.database, house.catalogue, now=house.now)
    house.employ("Dana")
    house.wait(days=1, hours=23)
    dana = Rep(house.app, "Dana")
    page = dana.see("today").text
    assert "No e-mail goes out today" in page
    section = page.partition('id="approve-title"')[2].partition("</section>")[0]
    found = re.search(r'name="approve" value="([a-z0-9]+)"', section)
    assert found
    assert "<textarea" in section
    refused = dana.do("today", approve=found[1], subject="", body="my own words", whose="mine").text
    assert "An e-mail needs a subject and a text." in refused
    assert ">my own words</textarea>" in refused
    done = dana.do("today", approve=found[1], subject="Your quote", body="my own words", whose="mine")
    assert done.status_code == 303
    page = dana.see("today").text
    assert "No e-mail waits to be approved" in page
    assert "No e-mail goes out today" not in page
    with house.database.begin() as store:
        [row] = store.follow_ups.of("web-keen")
    assert (row.subject, row.body, row.state) == ("Your quote", "my own words", "scheduled")
    assert row.approved_by == person(house, "Dana")
    assert dana.do("today", approve="nothing", subject="a", body="b").status_code == 404
    house.database.close()
