"""The card quotes what visitors tell in their own words, and takes nobody for a buyer who says that they are none."""

from __future__ import annotations

import json

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.says import Says
from milepost.sales.conversations import Touch
from tests.dialogue.deal.lines import read, reading_of
from tests.web.console.conftest import House, Rep


def part(page: str, start: str, end: str = "</section>") -> str:
    return page.partition(start)[2].partition(end)[0]


def test_what_they_told_stands_on_the_card_and_in_the_file(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-own")
    message = visitor.says(
        "Hello! our orders get lost between two shops. do you do evenings?", stage=("evaluation", 0.8, ("get lost",))
    )
    visitor.says("it must be running by 12 May. not Mondays, I'm at the market", gap="unanswered")
    page = dana.see("leads/web-own").text
    own = part(page, 'id="own-title"')
    assert f'<li><q dir="auto"><a class="to" href="#m-{message}"' in own
    assert "our orders get lost between two shops." in own
    assert "not Mondays, I&#39;m at the market" in own
    assert "Hello!" not in own
    assert "unanswered" not in part(page, 'id="objections-title"')  # a statement asks nothing
    told = json.loads(dana.see("leads/web-own/lead.json").text)["own_words"]
    assert {each["about"] for each in told} == {""}  # nothing was read of these messages
    line = read("our orders get lost between two shops", Says.PAIN, acts=(ActKind.MAKE_COMPLAINT,))
    with house.database.begin() as store:
        store.messages.keep_reading(message, reading_of(line))
    told = json.loads(dana.see("leads/web-own/lead.json").text)["own_words"]
    assert told[0]["about"] == "problem"


def test_who_is_no_buyer_is_no_hot_lead(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-thesis")
    visitor.says("I have questions for my master's thesis", stage=("purchase", 0.9, ("thesis",)))
    visitor.says("how much is Team?", touches=[("plan:inbox-team", Touch.PRICED)], quote=("inbox-team", 3, "month"))
    page = dana.see("leads/web-thesis").text
    sentence = part(page, 'aria-label="In one sentence"')
    assert "Not a buyer" in sentence
    assert "a student" in sentence
    assert "quoted" not in sentence
    strip = part(page, 'aria-label="Next step, intent and fit"')
    assert "not a buyer" in strip
    assert "stage purchase" not in strip


def test_a_price_that_was_only_told_gives_a_deal_no_worth(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-told")
    visitor.says(
        "we are 3 people. how much is Team for us?", quote=("inbox-team", 3, "month"), stage=("evaluation", 0.8, ())
    )
    page = dana.see("leads/web-told").text
    assert "Last price told" in part(page, 'id="worth-title"')
    assert 'id="worth"' not in page
    assert "stands" not in part(page, 'id="promised-title"')
    visitor.says("good, please send me that quote", stage=("purchase", 0.8, ()))
    page = dana.see("leads/web-told").text
    assert 'id="worth"' in page
    assert "stands" in part(page, 'id="promised-title"')
