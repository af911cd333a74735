"""What reps write in by hand: facts, contact, the deal's worth, tags, a whole lead; marked as theirs everywhere."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from milepost.sales.conversations import Fact
from milepost.services.outgoing import events
from tests.web.console.conftest import House, Rep

LEAD = "leads/web-keen"


def fact(house: House, need: str, conversation: str = "web-keen") -> Fact | None:
    with house.database.begin() as store:
        known = store.conversations.memory(conversation)
    assert known
    return known[0].facts.get(need)


def test_what_a_rep_adds_is_marked_as_theirs_beside_the_visitors_words(house: House, keen: None, dana: Rep) -> None:
    assert dana.do(f"{LEAD}/fact", need="phone", value="+353 (0)1 234-5678").status_code == 303
    known = fact(house, "phone")
    assert known
    assert (known.value, known.evidence) == ("+35312345678", None)
    page = dana.see(LEAD).text
    assert re.search(r"\+35312345678</span>\s*<span class=\"how entered\">written in by Dana, 10:00", page)
    assert re.search(r"shared email</span>\s*<span class=\"how inferred\">inferred", page) or "how said" in page


def test_what_a_rep_wrote_is_changed_and_removed_and_is_no_label(house: House, keen: None, dana: Rep) -> None:
    dana.do(f"{LEAD}/fact", need="phone", value="0035312345678")
    assert dana.do(f"{LEAD}/fact", need="phone", value="+353 87 1112223").status_code == 303
    assert fact(house, "phone").value == "+353871112223"  # type: ignore[union-attr]
    assert dana.do(f"{LEAD}/fact", need="phone", remove="yes").status_code == 303
    assert fact(house, "phone") is None
    with house.database.begin() as store:
        assert store.corrections.of("web-keen") == ()
        assert store.leads.line("web-keen").phone is None  # type: ignore[union-attr]


def test_mending_what_the_visitor_said_keeps_the_words_and_a_label(house: House, keen: None, dana: Rep) -> None:
    assert dana.do(f"{LEAD}/fact", need="team_size", value="25").status_code == 303
    known = fact(house, "team_size")
    assert known
    assert known.value == 25
    assert known.evidence
    assert known.entry
    with house.database.begin() as store:
        assert [label.label for label in store.corrections.of("web-keen")] == [25]
    assert "by Dana, 10:00" in dana.see(LEAD).text


@pytest.mark.parametrize(
    ("need", "value", "sentence"),
    [
        ("phone", "call me", "with 6 to 15 digits"),
        ("email", "ana at home", "such as ana@example.com"),
        ("nonsense", "x", "There is no such need"),
        ("team_size", "lots", "Write a number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(
    house: House, keen: None, dana: Rep, need: str, value: str, sentence: str
) -> None:
    answer = dana.do(f"{LEAD}/fact", need=need, value=value)
    assert (answer.status_code, sentence in answer.text) == (409, True)


def test_a_deal_is_worth_its_quote_until_a_rep_says_otherwise(house: House, keen: None, dana: Rep) -> None:
    page = dana.see(LEAD).text
    assert re.search(r'id="worth">\$450</strong> <span class="how said">from the latest quote', page)
    assert dana.do(f"{LEAD}/worth", value="1.200,50", currency="EUR").status_code == 303
    page = dana.see(LEAD).text
    assert re.search(r"€1,200.50</strong> <span class=\"how entered\">written in by Dana", page)
    assert "€1,200.50" in dana.see("leads").text
    assert dana.do(f"{LEAD}/worth", value="", currency="").status_code == 303
    assert "$450</strong>" in dana.see(LEAD).text
    assert "Write an amount" in dana.do(f"{LEAD}/worth", value="a lot", currency="USD").text


def test_a_later_quote_does_not_take_back_a_reps_word(house: House, keen: None, dana: Rep) -> None:
    dana.do(f"{LEAD}/worth", value="9000", currency="USD")
    visitor = house.visitor("web-keen")
    visitor._count = 50
    visitor.says("and for 5?", quote=("inbox-team", 5, "month"))
    with house.database.begin() as store:
        worth = store.deals.worth("web-keen")
    assert worth
    assert worth.value == Decimal(9000)


def test_a_lead_is_written_in_with_everything_known(house: House, dana: Rep) -> None:
    fields = {"fact-contact_name": "Tom Hill", "fact-email": "Tom@Hill.example", "fact-team_size": "5 to 8"}
    more = {"stage": "evaluation", "value": "2k", "currency": "EUR", "note": "met at the fair"}
    answer = dana.do("new-lead", **fields, **more)
    assert answer.status_code == 303
    lead = answer.headers["location"].rsplit("/", 1)[-1]
    page = dana.see(f"leads/{lead}").text
    for told in ("Tom Hill", "tom@hill.example", "5 to 8", "€2,000", "met at the fair", "Evaluation", "By hand"):
        assert told in page, told
    assert page.count("written in by Dana") >= 4
    assert "take-over" not in page
    assert "no chat behind" in dana.do(f"leads/{lead}/take-over").text
    lists = dana.see("leads").text
    assert "Tom Hill, 5 to 8 people." in lists
    with house.database.begin() as store:
        told_others = [job.payload["type"] for job in store.jobs.list("waiting") if job.kind == events.JOB]
    assert told_others == ["lead.created"]


def test_somebody_who_is_there_is_shown_before_a_second_lead_is_kept(house: House, keen: None, dana: Rep) -> None:
    fields = {"fact-contact_name": "Ana", "fact-email": "ANA@costafoods.example"}
    answer = dana.do("new-lead", **fields)
    assert answer.status_code == 409
    assert 'href="/console/leads/web-keen"' in answer.text
    assert dana.do("new-lead", **fields, again="yes").status_code == 303
    assert "a name, a company" in dana.do("new-lead").text.lower()


def test_won_carries_reason_and_value_to_card_list_and_file(house: House, keen: None, dana: Rep) -> None:
    house.employ("Mia", "manager")
    mia = Rep(house.app, "Mia")
    assert dana.do(f"{LEAD}/close", status="won", reason="best fit", value="5,400", currency="USD").status_code == 303
    assert re.search(r"\$5,400.*?Won</span> <span dir=\"auto\">best fit", dana.see(LEAD).text, re.S)
    row = dana.see("leads?show=won").text.partition("<tbody>")[2]
    assert "best fit" in row
    assert "$5,400" in row
    line = mia.see("leads.csv?show=won").text.splitlines()[1]
    assert '"won","best fit","5400","USD"' in line.replace("5400.00", "5400")


def test_tags_are_put_on_found_by_and_taken_off(house: House, keen: None, dana: Rep) -> None:
    assert dana.do(f"{LEAD}/tag", tag="fair 2026").status_code == 303
    assert '<span class="tag">fair 2026</span>' in dana.see(LEAD).text
    assert "lead-web-keen" in dana.see("leads?tag=fair+2026").text
    assert dana.do(f"{LEAD}/tag", off="fair 2026").status_code == 303
    assert "lead-web-keen" not in dana.see("leads?tag=fair+2026").text


def test_any_need_can_be_added_also_one_that_does_not_matter_now(house: House, dana: Rep) -> None:
    house.visitor("web-new").says("hello", facts=[("email", "kim@hill.example", "x"), ("team_size", 9, "9")])
    form = dana.see("leads/web-new").text.partition('class="correct add-fact"')[2].partition("</details>")[0]
    wanted = {"contact_name", "company", "phone", *house.catalogue.journey.needs} - {"team_size", "email"}
    assert {need for need in wanted if f'value="{need}"' in form} == wanted
    assert 'value="team_size"' not in form
