from __future__ import annotations

import asyncio
from pathlib import Path

from milepost.brain.responses import Collector, TurnByTurn, begin_counting, counted, read_translations
from milepost.brain.session import Brain

VARIANTS = {
    "utter_hello": [{"text": "one"}, {"text": "two"}, {"text": "three"}],
    "utter_mood": [
        {"text": "plain"},
        {"text": "fine", "condition": [{"type": "slot", "name": "mood", "value": "good"}]},
    ],
    "utter_here": [{"text": "everywhere"}, {"text": "on the phone", "channel": "telegram"}],
    "utter_values": [
        {
            "text": "{name} has {count}",
            "buttons": [{"title": "{name}", "payload": "{name}"}],
            "custom": {"lines": [{"label": "{name}"}], "n": 1},
        }
    ],
}


def said(name: str, *, slots: dict | None = None, channel: str = "web", **values: str) -> str:
    return TurnByTurn(VARIANTS).generate_from_slots(name, slots or {}, channel, **values)["text"]


def test_a_response_is_said_in_the_language_of_the_conversation(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de/hello.yml").write_text("responses: {utter_hello: [{text: eins}, {text: zwei}]}", encoding="utf-8")
    words = TurnByTurn(VARIANTS)
    words.translations = read_translations(tmp_path)
    begin_counting({})

    def heard(name: str, language: str) -> str:
        return words.generate_from_slots(name, {"visitor_language": language}, "web")["text"]

    assert [heard("utter_hello", "de") for _ in range(3)] == ["eins", "zwei", "eins"]
    assert heard("utter_mood", "de") == "plain", "what has no translation is said as the domain has it"
    assert heard("utter_hello", "fr") in ("one", "two", "three")


def test_a_project_without_translations_has_none(tmp_path: Path) -> None:
    assert read_translations(tmp_path / "translations") == {}


def test_variants_take_turns_instead_of_being_drawn() -> None:
    begin_counting({})
    assert [said("utter_hello") for _ in range(4)] == ["one", "two", "three", "one"]


def test_counting_goes_on_where_the_conversation_left_off() -> None:
    begin_counting({})
    first = said("utter_hello")
    begin_counting(counted())
    assert (first, said("utter_hello")) == ("one", "two")


def test_two_replies_in_a_row_differ_even_when_the_choice_grows() -> None:
    begin_counting({})
    variants = [{"text": "a"}, {"text": "b"}]
    words = TurnByTurn({"utter_x": variants})
    picked = [words._next("utter_x", variants)["text"] for _ in range(2)]
    picked.append(words._next("utter_x", [{"text": "c"}, {"text": "d"}, {"text": "b"}])["text"])
    assert picked == ["a", "b", "c"]


def test_a_conversation_without_a_count_gets_the_first_variant() -> None:
    begin_counting({})
    assert said("utter_hello") == "one"


def test_conditions_on_slots_and_channels_are_honoured() -> None:
    begin_counting({})
    assert said("utter_mood", slots={"mood": "good"}) == "fine"
    assert said("utter_mood", slots={"mood": "bad"}) == "plain"
    assert said("utter_here", channel="telegram") == "on the phone"
    assert said("utter_here", channel="web") == "everywhere"


def test_values_are_filled_in_everywhere_and_never_read_as_templates() -> None:
    begin_counting({})
    odd = "list0[1] {count} {0.__class__}"
    reply = TurnByTurn(VARIANTS).generate_from_slots("utter_values", {}, "web", name=odd, count="3")
    assert reply["text"] == f"{odd} has 3"
    assert reply["buttons"] == [{"title": odd, "payload": odd}]
    assert reply["custom"] == {"lines": [{"label": odd}], "n": 1}


def test_the_company_is_known_to_every_response(brain: Brain) -> None:
    assert brain.say("c1", "hello").replies[0]["text"] == "Hello from Acorn!"


def test_a_whole_conversation_is_the_same_every_time(processor) -> None:
    from tests.catalogues import small_catalogue

    script = ["hello", "hello", "count", "hello", "what?", "offer", "hello"]

    def play() -> list[str]:
        with Brain(processor, catalogue=small_catalogue) as brain:
            return [reply["text"] for text in script for reply in brain.say("c1", text).replies]

    first = play()
    assert first == play()
    assert first[:2] == ["Hello from Acorn!", "Hello again!"]


def test_an_empty_reply_is_not_collected() -> None:
    collector = Collector("web")
    asyncio.run(collector.send_response("c1", {"text": "", "buttons": []}))
    assert collector.replies == []


def test_the_same_words_are_collected_once_and_other_buttons_beside_them() -> None:
    collector = Collector("web")
    which = {"text": "Which one?", "buttons": [{"title": "A"}]}
    for message in ({"text": "At dusk."}, {"text": "At dusk."}, which, which, {**which, "buttons": [{"title": "B"}]}):
        asyncio.run(collector.send_response("c1", message))
    assert [(reply["text"], [each["title"] for each in reply["buttons"]]) for reply in collector.replies] == [
        ("At dusk.", []),
        ("Which one?", ["A"]),
        ("Which one?", ["B"]),
    ]
