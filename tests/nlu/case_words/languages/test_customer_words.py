"""Kinds of customer, as one says in four languages beside English to be of one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.nlu.case_words.customers import kind_said
from milepost.sales.catalogue import Discount
from tests.sales.shelf import shelf

SHELF = replace(
    shelf(),
    discounts={
        each: Discount(each, name, percent=Decimal(5), customer_kind=each)
        for each, name in (
            ("nonprofit", "Charities"),
            ("education", "Schools and universities"),
            ("senior", "From 65"),
            ("member", "Members"),
        )
    },
)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("es", "somos una asociación de vecinos", "nonprofit"),
        ("es", "trabajo en una escuela rural", "education"),
        ("es", "soy estudiante", "education"),
        ("es", "mi madre tiene 70 años", "senior"),
        ("es", "cuánto cuesta para jubilados", "senior"),
        ("es", "las ong tienen descuento?", None),
        ("es", "somos 14", None),
        ("de", "wir sind ein sportverein", "nonprofit"),
        ("de", "ich arbeite an einer schule", "education"),
        ("de", "bin studentin", "education"),
        ("de", "meine mutter ist 70", "senior"),
        ("de", "ich bin mitglied", "member"),
        ("de", "bekommen vereine rabatt?", None),
        ("de", "wir sind 14", None),
        ("fr", "on est une asso de quartier", "nonprofit"),
        ("fr", "je travaille dans un lycée", "education"),
        ("fr", "je suis étudiante", "education"),
        ("fr", "ma mère a 70 ans", "senior"),
        ("fr", "combien pour les étudiants ?", "education"),
        ("fr", "les associations ont une remise ?", None),
        ("fr", "on est 14", None),
        ("pt", "somos uma associação de bairro", "nonprofit"),
        ("pt", "trabalho numa escola", "education"),
        ("pt", "sou estudante", "education"),
        ("pt", "minha mãe tem 70 anos", "senior"),
        ("pt", "a gente é uma ong", "nonprofit"),
        ("pt", "as ongs têm desconto?", None),
        ("pt", "somos 14", None),
    ],
)
def test_a_kind_is_known_by_what_is_said_of_oneself(language: str, text: str, kind: str | None) -> None:
    said = kind_said(SHELF, text, language)
    assert (said[0] if said else None) == kind
