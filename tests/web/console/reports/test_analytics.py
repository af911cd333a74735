from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path

from milepost.sales.analytics.figures import Figure, Line
from milepost.sales.conversations import Conversation, Touch
from milepost.services import catalogues
from milepost.services.conversations import reply_as_rep
from milepost.web.console.reports.analytics import MOST_LISTED
from milepost.web.console.reports.charts import chart_of
from milepost.web.console.reports.tables import as_csv
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer

FIGURES = ("funnel", "response", "by_source", "by_campaign", "questions", "objections", "pairs", "gaps")

PRICED = ("weeks", "value_by_stage", "value_by_source", "value_by_product", "value_by_rep")


def fill(house: House) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    house.wait(minutes=1)
    visitor = house.visitor("web-jon", referrer="https://search.example/x", campaign="ads / cpc / autumn")
    visitor.says("is there LDAP?", stage=("research", 0.8, ()), touches=[("product:inbox", Touch.MENTIONED)])
    visitor.says("do you have LDAP support?", gap="unanswered", feedback="complaint")


def test_every_figure_is_there_with_its_definition_its_table_and_its_picture(house: House, dana: Rep) -> None:
    fill(house)
    page = dana.see("analytics").text
    for figure in (*FIGURES, "satisfaction", "corrections", "teasers"):
        assert f'id="{figure}"' in page
    assert page.count('<svg class="chart"') >= 6
    assert " style=" not in page
    assert "2 conversations" in page
    assert "search.example" not in page  # the first campaign mark names the source
    assert ">ads<" in page


def test_a_line_leads_to_its_conversations(house: House, dana: Rep) -> None:
    fill(house)
    page = dana.see("analytics/funnel?days=30&line=purchase").text
    assert "/console/leads/web-keen" in page
    assert "/console/leads/web-jon" not in page
    assert "Ana Costa" in page
    assert "/console/leads/web-jon" in dana.see("analytics/by_source?line=ads").text
    assert dana.see("analytics/funnel?line=nowhere").status_code == 404
    assert dana.see("analytics/nothing?line=x").status_code == 404


def test_every_line_leads_to_somebody(house: House, dana: Rep) -> None:
    fill(house)
    house.visitor("web-rita").says("fine, thanks", feedback="praise")
    with house.database.begin() as store:
        line = next(each for each in store.messages.after("web-keen", 0) if each.author == "bot")
        store.messages.rate("web-keen", line.seq, helpful=True, comment="")
    dana.do("leads/web-keen/stage", stage="evaluation")
    links = re.findall(r'href="/console/(analytics/\w+\?[^"]+)"', dana.see("analytics").text)
    assert {link.partition("?")[0] for link in links} == {
        f"analytics/{figure}" for figure in (*FIGURES, *PRICED, "satisfaction", "corrections")
    }
    for link in links:
        page = dana.see(html.unescape(link)).text
        assert '<tr data-row><th scope="row"><a class="open"' in page, link


def test_of_many_conversations_the_newest_are_listed(house: House, dana: Rep) -> None:
    with house.database.begin() as store:
        for number in range(MOST_LISTED + 1):
            memory = Conversation(f"web-{number}")
            began = house.now - timedelta(minutes=number)
            store.conversations.add(memory, visitor=f"v{number}", now=began, address=None, source={})
    page = dana.see("analytics/by_source?line=direct").text
    assert f"The latest {MOST_LISTED} conversations; there are more." in page
    assert page.count("data-row") == MOST_LISTED
    assert "/console/leads/web-0" in page
    assert f"/console/leads/web-{MOST_LISTED}" not in page


def test_the_clock_runs_from_the_wish_for_a_person_to_the_first_words_of_a_rep(house: House, dana: Rep) -> None:
    fill(house)
    house.wait(minutes=7)
    assert dana.do("leads/web-keen/take-over").status_code == 303
    house.wait(minutes=1)
    with house.database.begin() as store:
        user = store.users.find_by_email("dana@acorn.example")
        reply_as_rep(store, "web-keen", user, "Hello, I am here", now=house.now)
    page = dana.see("analytics").text
    assert "median 7 min, 90th percentile 7 min, 1 request<" in page


def test_a_period_counts_what_began_in_it(house: House, dana: Rep) -> None:
    fill(house)
    house.wait(days=10)
    dana.sign_in("Dana")
    assert "0 conversations" in dana.see("analytics?days=7").text
    assert "2 conversations" in dana.see("analytics?days=30").text
    assert "2 conversations" in dana.see("analytics?days=all").text
    assert "2 conversations" in dana.see("analytics?days=%27").text


def test_csv_runs_no_formula(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-evil")
    visitor.says("=HYPERLINK(1)", stage=("research", 0.8, ()), gap="unanswered")
    answer = dana.see("analytics/questions.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert "'=HYPERLINK(1),1," in answer.text
    cells = ("+1", "-1", "@x", "\t=1", " =1", "1+1", 5)
    lines = as_csv(Figure("x", "x", "", ("a", "b"), tuple(Line("k", "l", (cell,)) for cell in cells)))
    values = [line.partition(",")[2] for line in lines.decode("utf-8-sig").splitlines()[1:]]
    assert values == ["'+1", "'-1", "'@x", "'\t=1", "' =1", "1+1", "5"]


def test_bars_are_as_long_as_their_numbers() -> None:
    lines = tuple(Line(str(number), "x" * 40, (number,)) for number in (10, 5, 0))
    chart = chart_of(Figure("x", "x", "", ("a", "b"), lines))
    assert chart.bars[0].length == 2 * chart.bars[1].length
    assert chart.bars[2].length == 0
    assert len(chart.bars[0].label) == 26
    assert chart_of(Figure("x", "x", "", ("a", "b"), ())).height == 0


def test_a_manager_adds_the_answer_and_the_questions_are_gone(house: House, own_catalogue: Path) -> None:
    fill(house)
    house.employ("Mara", "manager")
    mara = Rep(house.app, "Mara")
    assert "do you have LDAP" in mara.see("analytics").text
    with house.database.begin() as store:
        gaps = ",".join(gap.id for gap in store.gaps.list())
    form = {"gaps": gaps, "question": "Do you have LDAP?", "also": "LDAP support\n", "answer": "Yes, on Team."}
    answer = mara.do("analytics", days="7", **form)
    assert answer.headers["location"] == "/console/analytics?days=7#questions"
    assert catalogues.in_force().answers["do-you-have-ldap"].also == ("LDAP support",)
    assert "do you have LDAP" not in mara.see("analytics").text


def test_an_answer_that_breaks_the_catalogue_is_refused_with_what_was_typed_kept(
    house: House, own_catalogue: Path
) -> None:
    fill(house)
    house.employ("Mara", "manager")
    mara = Rep(house.app, "Mara")
    (own_catalogue / "pricing.yml").write_text("plans: [")
    with house.database.begin() as store:
        gaps = ",".join(gap.id for gap in store.figures.questions(None, ("unanswered",), limit=9))
    answer = mara.do("analytics", gaps=gaps, question="LDAP?", also="", answer="Typed with care.")
    assert answer.status_code == 422
    assert "pricing.yml:1" in answer.text
    assert "Typed with care." in answer.text
    assert "ldap" not in catalogues.in_force().answers


def test_a_rep_may_look_but_not_change_the_catalogue(house: House, dana: Rep) -> None:
    fill(house)
    assert "Managers and owners can answer" in dana.see("analytics").text
    assert dana.do("analytics", gaps="x", question="q", answer="a").status_code == 403
