"""What stands on a card is short and sensible, whatever it was taken from."""

from __future__ import annotations

import pytest

from milepost.sales.notes.wordings import LONGEST, brief, brief_value


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("shared email", "shared email"),
        ("uh, basically something like a shared inbox", "a shared inbox"),
        ("orders, returns, you name it, and my colleague Tom said", "orders, returns"),
        ("maybe also phone support because our agents are remote", "phone support"),
        ("Zendesk. It was fine for a while", "Zendesk"),
        ("version 2.5 of our shop", "version 2.5 of our shop"),
        ("so", "so"),
        ("   ", ""),
        ("also, eine Lösung für Support weil wir wachsen", "eine Lösung für Support"),
    ],
)
def test_run_up_and_after_thought_are_left_out(text: str, short: str) -> None:
    assert brief(text) == short


def test_a_long_phrase_is_cut_between_words() -> None:
    short = brief("tracking " * 40)
    assert len(short) <= LONGEST + 1
    assert short.endswith("tracking…")


def test_figures_names_and_addresses_stay_as_they_are() -> None:
    assert brief_value("email", "so.nora@maple.example") == "so.nora@maple.example"
    assert brief_value("contact_name", "So Well") == "So Well"
    assert brief_value("team_size", {"min": 3}) == {"min": 3}
    assert brief_value("must_have_features", ["well, an API", "SSO"]) == ["an API", "SSO"]
