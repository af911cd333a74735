from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta

from milepost.services.conversations import reply_as_rep
from milepost.services.quotes import accepting
from tests.web.console.conftest import House, Rep

MONEY = ("weeks", "value_by_stage", "value_by_source", "value_by_product", "value_by_rep", "losses", "reps")


def fill(house: House, dana: Rep) -> None:
    """One who accepted, one who looks, one who was lost; Dana answered the first."""
    for name, stage, quantity in (("ana", "purchase", 20), ("ben", "evaluation", 5), ("cleo", "research", 10)):
        visitor = house.visitor(f"web-{name}", referrer="https://search.example/x" if name == "ben" else "")
        visitor.says("how much?", quote=("inbox-team", quantity, "month"), stage=(stage, 0.8, ()))
        visitor.says("a person, please", person="asked for a person")
    with house.database.begin() as store:
        (quote,) = store.quotes.of("web-ana")
        assert accepting.accept(store, quote.id, house.catalogue, now=house.now)
        store.leads.set_status("web-cleo", "lost", reason="too expensive", now=house.now)
    house.wait(minutes=5)
    assert dana.do("leads/web-ana/take-over").status_code == 303
    with house.database.begin() as store:
        dana_herself = store.users.find_by_email("dana@acorn.example")
        reply_as_rep(store, "web-ana", dana_herself, "Hello", now=house.now + timedelta(minutes=1))


def test_money_is_in_the_figures_by_stage_source_product_and_rep(house: House, dana: Rep) -> None:
    fill(house, dana)
    page = dana.see("analytics").text
    for figure in MONEY:
        assert f'id="{figure}"' in page

    def row(figure: str, label: str) -> list[str]:
        table = page.partition(f'id="{figure}"')[2].partition("</table>")[0]
        line = re.search(rf"<tr><th scope=\"row\"[^>]*><a[^>]*>{label}</a></th>(.*?)</tr>", table)
        assert line, (figure, label)
        return [html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", line[1])]

    assert row("value_by_stage", "Purchase") == ["-", "0", "$5,400", "1", "-", "0"]
    assert row("value_by_stage", "Evaluation") == ["$1,500", "1", "-", "0", "-", "0"]
    assert row("value_by_source", "search.example") == ["$1,500", "1", "-", "0", "-", "0"]
    assert row("value_by_product", "Acorn Inbox")[:4] == ["$1,500", "1", "$5,400", "1"]
    assert row("value_by_rep", "Dana")[2:4] == ["$5,400", "1"]
    assert row("losses", "too expensive")[:2] == ["1", "$3,000"]
    assert row("reps", "Dana")[:2] == ["1", "5 min"]
    assert row("weeks", "16 Nov 2026")[:4] == ["3", "0", "0%", "3"]


def test_every_line_of_money_leads_to_its_leads(house: House, dana: Rep) -> None:
    fill(house, dana)
    links = [
        html.unescape(each)
        for each in re.findall(r'href="/console/(analytics/\w+\?[^"]+)"', dana.see("analytics").text)
    ]
    of_money = [link for link in links if link.partition("?")[0].removeprefix("analytics/") in MONEY]
    assert {link.partition("?")[0].removeprefix("analytics/") for link in of_money} == set(MONEY)
    for link in of_money:
        assert "data-row" in dana.see(link).text, link
    assert "web-ben" in dana.see("analytics/value_by_source?line=search.example").text
    assert "web-ana" not in dana.see("analytics/value_by_source?line=search.example").text
    page = dana.see("analytics/value_by_rep?line=nobody").text
    assert "web-ben" in page
    assert "web-ana" not in page


def test_a_figures_file_has_every_wording(house: House, dana: Rep) -> None:
    for number, words in enumerate(("do you have LDAP?", "is there LDAP", "LDAP?", "any LDAP", "what about LDAP")):
        house.visitor(f"web-{number}").says(words, gap="unanswered", stage=("research", 0.8, ()))
    (row,) = csv.DictReader(io.StringIO(dana.see("analytics/questions.csv").content.decode("utf-8-sig")))
    assert row["Times"] == "5"
    assert len(row["All wordings"].split(" | ")) == 4
    link = re.search(r'href="/console/(analytics/questions\?[^"]+)"', dana.see("analytics").text)
    assert link
    page = dana.see(html.unescape(link[1])).text
    assert "Counted as one with 4 other wordings" in page
    assert all(words in page for words in ("is there LDAP", "any LDAP", "what about LDAP"))


def test_questions_that_mean_the_same_are_counted_as_one_where_meaning_is_measured(tmp_path) -> None:
    house = House(tmp_path, alike=lambda texts: [[1.0] * len(texts)] * len(texts))
    house.employ("Dana")
    for number, words in enumerate(("when are you open?", "opening hours")):
        house.visitor(f"web-{number}").says(words, gap="unanswered", stage=("research", 0.8, ()))
    dana = Rep(house.app, "Dana")
    (row,) = csv.DictReader(io.StringIO(dana.see("analytics/questions.csv").content.decode("utf-8-sig")))
    assert row["Times"] == "2"
    house.database.close()
