"""Typefaces for a PDF: how wide a text is, and the part of the font file that it needs.

DejaVu Sans comes with matplotlib, which Rasa requires: it has the letters of every language that is answered, and many more.
"""

from __future__ import annotations

import io
from functools import cached_property
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

THOUSAND = 1000  # a PDF measures glyphs in thousandths of the size


class Face:
    """One typeface as a document uses it: it remembers which letters were written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._used: dict[int, str] = {}

    def glyphs(self, text: str) -> list[int]:
        """The numbers of the glyphs of a text; 0, an empty box, for a letter that the font has not."""
        found = [self._font.getGlyphID(self._letters[ord(each)]) if ord(each) in self._letters else 0 for each in text]
        self._used.update(zip(found, text, strict=True))
        return found

    def width(self, text: str, size: float) -> float:
        """How wide a text is in that size."""
        names = (self._letters.get(ord(each), ".notdef") for each in text)
        return sum(self._advances[name][0] for name in names) * size / self._per_em

    @property
    def widths(self) -> dict[int, int]:
        """The widths of the glyphs that were used."""
        names = {glyph: self._font.getGlyphName(glyph) for glyph in self._used}
        return {glyph: round(self._advances[name][0] * THOUSAND / self._per_em) for glyph, name in names.items()}

    @property
    def letters(self) -> dict[int, str]:
        """Which letter each glyph that was used stands for."""
        return dict(sorted(self._used.items()))

    @property
    def measures(self) -> dict[str, list[int]]:
        """The font's box, and how far its letters reach up and down."""
        head, across = self._font["head"], self._font["hhea"]
        box = [head.xMin, head.yMin, head.xMax, head.yMax]
        reach = [across.ascent, across.descent]
        return {key: [round(each * THOUSAND / self._per_em) for each in of] for key, of in (("box", box), ("y", reach))}

    def file(self) -> bytes:
        """The font with the glyphs that were used, under their old numbers."""
        options = Options()
        options.retain_gids, options.notdef_outline, options.hinting = True, True, False
        options.layout_features, options.drop_tables = (
            [],
            [*options.drop_tables, "GSUB", "GPOS", "GDEF", "FFTM", "kern"],
        )
        part = TTFont(_file(self.name))
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(self._used.values()))
        subsetter.subset(part)
        out = io.BytesIO()
        part.save(out)
        return out.getvalue()

    @cached_property
    def _font(self) -> Any:
        return TTFont(_file(self.name), lazy=True)

    @cached_property
    def _letters(self) -> dict[int, str]:
        return dict(self._font.getBestCmap())

    @cached_property
    def _advances(self) -> Any:
        return self._font["hmtx"]

    @cached_property
    def _per_em(self) -> int:
        return int(self._font["head"].unitsPerEm)


def _file(name: str) -> Path:
    # Where it is installed, without importing it: only its fonts are wanted.
    return Path(str(distribution("matplotlib").locate_file(f"matplotlib/mpl-data/fonts/ttf/{name}.ttf")))
