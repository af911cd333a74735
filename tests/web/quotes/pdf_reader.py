"""Reads back the text of a PDF of ours: what a reader's search and copy find in it."""

from __future__ import annotations

import re
import zlib


def lines_of(pdf: bytes) -> list[str]:
    """Every line that was written, in order."""
    streams = [
        zlib.decompress(found[1]) for found in re.finditer(rb"/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", pdf, re.S)
    ]
    objects = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S))
    fonts = dict(
        re.findall(rb"/(F\d) (\d+) 0 R", b"".join(body for body in objects.values() if b"/Type/Page/" in body))
    )
    letters = {name: _map(objects[re.search(rb"/ToUnicode (\d+)", objects[font])[1]]) for name, font in fonts.items()}
    written = [
        (font, glyphs)
        for stream in streams
        for font, glyphs in re.findall(rb"/(F\d) [\d.]+ Tf [^<]*<([0-9a-f]*)> Tj", stream)
    ]
    return ["".join(letters[font][glyphs[at : at + 4]] for at in range(0, len(glyphs), 4)) for font, glyphs in written]


def _map(body: bytes) -> dict[bytes, str]:
    text = zlib.decompress(re.search(rb"stream\n(.*)\nendstream", body, re.S)[1])
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", text)
    return {glyph: bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in pairs}
