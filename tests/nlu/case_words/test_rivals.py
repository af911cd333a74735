"""Whom a message measures us by, where the catalogue does not know them."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.rivals import rival_in


@pytest.mark.parametrize(
    ("text", "strange", "rival"),
    [
        ("are you better than Acme?", ("acm",), "Acme"),
        ("why are you more expensive than zendesk", ("expens", "zendes"), "zendesk"),
        ("cheaper than trello?", ("trello",), "trello"),
        ("how do you compare to Wobblix?", ("wobbli",), "Wobblix"),
        ("you vs. clickup", ("clicku",), "clickup"),
        ("what makes you different from Quorbit", ("quorbi",), "Quorbit"),
        ("is it cheaper than last year?", (), ""),
        ("is Relay Chat better than the other one?", (), ""),
        ("is it more expensive than expected?", ("expect",), ""),
        ("CHEAPER THAN BEFORE?", (), ""),
        ("are you faster than on Monday?", ("monday",), ""),
        ("is it bigger than Storage?", (), ""),  # a word of the catalogue's own
        ("we use Acme", ("acm",), ""),  # named, and nothing measured by it
    ],
)
def test_an_unknown_name_that_we_are_measured_by(text: str, strange: tuple[str, ...], rival: str) -> None:
    assert rival_in(text, (), strange) == rival


@pytest.mark.parametrize(
    "text",
    [
        "¿son mejores que Trello?",
        "seid ihr billiger als Trello?",
        "c'est moins cher que Trello ?",
        "é mais barato do que Trello?",
    ],
)
def test_in_other_languages_a_name_has_to_be_written_as_one(text: str) -> None:
    assert rival_in(text, (), (), is_english=False) == "Trello"
    assert not rival_in(text.replace("Trello", "antes"), (), (), is_english=False)


def test_who_is_known_is_no_unknown_rival() -> None:
    known = {"kind": "competitor", "ids": ["brick"], "start": 21, "end": 26}
    assert not rival_in("are you cheaper than Brick?", [known], ("brick",))
