"""Team sizes as visitors write them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlu.need_values.tables import is_right, said

STATED = [
    ("we're 14 people", 14),
    ("were about 30 ppl in total", 30),
    ("how much for 20 users", 20),
    ("20 users?", 20),
    ("need licenses for 45 employees", 45),
    ("a dozen of us share the mailbox", 12),
    ("there are only a couple of us", 2),
    ("a handful of people will log in", {"min": 3, "max": 6}),
    ("between 10 and 15 agents", {"min": 10, "max": 15}),
    ("10-15 seats", {"min": 10, "max": 15}),
    ("5 or 6 people i think", {"min": 5, "max": 6}),
    ("at least 50 seats", {"min": 50}),
    ("50+ users", {"min": 50}),
    ("more than 100 employees", {"min": 100}),
    ("up to 8 users", {"max": 8}),
    ("max 12 people", {"max": 12}),
    ("not more than 25 users", {"max": 25}),
    ("fewer than ten staff", {"max": 10}),
    ("we are a team of 7", 7),
    ("small team of eight here", 8),
    ("im in a 3 person startup", 3),
    ("we're a five-person agency", 5),
    ("we run a 40 man company", 40),
    ("it's just me", 1),
    ("just me for now", 1),
    ("only myself using it", 1),
    ("i'm a one man show", 1),
    ("me and my business partner", 2),
    ("14 people, one person in a wheelchair", 14),
    ("9 adults and 4 pupils", 13),
    ("its me and two colleagues", 3),
    ("there's six of us in the office", 6),
    ("for the two of us", 2),
    ("family of 4", 4),
    ("we have fourty five sales reps", 45),
    ("twenty-five engineers need access", 25),
    ("one hundred and twenty staff", 120),
    ("around a hundred employees", 100),
    ("2 hundred people", 200),
    ("we have 1,200 employees", 1200),
    ("1.5k employees worldwide", 1500),
    ("12 support agents and 3 managers", 15),
    ("we have 200 employees but only 15 will be using it", 15),
    ("company with 80 people, 12 of them need access", 12),
    ("headcount is 64", 64),
    ("team size: 18", 18),
    ("users: 22", 22),
    ("hello we r 9 ppl lookin 4 a helpdesk", 9),
    ("Somos 8 personas", 8),
    ("wir sind 6 Leute", 6),
    ("20ppl", 20),
    ("aprox 35 usrs", 35),
    ("my husband and I need a phone contract", 2),
    ("office of 11", 11),
    ("we're currently 16 and growing", 16),
    ("16 of us, all remote", 16),
    ("Hi! We are a physio practice with 4 therapists and 1 receptionist", 5),
    ("we got 3 technicians on the road all day", 3),
    ("half a dozen developers", 6),
    ("two dozen reps", 24),
    ("no less than 30 licences", {"min": 30}),
    ("roughly 20ish people", 20),
]
ANSWERS = [
    ("14", 14),
    ("14.", 14),
    ("around 20 i think", 20),
    ("maybe 5 or 6", {"min": 5, "max": 6}),
    ("6-20", {"min": 6, "max": 20}),
    ("more than 200", {"min": 200}),
    ("a dozen", 12),
    ("fifteen", 15),
    ("just me", 1),
    ("only me", 1),
    ("100+", {"min": 100}),
    ("its 12 at the moment but we hire", 12),
    ("couple", 2),
    ("under 10", {"max": 10}),
    ("we are like 30", 30),
    ("8 now", 8),
]
NOT_STATED = [
    "my order number is 48213",
    "i have a 2019 macbook",
    "20% of the people complained",
    "a 4 person tent please",
    "7 seat suv",
    "table for 6 persons in oak",
    "we get 300 emails a day",
    "our site has 10000 visitors a month",
    "i ordered 12 chairs last week",
    "can i get 3 of them",
    "3 people recommended you to me",
    "i talked to 4 agents already and nobody helped",
    "we serve 500 customers",
    "my old company had 300 people",
    "we used to be 40 people",
    "can you add 5 more seats to our plan",
    "16gb of ram",
    "how many people can use it?",
    "i'm 34 years old",
    "version 12 for one user interface",
    "call me at 5",
    "we have 3 locations",
    "size 42",
    "it took 2 hours",
    "is the first month free",
    "we just opened 2 stores",
    "is it just me or is the site down",
    "10 sessions please",
    "i lost 5kg",
    "room 12",
]


@pytest.mark.parametrize(("text", "size"), STATED)
def test_team_size_is_read_from_free_text(text: str, size: Any) -> None:
    assert is_right("team_size", size, said(text).get("team_size")), said(text)


@pytest.mark.parametrize(("text", "size"), ANSWERS)
def test_bare_answer_to_the_question_is_a_team_size(text: str, size: Any) -> None:
    assert is_right("team_size", size, said(text, "team_size").get("team_size")), said(text, "team_size")


@pytest.mark.parametrize("text", NOT_STATED)
def test_numbers_of_other_things_are_no_team_size(text: str) -> None:
    assert "team_size" not in said(text)
