from __future__ import annotations

import csv
import io

from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer


def brought(house: House) -> str:
    """A customer with a code, a friend who bought, and one who looks; the code."""
    giver = keen_buyer(house.database, house.catalogue, now=house.now)
    giver.says("may I bring a friend?", referral=True)
    with house.database.begin() as store:
        code = store.referrals.of(giver.id).code
    for conversation, name, stage in (("web-ben", "Ben", "retention"), ("web-chloe", "Chloé", "research")):
        friend = house.visitor(conversation)
        friend.says(f"I am {name}", facts=[("contact_name", name, name)], stage=(stage, 0.9, ()))
        with house.database.begin() as store:
            assert store.referrals.use(code, conversation, now=house.now)
    return code


def test_a_code_is_listed_with_whose_it_is_and_what_became_of_each_friend(house: House, dana: Rep) -> None:
    code = brought(house)
    page = dana.see("referrals").text
    for shown in (code, "Ana Costa", "Ben", "Chloé", "bought", "research", "not yet"):
        assert shown in page
    assert 'href="/console/leads/web-ben"' in page
    assert house.catalogue.journey.referrals.reward in page


def test_a_reward_is_due_once_the_friend_has_bought_and_given_once(house: House, dana: Rep) -> None:
    code = brought(house)
    assert code in dana.see("referrals?show=due").text
    answer = dana.do("referrals", friend="web-ben", here="show=due")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/referrals?show=due")
    assert code not in dana.see("referrals?show=due").text
    page = dana.see("referrals").text
    assert "given" in page.partition("Ben")[2]
    dana.do("referrals", friend="web-ben")
    with house.database.begin() as store:
        deeds = [line.detail for line in store.audit.list() if line.action == "rewarded a referral"]
    assert deeds == ["web-ben"]


def test_referrals_are_found_by_code_and_by_name(house: House, dana: Rep) -> None:
    code = brought(house)
    for words in (code.lower(), "chlo", "costa"):
        assert code in dana.see(f"referrals?q={words}").text.partition("<tbody>")[2]
    assert "No code matches" in dana.see("referrals?q=nobody").text
    assert "No code matches" in dana.see("referrals?show=unused").text


def test_referrals_go_into_a_file_for_managers(house: House, dana: Rep) -> None:
    code = brought(house)
    assert dana.see("referrals.csv").status_code == 403
    house.employ("Mina", "manager")
    answer = Rep(house.app, "Mina").see("referrals.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {(row["code"], row["referrer"], row["friend"], row["state"], row["reward"]) for row in rows} == {
        (code, "Ana Costa", "Ben", "bought", "due"),
        (code, "Ana Costa", "Chloé", "research", "not yet"),
    }


def test_nobody_has_a_code_yet(dana: Rep) -> None:
    assert "No codes yet" in dana.see("referrals").text
