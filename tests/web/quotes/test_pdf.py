from __future__ import annotations

import re
from datetime import datetime, timezone
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from milepost.web.quotes.pdf import Pdf
from tests.web.quotes.pdf_reader import lines_of

NOW = datetime(2026, 11, 20, 10, tzinfo=timezone.utc)
SENTENCES = (
    "Angebot für Größe, Übung und Straße: 1.234,50 €",
    "Presupuesto válido, ¿año?, niñez, corazón",
    "Devis à l’œil, ça coûte 1 234,50 €, où, août",
    "Cotação, não, você, à vista, R$ 1.234,50",
    "Plan × 20 – “quoted” … £12",
    "Ελλάδα, Україна, Żółć",
)


def made(*texts: str) -> bytes:
    pdf = Pdf(title="Übersicht", author="Acorn", language="de", made=NOW)
    pdf.begin_page()
    for place, text in enumerate(texts):
        pdf.write(text, 50, 50 + 20 * place, face=pdf.bold if place % 2 else None)
    return pdf.as_bytes()


def test_every_letter_can_be_read_and_copied() -> None:
    assert lines_of(made(*SENTENCES)) == list(SENTENCES)


def test_the_cross_references_lead_to_their_objects() -> None:
    pdf = made(*SENTENCES)
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[1])
    places = [int(each) for each in re.findall(rb"(\d{10}) 00000 n ", pdf[start:])]
    assert pdf[start:].startswith(b"xref\n0 %d\n" % (len(places) + 1))
    for number, place in enumerate(places, 1):
        assert pdf[place:].startswith(b"%d 0 obj\n" % number)
    assert b"/Lang<feff00640065>" in pdf


def test_the_fonts_are_within_the_file_and_only_as_much_of_them_as_is_used(tmp_path: Path) -> None:
    one, many = made("Hi"), made(*SENTENCES)
    assert b"/FontFile2" in one
    assert len(one) < len(many) < 80_000


def test_a_letter_that_no_font_has_is_a_box_and_no_error() -> None:
    pdf = Pdf(title="t", author="a", language="en", made=NOW)
    pdf.begin_page()
    pdf.write("株式会社 Acorn", 50, 50)
    assert lines_of(pdf.as_bytes())[0].endswith(" Acorn")


def test_text_that_ends_at_a_place_ends_there() -> None:
    pdf = Pdf(title="t", author="a", language="en", made=NOW)
    assert pdf.regular.width("iii", 10) < pdf.regular.width("WWW", 10)
    assert pdf.regular.width("Acorn", 20) == pytest.approx(2 * pdf.regular.width("Acorn", 10))


def test_a_font_file_of_the_used_letters_is_a_font(tmp_path: Path) -> None:
    pdf = Pdf(title="t", author="a", language="en", made=NOW)
    (glyph,) = pdf.regular.glyphs("é")
    (tmp_path / "part.ttf").write_bytes(pdf.regular.file())
    part = TTFont(tmp_path / "part.ttf")
    assert part["glyf"][part.getGlyphName(glyph)].numberOfContours != 0
