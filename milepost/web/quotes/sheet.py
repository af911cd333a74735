"""A quote as a PDF: the same as its page, laid out on A4."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.services.quotes.accepting import Standing
from milepost.web.quotes.document import QuoteDocument, Row
from milepost.web.quotes.faces import Face
from milepost.web.quotes.pdf import HEIGHT, WIDTH, Color, Pdf

_LEFT, _RIGHT = 56.0, WIDTH - 56.0
_TOP, _FOOT = 64.0, HEIGHT - 64.0
_SOFT: Color = (0.31, 0.36, 0.42)
_LINE = 14.0
_QUANTITY, _EACH = 330.0, 430.0  # where these columns end
_LABEL = _QUANTITY - 70 - _LEFT


def sheet_of(document: QuoteDocument, url: str) -> bytes:
    """The PDF; `url` is where the quote is read and accepted."""
    title = f"{document.text('quote')}, {document.company.name}"
    pdf = Pdf(title=title, author=document.company.name, language=document.language, made=document.created_at)
    sheet = _Sheet(pdf, document)
    sheet.head()
    sheet.table()
    sheet.sums()
    sheet.notes(url)
    sheet.number_pages()
    return pdf.as_bytes()


class _Sheet:
    """Writes from the top down and begins a page where one is full."""

    def __init__(self, pdf: Pdf, document: QuoteDocument) -> None:
        self._pdf, self._document, self._y = pdf, document, _TOP
        pdf.begin_page()

    def head(self) -> None:
        """Who gives it to whom, its number and its dates."""
        pdf, document = self._pdf, self._document
        pdf.write(document.company.name, _LEFT, self._y, size=15, face=pdf.bold)
        pdf.write(document.text("quote"), _RIGHT, self._y, size=15, face=pdf.bold, right=True)
        self._y += 18
        if document.company.email:
            pdf.write(document.company.email, _LEFT, self._y, color=_SOFT)
        self._y += 26
        dates = [("given", document.given), ("valid", document.valid_until)]
        facts = [("for", line) if place == 0 else ("", line) for place, line in enumerate(document.customer)]
        for label, value in (*facts, *dates):
            if label:
                pdf.write(document.texts[label], _LEFT, self._y, color=_SOFT)
            self._paragraph(value, x=_LEFT + 110, width=_RIGHT - _LEFT - 110)
        self._y += 10
        self._paragraph(document.name, size=12, face=pdf.bold)
        self._y += 6

    def table(self) -> None:
        """Every line with its amount."""
        self._columns()
        for row in self._document.rows:
            labels = list(_wrapped(row.label, self._pdf.regular, 10, _LABEL))
            whys = list(_wrapped(row.why, self._pdf.regular, 8.5, _LABEL)) if row.why else []
            if self._y + _LINE * (len(labels) + len(whys)) > _FOOT:
                self._new_page()
                self._columns()
            self._row(row, labels, whys)

    def sums(self) -> None:
        """The total and what it is for."""
        pdf, document = self._pdf, self._document
        self._room(70)
        self._y += 6
        pdf.write(document.texts["total"], _LEFT, self._y, size=12, face=pdf.bold)
        pdf.write(document.total, _RIGHT, self._y, size=12, face=pdf.bold, right=True)
        self._y += 15
        pdf.write(document.term, _RIGHT, self._y, color=_SOFT, right=True)
        self._y += 10
        pdf.rule(_LEFT, self._y, _RIGHT)
        self._y += 22

    def notes(self, url: str) -> None:
        """What holds besides, and where it is accepted."""
        document = self._document
        for text in (document.renewal, document.tax_note):
            if text:
                self._paragraph(text)
        if document.order_steps:
            self._y += 8
            self._paragraph(document.texts["how"], face=self._pdf.bold)
            self._paragraph(document.order_steps)
        self._y += 8
        if document.standing is Standing.ACCEPTED:
            self._paragraph(document.text("accepted_title") + ".", face=self._pdf.bold)
            self._paragraph(document.text("accepted"))
        else:
            self._paragraph(document.texts["online"], face=self._pdf.bold)
            for line in _wrapped(url, self._pdf.regular, 9, _RIGHT - _LEFT):
                self._room(_LINE)
                width = self._pdf.regular.width(line, 9)
                self._pdf.link(url, _LEFT, self._y + 3, width=width, height=_LINE)
                self._pdf.write(line, _LEFT, self._y, size=9, color=(0.12, 0.27, 0.72))
                self._y += _LINE

    def number_pages(self) -> None:
        """Which page of how many, under each."""
        pages = self._pdf.pages
        for page in range(pages):
            text = self._document.text("page", page=str(page + 1), pages=str(pages))
            self._pdf.write(text, _RIGHT, HEIGHT - 36, size=8.5, color=_SOFT, right=True, page=page)
            self._pdf.write(self._document.text("quote"), _LEFT, HEIGHT - 36, size=8.5, color=_SOFT, page=page)

    def _columns(self) -> None:
        texts, pdf = self._document.texts, self._pdf
        for name, x in (("quantity", _QUANTITY), ("each", _EACH), ("amount", _RIGHT)):
            pdf.write(texts[name], x, self._y, size=8.5, color=_SOFT, right=True)
        pdf.write(texts["item"], _LEFT, self._y, size=8.5, color=_SOFT)
        self._y += 6
        pdf.rule(_LEFT, self._y, _RIGHT)
        self._y += 15

    def _row(self, row: Row, labels: list[str], whys: list[str]) -> None:
        for text, x in ((row.quantity, _QUANTITY), (row.each, _EACH), (row.amount, _RIGHT)):
            if text:
                self._pdf.write(text, x, self._y, right=True)
        for line in labels:
            self._pdf.write(line, _LEFT, self._y)
            self._y += _LINE
        for line in whys:
            self._pdf.write(line, _LEFT, self._y, size=8.5, color=_SOFT)
            self._y += 12
        self._pdf.rule(_LEFT, self._y - 7, _RIGHT, width=0.4)
        self._y += 9

    def _paragraph(
        self, text: str, *, x: float = _LEFT, width: float = _RIGHT - _LEFT, size: float = 10, face: Face | None = None
    ) -> None:
        for line in _wrapped(text, face or self._pdf.regular, size, width):
            self._room(_LINE)
            self._pdf.write(line, x, self._y, size=size, face=face)
            self._y += _LINE

    def _room(self, height: float) -> None:
        if self._y + height > _FOOT:
            self._new_page()

    def _new_page(self) -> None:
        self._pdf.begin_page()
        self._y = _TOP


def _wrapped(text: str, face: Face, size: float, width: float) -> Iterator[str]:
    """The lines of a text that are no wider; a word that is too wide by itself is cut."""
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}".strip()
            if face.width(tried, size) <= width:
                line = tried
                continue
            if line:
                yield line
            line = word
            while face.width(line, size) > width:
                cut = next(n for n in range(len(line), 0, -1) if n == 1 or face.width(line[:n], size) <= width)
                yield line[:cut]
                line = line[cut:]
        yield line
