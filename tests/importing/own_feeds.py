"""Little feeds of our own making, as shops would export them, and a guide."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.sax.saxutils import escape

GUITARS: dict[str, Any] = {
    "category": "guitars",
    "products": [
        {
            "id": f"g{number}",
            "name": name,
            "description": description,
            "features": features,
            "price": price,
        }
        for number, (name, description, features, price) in enumerate(
            [
                (
                    'Alder - Meadow 39" Acoustic Guitar - Natural',
                    "A nylon-string guitar that is great for beginners.",
                    ["39-inch body", "6 strings", "Spruce top", "Case included"],
                    "$129.00",
                ),
                (
                    'Alder - Orchard 41" Acoustic Guitar - Sunburst',
                    "A full sound for folk evenings.",
                    ["41-inch body", "12 strings", "Spruce top"],
                    "$1,249.50",
                ),
                (
                    'Burr - Spark 39" Electric Guitar - Black',
                    "A light electric guitar with two pickups, ideal for rock and blues.",
                    ["39-inch body", "6 strings", "Maple neck", "Tremolo", "Case included"],
                    "$399.99",
                ),
                (
                    'Burr - Spark Mini 34" Electric Guitar - Red',
                    "The short one for young players.",
                    ["34-inch body", "6 strings", "Maple neck", "Tremolo"],
                    "$249.99",
                ),
                (
                    'Cedar & Sons - Nightfall 41" Electric Guitar - Black',
                    "Built for the stage.",
                    ["41-inch body", "7 strings", "Maple neck", "Tremolo"],
                    "$899.00",
                ),
            ]
        )
    ],
}

GUITAR_GUIDE = """Which guitar?
Take your time and try a few.
Acoustic guitars
They need no amplifier and are good for beginners.
Electric guitars
They need an amplifier and are played in rock and blues.
Bass guitars
They play the low notes.
Do you want to bend notes with a lever?
A tremolo lets you do that. Most electric models have a tremolo.
"""

SHOES = """\
Product Name;Price;Colour;Material;Weight in g;Description
Trailfox Runner;"€ 119,00";blue;mesh;260 g;Light running shoe for forest trails
Trailfox Boot;"1.149,50 €";black;leather;620 g;"Waterproof boot; for alpine tours"
Cityloop Sneaker;79,90 EUR;white;leather;310 g;Everyday sneaker
Cityloop Slip-On;on request;black;mesh;220 g;Slip-on for summer
"""

TOYS = [
    {"title": "Wooden train, 24 pieces", "price": 29.9, "ages": "3+", "brand": "Lumo", "details": "A train of beech."},
    {"title": "Wooden blocks, 50 pieces", "price": 19, "ages": "1+", "brand": "Lumo", "details": "Blocks of beech."},
    {
        "title": "Marble run, 120 pieces",
        "price": 54.5,
        "ages": "5+",
        "brand": "Rollo",
        "details": "Tracks and marbles.",
    },
    {"price": 5, "details": "Nobody knows its name."},
]


def json_text(feed: Any) -> str:
    return json.dumps(feed, indent=1, ensure_ascii=False)


def workbook(rows: list[list[str]]) -> bytes:
    """A minimal XLSX with shared strings, as spreadsheet programs write it."""
    strings = list(dict.fromkeys(cell for row in rows for cell in row if cell))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = [
        "".join(
            f'<c r="{chr(65 + column)}{line}" t="s"><v>{strings.index(cell)}</v></c>'
            for column, cell in enumerate(row)
            if cell
        )
        for line, row in enumerate(rows, 1)
    ]
    sheet = "".join(f'<row r="{line}">{row}</row>' for line, row in enumerate(cells, 1))
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{sheet}</sheetData></worksheet>")
        book.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
    return out.getvalue()
