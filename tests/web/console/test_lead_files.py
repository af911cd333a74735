"""Importing leads and customers: columns guessed and mapped, mistakes by row and column, doubles, all or nothing."""

from __future__ import annotations

import re

import pytest

from tests.web.console.conftest import House, Rep, token_in

FILE = (
    "Full Name;E-Mail;Telefon;Firma;Deal value;Owner;Comment;Team size;Colour\r\n"
    "Ana Costa;ANA@costafoods.example;+353 1 2345678;Costa Foods;1.200,50 EUR;dana;met at fair;20;red\r\n"
    "Tom Hill;tom@hill.example;;Hill;$900;;;5 to 8;blue\r\n"
)


def bring(rep: Rep, text: str, encoding: str = "utf-8") -> str:
    """The address of the page on which the file is mapped."""
    token = token_in(rep.see("import").text)
    answer = rep.client.post(
        "/console/import", data={"csrf": token}, files={"file": ("people.csv", text.encode(encoding), "text/csv")}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].removeprefix("/console/"))


def mapping(page: str) -> dict[str, str]:
    """What each column is taken for."""
    found = {}
    for name, options in re.findall(r'<select name="(column-\d+)">(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def leads(house: House) -> list[tuple[str | None, ...]]:
    with house.database.begin() as store:
        lines = store.leads.list()
    return sorted((line.name, line.email, line.company, line.status) for line in lines)


def test_columns_are_guessed_and_nothing_is_kept_before_it_is_said_so(house: House, dana: Rep) -> None:
    address = bring(dana, FILE)
    page = dana.see(address).text
    guessed = ["contact_name", "email", "phone", "company", "value", "owner", "note", "need:team_size", ""]
    assert list(mapping(page).values()) == guessed
    for shown in ("2 can be kept", "€1,200.50", "ana@costafoods.example", "5 to 8", "Worth $900"):
        assert shown in page, shown
    assert leads(house) == []


def test_what_is_imported_is_marked_as_the_reps(house: House, dana: Rep) -> None:
    address = bring(dana, FILE, "utf-16")
    answer = dana.do(address, do="import", **mapping(dana.see(address).text))
    assert answer.headers["location"] == "/console/import?new=2&merged=0&left=0"
    assert "2 new leads" in dana.see("import?new=2&merged=0&left=0").text
    assert leads(house) == [
        ("Ana Costa", "ana@costafoods.example", "Costa Foods", "open"),
        ("Tom Hill", "tom@hill.example", "Hill", "open"),
    ]
    with house.database.begin() as store:
        ana = store.merges.holders(["ana@costafoods.example"], [])["ana@costafoods.example"]
        line = store.leads.line(ana)
        notes = store.leads.notes_of(ana)
    assert line
    assert (line.rep_name, notes[0].text) == ("Dana", "met at fair")
    card = dana.see(f"leads/{ana}").text
    assert card.count("written in by Dana") >= 5
    assert dana.see(address).status_code == 303, "the file is gone"


def test_mistakes_name_row_and_column_and_keep_all_out(house: House, dana: Rep) -> None:
    address = bring(dana, FILE + "Bad Mail;nowhere;;;;;;;\r\n;;;;;;;4;\r\nLou;lou@x.example;;;12 CHF;nobody;;;\r\n")
    page = dana.see(address).text
    wrong = re.findall(r'<th scope="row">row (\d+)</th><td dir="auto">([^<]*)</td><td>([^<]*)', page)
    assert [each[:2] for each in wrong] == [
        ("4", "E-Mail"),
        ("5", "all of it"),
        ("6", "Deal value"),
        ("6", "Owner"),
    ]
    chosen = mapping(page)
    refused = dana.do(address, do="import", **chosen)
    assert (refused.status_code, leads(house)) == (409, [])
    answer = dana.do(address, do="import", leave="yes", **chosen)
    assert answer.headers["location"].endswith("new=2&merged=0&left=3")


@pytest.mark.parametrize(
    ("doubles", "phone", "result"), [("skip", None, "left=2"), ("merge", "+35312345678", "left=0")]
)
def test_doubles_are_shown_and_left_out_or_merged(
    house: House, dana: Rep, doubles: str, phone: str | None, result: str
) -> None:
    told = [("email", "ana@costafoods.example", "x"), ("team_size", 12, "12")]
    house.visitor("web-ana").says("hi", facts=told)
    address = bring(dana, FILE + "Thomas;TOM@hill.example;+1 555 123 4567;;;;;;\r\n")
    page = dana.see(address).text
    assert "2 are there already" in page
    assert re.search(r'Row 2.*?href="/console/leads/web-ana"', page, re.S)
    assert "the same as row 3" in page
    answer = dana.do(address, do="import", doubles=doubles, **mapping(page))
    assert answer.headers["location"].endswith(result)
    with house.database.begin() as store:
        line = store.leads.line("web-ana")
        memory = store.conversations.memory("web-ana")
        tom = store.leads.line(store.merges.holders(["tom@hill.example"], [])["tom@hill.example"])
    assert line
    assert memory
    assert tom
    assert line.phone == phone
    assert memory[0].value("team_size") == 12, "nothing is overwritten"
    assert (tom.name, tom.phone) == ("Tom Hill", "+15551234567" if doubles == "merge" else None)


def test_customers_are_won_since_their_day(house: House, dana: Rep) -> None:
    address = bring(dana, "name,email,since\nAna,ana@x.example,2026-02-01\n")
    dana.do(address, do="import", these="customers", **mapping(dana.see(address).text))
    with house.database.begin() as store:
        line = store.leads.list()[0]
    assert (line.status, line.stage, line.reason) == ("won", "retention", "imported as a customer")
    assert line.closed_at
    assert line.closed_at.date().isoformat() == "2026-02-01"


def test_a_column_mapped_twice_or_a_file_that_is_none_is_refused(house: House, dana: Rep, sam: Rep) -> None:
    address = bring(dana, "name,email\nAna,ana@x.example\n")
    twice = {"column-0": "email", "column-1": "email"}
    assert "map each thing once" in dana.do(address, do="import", **twice).text
    assert sam.see(address).status_code == 303, "a colleague's file is nobody else's"
    token = token_in(dana.see("import").text)
    post = {"data": {"csrf": token}, "files": {"file": ("x.csv", b"only headings", "text/csv")}}
    assert dana.client.post("/console/import", **post).status_code == 409
    huge = {"data": {"csrf": token}, "files": {"file": ("x.csv", b"a" * 5_000_000, "text/csv")}}
    assert dana.client.post("/console/import", **huge).status_code == 413
    forged = {"data": {"csrf": "no"}, "files": {"file": ("x.csv", b"a,b\n1,2", "text/csv")}}
    assert dana.client.post("/console/import", **forged).status_code == 403
