"""What a rep is to make of a lead: both sides of a contradiction, intent, fit, frameworks, promises, the next step."""

from __future__ import annotations

from dataclasses import replace

from milepost.sales.conversations import Earlier, Evidence, Fact, FactStatus
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer

LEAD = "leads/web-keen"


def part(page: str, start: str, end: str = "</section>") -> str:
    found = page.partition(start)[2].partition(end)[0]
    assert found, start
    return found


def test_a_contradiction_shows_both_values_with_their_words(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-two")
    first = visitor.says("we are 20 people", facts=[("team_size", 20, "20 people")], stage=("research", 0.8, ()))
    second = visitor.says("45 of us")
    with house.database.begin() as store:
        fact = Fact("team_size", 45, FactStatus.CONTRADICTED, Evidence(second, "45 of us"))
        fact = replace(fact, earlier=Earlier(20, Evidence(first, "20 people")))
        store.leads.put_facts("web-two", [fact], now=house.now)
    page = dana.see("leads/web-two").text
    need = part(page, 'id="need-team_size"', "</div>")
    assert "contradicted" in need
    assert f'href="#m-{second}" >45 of us</a>' in need
    assert (
        f'before: <span class="value" dir="auto">20</span> <q class="quote" dir="auto"><a class="to" href="#m-{first}"'
        in need
    )
    assert '<mark title="Team size (before)">20 people</mark>' in page


def test_intent_and_fit_show_their_reasons_and_where_they_stand(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    strip = part(dana.see(LEAD).text, 'aria-label="Next step, intent and fit"')
    assert "take over: a person was promised" in strip
    for reason in ("+60", "stage purchase", "+10", "asked for a price", "objection", "measured on", "meets"):
        assert reason in strip, reason
    assert strip.count('href="#m-') >= 4


def test_four_frameworks_are_filled_from_the_same_facts(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    page = part(dana.see(LEAD).text, 'aria-label="Qualification"', "of-history")
    for framework in ("BANT", "CHAMP", "MEDDICC", "SPICED"):
        assert f"<summary>{framework}" in page
    assert page.count("Pinebox") == 1
    assert "not asked" in page


def test_what_was_promised_is_listed_with_what_came_of_it(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    before = part(dana.see(LEAD).text, 'id="promised-title"')
    assert "a person comes" in before
    assert "$450 per month for Acorn Inbox Team stands" in before
    assert "an e-mail:" in before
    dana.do(f"{LEAD}/take-over")
    assert "(Dana came)" in part(dana.see(LEAD).text, 'id="promised-title"')


def test_where_they_came_from_and_every_move_is_kept(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    page = dana.see(LEAD).text
    source = part(page, 'id="source-title"')
    for shown in ("First seen", "/pricing", "autumn", "Referrer"):
        assert shown in source
    moves = part(page, 'id="moves-title"')
    assert [moves.index(stage) for stage in ("Awareness", "Research", "Evaluation", "Purchase")] == sorted(
        moves.index(stage) for stage in ("Awareness", "Research", "Evaluation", "Purchase")
    )
