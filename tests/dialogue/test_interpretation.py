"""What the parts of a message do in a conversation, chosen by hand-set weights."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.interpretation import (
    MOST_ACTS,
    Interpretation,
    interpret,
    interpretation_of,
    remember,
    worth_answering,
)
from milepost.dialogue.reading import Order, Reading
from milepost.dialogue.scorer import Scorer
from milepost.sales.cases import Case
from milepost.sales.conversations import Conversation
from tests.dialogue.readings import BY_HAND, CATALOGUE, count, fact, named, pointing, reading
from tests.sales.shelf import memory

TEAM, SOLO, BUSINESS, SHIRT = "plan:team", "plan:solo", "plan:business", "product:shirt"
K = ActKind


def does(kind: ActKind, text: str, *things: Any, **more: Any) -> Reading:
    """A reading whose words say that it does that."""
    return reading(text, *things, acts={kind.value: 0.9}, **more)


def interpreted(
    *readings: Reading, conversation: Conversation | None = None, scorer: Scorer = BY_HAND
) -> Interpretation:
    return interpret(readings, conversation or memory(), CATALOGUE, scorer)


def kinds(acts: Any) -> list[ActKind]:
    return [act.kind for act in acts]


def of(*given: ActKind | Act) -> list[Act]:
    return [each if isinstance(each, Act) else Act(each) for each in given]


@pytest.mark.parametrize(
    ("acts", "answered"),
    [
        ([K.GREET, K.ASK_PRICE], [K.ASK_PRICE]),
        ([K.STATE_NEED, K.ASK_PRICE, K.THANK], [K.ASK_PRICE]),
        ([K.GREET, K.STATE_NEED, K.ASK_FACT, K.COMPARE], [K.ASK_FACT, K.COMPARE]),
        ([K.AFFIRM, K.ASK_PRICE], [K.ASK_PRICE]),
        ([K.ASK_HOW_TO_START, K.MAKE_COMPLAINT], [K.MAKE_COMPLAINT]),
        ([K.REPORT_PROGRESS, K.ASK_HOW_TO_START], [K.REPORT_PROGRESS]),
        ([K.MAKE_COMPLAINT, K.ASK_FACT], [K.MAKE_COMPLAINT, K.ASK_FACT]),
        ([K.UNCLEAR, K.ASK_PRICE], [K.ASK_PRICE]),
        ([K.GREET], [K.GREET]),
        ([K.GREET, K.STATE_NEED], [K.STATE_NEED]),
        ([K.STATE_NEED, K.THANK], [K.STATE_NEED]),
        ([K.GREET, K.BOT_CHALLENGE], [K.BOT_CHALLENGE]),
        ([K.STATE_NEED, K.BOT_CHALLENGE], [K.BOT_CHALLENGE]),
        ([K.BOT_CHALLENGE, K.STATE_NEED], [K.STATE_NEED]),
        ([K.THANK, K.GOODBYE], [K.GOODBYE]),
        ([K.THANK, K.STOP_ASKING], [K.STOP_ASKING]),
    ],
)
def test_courtesies_and_what_is_told_fall_away_beside_what_asks(acts: list[ActKind], answered: list[ActKind]) -> None:
    assert kinds(worth_answering(of(*acts))) == answered


ASKS = [K.ASK_PRICE, K.COMPARE, K.ASK_STOCK, K.ASK_DISCOUNT]


@pytest.mark.parametrize("kept", [K.WITHDRAW_CONSENT, K.HUMAN_HANDOFF, K.SHARE_CONTACT, K.MAKE_COMPLAINT])
@pytest.mark.parametrize("place", range(len(ASKS) + 1))
def test_a_withdrawal_a_person_a_contact_or_a_complaint_is_never_lost_beside_requests(
    kept: ActKind, place: int
) -> None:
    acts = [*ASKS[:place], kept, *ASKS[place:]]
    answered = kinds(worth_answering(of(*acts)))
    assert kept in answered
    assert len(answered) == MOST_ACTS
    assert answered == [kind for kind in acts if kind in answered]


@pytest.mark.parametrize("beside", [[], [K.ASK_PRICE], [K.WITHDRAW_CONSENT, K.HUMAN_HANDOFF], [K.GREET]])
def test_danger_to_life_is_answered_alone(beside: list[ActKind]) -> None:
    assert kinds(worth_answering(of(*beside, K.REPORT_DANGER, *beside))) == [K.REPORT_DANGER]


def test_nothing_is_answered_twice_unless_it_is_about_something_else() -> None:
    price = [
        Act(K.ASK_PRICE, (TEAM,), confidence=0.9, text="how much"),
        Act(K.ASK_PRICE, (TEAM,), confidence=0.4, text="?"),
    ]
    assert len(worth_answering(price)) == 1
    assert len(worth_answering([*price, Act(K.ASK_PRICE, (SOLO,))])) == 2
    facts = of(Act(K.ASK_FACT, fact="answer:a"), Act(K.ASK_FACT, fact="answer:b"))
    assert len(worth_answering(facts)) == 2


def test_contact_details_in_two_parts_are_one_act_with_the_address() -> None:
    name = Act(K.SHARE_CONTACT, unlisted="address", text="Per Lund")
    address = Act(K.SHARE_CONTACT, text="per@fjordline.example")
    assert worth_answering([name, address]) == [address]
    assert worth_answering([name, name]) == [name]


@pytest.mark.parametrize("reply", [K.AFFIRM, K.DENY])
def test_a_yes_or_no_is_answered_beside_a_request_where_it_answers_something(reply: ActKind) -> None:
    assert kinds(worth_answering(of(reply, K.ASK_PRICE), answers={reply})) == [reply, K.ASK_PRICE]
    assert kinds(worth_answering(of(K.ASK_PRICE, reply), answers={reply})) == [K.ASK_PRICE]
    assert kinds(worth_answering(of(reply, K.ASK_PRICE))) == [K.ASK_PRICE]


@pytest.mark.parametrize(
    ("reply", "open_is", "answered"),
    [
        (K.AFFIRM, {"offered": "quote"}, [K.AFFIRM, K.ASK_PRICE]),
        (K.DENY, {"offered": "quote"}, [K.DENY, K.ASK_PRICE]),
        (K.DENY, {"asked": "budget"}, [K.DENY, K.ASK_PRICE]),
        (K.AFFIRM, {"asked": "budget"}, [K.ASK_PRICE]),  # yes is no answer to "roughly how much?"
        (K.AFFIRM, {}, [K.ASK_PRICE]),
        (K.DENY, {}, [K.ASK_PRICE]),
    ],
)
def test_a_word_before_a_request_is_a_courtesy_unless_it_answers_what_is_open(
    reply: ActKind, open_is: dict[str, str], answered: list[ActKind]
) -> None:
    parts = does(reply, "ok"), does(K.ASK_PRICE, "how much is team?", named("plan", "team"))
    assert kinds(interpreted(*parts, conversation=memory(**open_is)).acts) == answered


@pytest.mark.parametrize(
    ("way", "told", "zone"),
    [(0.99, "answer:trial", Zone.SURE), (0.95, "answer:trial", Zone.SURE), (0.9, "trial", Zone.SURE)],
)
def test_an_owners_answer_asked_in_its_own_words_wins_over_a_fact_made_of_data(
    way: float, told: str, zone: Zone
) -> None:
    made, written = fact("trial", 1.2, way=1.0), fact("answer:trial", 0.9, way=way)
    (act,) = interpreted(does(K.ASK_FACT, "is there a free trial?", facts=(made, written))).acts
    assert (act.fact, act.zone) == (told, zone)


@pytest.mark.parametrize(
    ("kind", "codes"), [(K.WANT_TO_REFER, ()), (K.ASK_PRICE, ("ABC123",)), (K.ASK_DISCOUNT, ("ABC123",))]
)
def test_a_friends_code_takes_nothing_off_a_price(kind: ActKind, codes: tuple[str, ...]) -> None:
    assert interpreted(does(kind, "I have the code ABC123", code="ABC123")).case.codes == codes


def test_half_a_courtesy_says_nothing_beside_a_surer_one() -> None:
    sure, hardly = Act(K.GREET, confidence=0.96), Act(K.STATE_NEED, confidence=0.28)
    assert worth_answering([sure, hardly]) == [sure]
    told = Act(K.STATE_NEED, confidence=0.6)
    assert worth_answering([sure, told]) == [told]


def test_what_one_part_names_the_next_may_point_at() -> None:
    bought = does(K.STATE_NEED, "we just bought team.", named("plan", "team"))
    asked = does(K.ASK_PRICE, "what does it cost for 5?", pointing("it"), counts=(count(5),))
    assert interpreted(bought, asked).acts[-1].options == (TEAM,)
    theirs = does(K.STATE_NEED, "we use deskhero.", named("competitor", "deskhero"))
    assert interpreted(theirs, conversation=memory(focus=[TEAM])).focus == (TEAM,)


@pytest.mark.parametrize("kind", [K.WITHDRAW_CONSENT, K.REPORT_DANGER])
def test_a_withdrawal_and_a_danger_are_never_weighed(kind: ActKind) -> None:
    said = does(K.ASK_PRICE, "stop mailing me. how much is team?", named("plan", "team"), phrases={kind.value})
    assert kinds(interpreted(said).acts) == [kind]
    beside = interpreted(does(K.ASK_PRICE, "how much is team?", named("plan", "team")), said)
    assert kind in kinds(beside.acts)


def test_danger_comes_before_a_withdrawal() -> None:
    assert kinds(interpreted(reading("…", phrases={"withdraw_consent", "report_danger"})).acts) == [K.REPORT_DANGER]


def test_the_parts_of_a_message_build_on_each_other() -> None:
    told = does(
        K.STATE_NEED, "we are 12.", counts=(count(12, people=True),), needs=({"name": "team_size", "value": 12},)
    )
    asked = does(K.ASK_PRICE, "how much is team", named("plan", "team"))
    yearly = does(K.ASK_PRICE, "and yearly?", term="year")
    found = interpreted(told, asked, yearly)
    assert [(act.options, act.number, act.term) for act in found.acts] == [((TEAM,), 12, None), ((TEAM,), 12, "year")]
    assert (found.focus, found.case.number, found.case.term) == ((TEAM,), 12, "year")
    assert kinds(act for _, act in found.readings) == [K.STATE_NEED, K.ASK_PRICE, K.ASK_PRICE]


def after_price(**more: Any) -> Conversation:
    """A conversation in which the price of Team for five was asked for."""
    conversation = memory("evaluation", shown=[SOLO, TEAM, BUSINESS], **more)
    remember(
        conversation,
        interpreted(does(K.ASK_PRICE, "team for 5?", named("plan", "team"), counts=(count(5),))),
        "team for 5?",
    )
    return conversation


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        (does(K.ASK_PRICE, "and ten", counts=(count(10),)), {"options": (TEAM,), "number": 10}),
        (does(K.ASK_PRICE, "and yearly", term="year"), {"options": (TEAM,), "number": 5, "term": "year"}),
        (does(K.ASK_PRICE, "in yen", currency="JPY"), {"options": (TEAM,), "number": 5, "currency": "JPY"}),
        (
            does(K.ASK_PRICE, "the cheaper one", pointing("cheaper", "the cheaper one")),
            {"options": (SOLO,), "number": 5},
        ),
        (does(K.ASK_PRICE, "and business?", named("plan", "business")), {"options": (BUSINESS,), "number": 5}),
        (does(K.ASK_PRICE, "how much is the shirt?", named("product", "shirt")), {"options": (SHIRT,), "number": None}),
    ],
)
def test_a_follow_up_upon_a_price_takes_what_it_leaves_out_from_it(said: Reading, changed: dict[str, Any]) -> None:
    (act,) = interpreted(said, conversation=after_price()).acts
    assert {name: getattr(act, name) for name in changed} == changed


def test_a_fresh_request_is_not_taken_for_a_follow_up() -> None:
    said = does(K.ASK_FACT, "can i pay by card?", facts=(fact("payment", 0.8),))
    (act,) = interpreted(said, conversation=after_price()).acts
    assert (act.kind, act.fact, act.options) == (K.ASK_FACT, "payment", ())


def test_what_a_price_was_for_is_remembered_in_the_order_of_asking() -> None:
    conversation = after_price()
    found = interpreted(
        does(K.ASK_PRICE, "and business for 8", named("plan", "business"), counts=(count(8),)),
        conversation=conversation,
    )
    assert list(found.case.basket.items()) == [("team", 5), ("business", 8)]
    again = interpreted(
        does(K.ASK_PRICE, "team for 9", named("plan", "team"), counts=(count(9),)), conversation=conversation
    )
    assert list(again.case.basket.items()) == [("team", 9)]


def test_a_number_in_a_question_of_fact_does_not_change_the_case() -> None:
    said = does(K.ASK_FACT, "is 50 GB included?", counts=(count(50),), facts=(fact("attribute:storage"),))
    assert interpreted(said, conversation=after_price()).case.number == 5


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (does(K.RAISE_OBJECTION, "too dear", doubt="price"), {"about": "price", "options": (TEAM,)}),
        (
            does(K.RAISE_OBJECTION, "deskhero has more", named("competitor", "deskhero")),
            {"options": ("competitor:deskhero",), "about": "other"},
        ),
        (does(K.RAISE_OBJECTION, "hm", facts=(fact("answer:a", 0.7),)), {"fact": "answer:a"}),
        (does(K.MAKE_COMPLAINT, "it broke", facts=(fact("answer:a", 0.3),)), {"fact": None}),
        (does(K.ASK_OFFER, "anything free?", phrases={"free"}), {"free": True}),
        (does(K.ASK_STOCK, "the shirt in 52?", named("product", "shirt"), missing_form="52"), {"unlisted": "52"}),
        (does(K.WANT_TO_REFER, "my code is X", code="X"), {"code": "X"}),
        (does(K.ASK_HOW_TO_START, "how do i start with team", named("plan", "team")), {"options": (TEAM,)}),
    ],
)
def test_an_act_carries_what_its_words_say_beside_it(said: Reading, expected: dict[str, Any]) -> None:
    (act,) = interpreted(said, conversation=after_price()).acts
    assert {name: getattr(act, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("said", "options", "rival"),
    [
        (does(K.COMPARE, "how do you compare to Zendora?", rival="Zendora"), (), "Zendora"),
        (does(K.COMPARE, "is team better than Zendora.", named("plan", "team"), rival="Zendora"), (), "Zendora"),
        (does(K.ASK_PRICE, "cheaper than zendora?", rival="zendora"), (), "zendora"),
        (does(K.ASK_DISCOUNT, "cheaper than zendora?", rival="zendora"), (), "zendora"),
        (does(K.ASK_FACT, "are you better than Zendora?", rival="Zendora"), (), "Zendora"),
        (
            does(K.ASK_SUPERLATIVE, "cheaper than zendora?", order=Order("price", highest=False), rival="zendora"),
            (),
            "zendora",
        ),
        (does(K.RAISE_OBJECTION, "you are slower than Zendora", rival="Zendora"), (), "Zendora"),
        (
            does(K.COMPARE, "team compared to Deskhero", named("plan", "team"), named("competitor", "deskhero")),
            (TEAM, "competitor:deskhero"),
            "",
        ),
        (does(K.COMPARE, "compared to each other?"), (SOLO, TEAM, BUSINESS), ""),
    ],
)
def test_an_unknown_rival_is_named_and_never_compared(said: Reading, options: tuple[str, ...], rival: str) -> None:
    (act,) = interpreted(said, conversation=after_price()).acts
    assert (act.kind, act.options, act.among, act.unlisted) == (K.COMPARE, options, (), rival)


def test_what_is_told_names_the_products_that_come_nearest_to_all_of_it() -> None:
    conversation = memory(goods={"product:blaze-15": 2.0})
    found = interpreted(
        does(K.STATE_NEED, "for video too", goods={"product:blaze-15": 2.0, "product:pupil-11": -1.0}),
        conversation=conversation,
    )
    assert found.acts[0].likely == ("product:blaze-15",)
    assert interpreted(does(K.STATE_NEED, "hm")).acts[0].likely == ()
    asked = interpreted(does(K.ASK_FACT, "and video?", goods={"product:pupil-11": 0.9}), conversation=conversation)
    assert asked.goods == {"product:blaze-15": 2.0}


def test_a_conversation_about_what_is_sold_no_longer_goes_on() -> None:
    gone = Act(K.ASK_PRICE, ("plan:gone",)).as_json()
    conversation = memory(
        acts=[gone],
        focus=["plan:gone"],
        shown=["plan:gone", "product:lost"],
        case=Case(number=3, add_ons=("old",), basket={"gone": 3}),
    )
    (act,) = interpreted(
        does(K.ASK_PRICE, "and ten for team?", named("plan", "team"), counts=(count(10),)), conversation=conversation
    ).acts
    assert (act.options, act.number, act.add_ons) == ((TEAM,), 10, ())
    found = interpreted(does(K.ASK_PRICE, "and ten?", counts=(count(10),)), conversation=conversation)
    assert found.focus == ()


def test_a_button_does_what_it_says_and_leaves_the_rest() -> None:
    conversation = after_price(goods={"product:inbox": 0.4})
    act = Act(K.CHOOSE, (SOLO,))
    found = interpretation_of(act, reading("/choose"), conversation)
    assert (found.acts[0].kind, found.acts[0].options, found.acts[0].text) == (K.CHOOSE, (SOLO,), "/choose")
    assert (found.case, found.goods) == (conversation.case, conversation.goods)
    assert found.focus == (SOLO,)
    assert interpretation_of(Act(K.AFFIRM), reading("/affirm"), conversation).focus == (TEAM,)


def test_what_was_said_is_remembered_for_what_comes_upon_it() -> None:
    conversation = after_price()
    assert (conversation.focus, conversation.case.number, conversation.asked_in_full) == ([TEAM], 5, "team for 5?")
    remember(
        conversation, interpreted(does(K.THANK, "thanks a lot, you"), conversation=conversation), "thanks a lot, you"
    )
    assert (conversation.focus, conversation.asked_in_full) == ([TEAM], "team for 5?")
    assert [act["act"] for act in conversation.acts] == ["ask_price", "thank"]
    remember(conversation, interpreted(does(K.GREET, "hi"), conversation=conversation), "hi")
    assert [act["act"] for act in conversation.acts] == ["ask_price", "greet"]


def test_the_rival_spoken_of_last_is_remembered() -> None:
    conversation = memory()
    remember(
        conversation, interpreted(does(K.RAISE_OBJECTION, "deskhero is better", named("competitor", "deskhero"))), "…"
    )
    assert conversation.rival == "competitor:deskhero"
    remember(conversation, interpreted(does(K.THANK, "ok thanks"), conversation=conversation), "…")
    assert conversation.rival == "competitor:deskhero"


@pytest.mark.parametrize(
    ("asking", "kind", "then"),
    [(1, K.ASK_FACT, 2), (1, K.STATE_NEED, 0), (1, K.THANK, 1), (2, K.CHOOSE, 0)],
)
def test_messages_that_only_ask_are_counted_in_a_row(asking: int, kind: ActKind, then: int) -> None:
    conversation = memory(asking=asking)
    remember(conversation, Interpretation((), Case(), (), ((reading("…"), Act(kind)),)), "…")
    assert conversation.asking == then


@pytest.mark.parametrize(
    ("acts", "quiet"),
    [
        ([K.ASK_RECOMMENDATION], False),
        ([K.WANT_TO_BUY], False),
        ([K.ASK_FACT], True),
        ([K.ASK_OFFER, K.STOP_ASKING], True),
    ],
)
def test_who_wanted_no_questions_is_asked_again_once_they_ask_for_something(acts: list[ActKind], quiet: bool) -> None:
    conversation = memory(quiet=True)
    remember(conversation, Interpretation((), Case(), (), tuple((reading("…"), Act(kind)) for kind in acts)), "…")
    assert conversation.quiet is quiet


def test_an_earlier_quote_that_is_named_is_wanted_again_unless_it_is_asked_about() -> None:
    (again,) = interpreted(does(K.STATE_NEED, "that quote of monday once more", quote="mon")).acts
    assert (again.kind, again.quote) == (K.REQUEST_QUOTE, "mon")
    (asked,) = interpreted(
        does(K.ASK_FACT, "is the quote of monday still valid?", quote="mon", facts=(fact("tax"),))
    ).acts
    assert asked.kind is K.ASK_FACT
