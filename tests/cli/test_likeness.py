from __future__ import annotations

from pathlib import Path

import pytest

from milepost.cli.likeness import Likeness
from milepost.nlu.encoder import english_encoder, multilingual_encoder
from milepost.sales.analytics.talk import SAME_MEANING

MODELS = Path(__file__).resolve().parents[2] / "models"


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness(english_encoder(MODELS).question, multilingual_encoder(MODELS).encode)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("what are your opening hours", "when are you open"),
        ("do you have LDAP?", "is there LDAP support"),
        ("¿puedo pagar con tarjeta?", "can I pay by card?"),
        ("wie lange dauert die Lieferung?", "how long does delivery take"),
    ],
)
def test_what_means_the_same_is_the_same_in_other_words_and_languages(likeness, one: str, other: str) -> None:
    assert likeness([one, other])[0][1] >= SAME_MEANING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("do you have LDAP?", "do you have SSO?"),
        ("when are you open", "how long does delivery take"),
        ("can I pay by card?", "when are you open"),
        ("wann habt ihr geöffnet?", "kann ich mit Karte zahlen?"),
    ],
)
def test_what_means_something_else_stays_apart(likeness, one: str, other: str) -> None:
    assert likeness([one, other])[0][1] < SAME_MEANING


def test_a_text_is_read_once() -> None:
    read: list[str] = []

    def vector(text: str) -> list[float]:
        read.append(text)
        return [1.0, float(len(text))]

    measure = Likeness(vector, lambda text: [0.0, 0.0])
    square = measure(["a", "bb", "a"])
    measure(["a", "bb"])
    assert read == ["a", "bb"]
    assert square[0][2] == pytest.approx(square[0][0])
    assert square[0][0] > SAME_MEANING
