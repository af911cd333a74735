"""A small PDF: text in embedded typefaces, lines, links, on as many pages as are begun (ISO 32000-1).

Written out here because none of the installed libraries writes one whose every letter can be read and copied: matplotlib draws
what is beyond Latin-1, the euro sign among it, as pictures.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime

from milepost.web.quotes.faces import Face

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
_AT_ONCE = 100  # entries in one block of a character map
Color = tuple[float, float, float]
BLACK: Color = (0.09, 0.13, 0.17)


class Pdf:
    """A document in the making. Places are in points from the page's upper left corner."""

    def __init__(self, *, title: str, author: str, language: str, made: datetime) -> None:
        self._title, self._author, self._language, self._made = title, author, language, made
        self.regular, self.bold = Face("DejaVuSans"), Face("DejaVuSans-Bold")
        self._pages: list[list[str]] = []
        self._links: list[list[tuple[float, float, float, float, str]]] = []

    @property
    def pages(self) -> int:
        """How many pages were begun."""
        return len(self._pages)

    def begin_page(self) -> None:
        """What is written from now on stands on a new page."""
        self._pages.append([])
        self._links.append([])

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = 10,
        face: Face | None = None,
        color: Color = BLACK,
        right: bool = False,
        page: int = -1,
    ) -> None:
        """One line of text whose feet stand at `y`; `right`: it ends at `x`."""
        face = face or self.regular
        x = x - face.width(text, size) if right else x
        shown = "".join(f"{glyph:04x}" for glyph in face.glyphs(text))
        name = "/F2" if face is self.bold else "/F1"
        self._pages[page].append(
            f"BT {_color(color)} rg {name} {size:g} Tf 1 0 0 1 {x:.2f} {HEIGHT - y:.2f} Tm <{shown}> Tj ET"
        )

    def rule(self, x: float, y: float, to: float, *, color: Color = (0.8, 0.83, 0.87), width: float = 0.8) -> None:
        """A level line."""
        self._pages[-1].append(
            f"{_color(color)} RG {width:g} w {x:.2f} {HEIGHT - y:.2f} m {to:.2f} {HEIGHT - y:.2f} l S"
        )

    def link(self, address: str, x: float, y: float, *, width: float, height: float) -> None:
        """The place whose lower left corner that is leads to an address."""
        self._links[-1].append((x, HEIGHT - y, x + width, HEIGHT - y + height, address))

    def as_bytes(self) -> bytes:
        """The finished file."""
        out = _Objects()
        tree = out.reserve()
        fonts = {name: _font(out, face) for name, face in (("F1", self.regular), ("F2", self.bold)) if face.letters}
        named = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
        kids = [self._page(out, tree, named, *each) for each in zip(self._pages, self._links, strict=True)]
        out.put(tree, f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
        shown = "/ViewerPreferences<</DisplayDocTitle true>>"
        root = out.add(f"<</Type/Catalog/Pages {tree} 0 R/Lang{_text(self._language)}{shown}>>")
        about = f"/Title{_text(self._title)}/Author{_text(self._author)}/CreationDate(D:{self._made:%Y%m%d%H%M%SZ})"
        return out.file(root, out.add(f"<<{about}/Producer(Milepost)>>"))

    def _page(
        self,
        out: _Objects,
        tree: int,
        fonts: str,
        content: Sequence[str],
        links: Sequence[tuple[float, float, float, float, str]],
    ) -> int:
        stream = out.stream("\n".join(content).encode())
        notes = [
            out.add(
                f"<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[{left:.2f} {low:.2f} {end:.2f} {high:.2f}]"
                f"/A<</S/URI/URI{_ascii(address)}>>>>"
            )
            for left, low, end, high, address in links
        ]
        annotations = f"/Annots[{' '.join(f'{note} 0 R' for note in notes)}]" if notes else ""
        return out.add(
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {WIDTH:g} {HEIGHT:g}]/Resources<</Font<<{fonts}>>>>"
            f"/Contents {stream} 0 R{annotations}>>"
        )


class _Objects:
    """The numbered objects of a file, and where each begins."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        return self._put(b"")

    def add(self, body: str) -> int:
        return self._put(body.encode("latin-1"))

    def put(self, number: int, body: str) -> None:
        self._bodies[number - 1] = body.encode("latin-1")

    def stream(self, content: bytes, extra: str = "") -> int:
        packed = zlib.compress(content, 9)
        head = f"<</Length {len(packed)}/Filter/FlateDecode{extra}>>\nstream\n"
        return self._put(head.encode() + packed + b"\nendstream")

    def file(self, root: int, info: int) -> bytes:
        out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, body in enumerate(self._bodies, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table, size = len(out), len(places) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, info, table)
        return bytes(out)

    def _put(self, body: bytes) -> int:
        self._bodies.append(body)
        return len(self._bodies)


def _font(out: _Objects, face: Face) -> int:
    """A composite font with the glyphs that were used, and which letter each stands for, so that text can be copied."""
    content, measures = face.file(), face.measures
    name, (up, down) = f"MILEPO+{face.name}", measures["y"]
    box = " ".join(map(str, measures["box"]))
    file = out.stream(content, f"/Length1 {len(content)}")
    descriptor = out.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {up}/Descent {down}"
        f"/CapHeight {up}/StemV 80/FontFile2 {file} 0 R>>"
    )
    widths = " ".join(f"{glyph}[{width}]" for glyph, width in sorted(face.widths.items()))
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    glyphs = out.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}{system}/FontDescriptor {descriptor} 0 R"
        f"/W[{widths}]/CIDToGIDMap/Identity>>"
    )
    letters = out.stream(_letters(face).encode())
    return out.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{glyphs} 0 R]"
        f"/ToUnicode {letters} 0 R>>"
    )


def _letters(face: Face) -> str:
    pairs = [f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in face.letters.items()]
    blocks = [pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)]
    maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{maps}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _text(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _ascii(address: str) -> str:
    return f"<{address.encode('ascii', 'ignore').hex()}>"


def _color(color: Color) -> str:
    return " ".join(f"{part:g}" for part in color)
