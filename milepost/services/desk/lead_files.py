"""Files of leads and customers: read by columns that a person maps, checked row by row, and kept all at once or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

from milepost.errors import NotAllowed
from milepost.sales.buying_stages import STAGES
from milepost.sales.catalogue import Catalogue
from milepost.sales.notes.entered import phone_number, sum_of_money
from milepost.sales.notes.lead_notes import CONTACT
from milepost.services.desk.writing import email_address, value_of
from milepost.store.records.desk.deals import LONGEST_TAG

MOST_ROWS = 10_000
DEAL_FIELDS = ("value", "currency", "stage", "status", "owner", "tags", "since", "note")
_SEPARATORS = ",;\t|"
_LONGEST_NOTE = 4_000
# Headings by what they hold; everything else of a heading than letters and digits is left out before it is looked up.
_HEADINGS: Mapping[str, str] = {
    "contact_name": "name fullname contact contactname person customer nombre nom kunde ansprechpartner nome contacto",
    "company": "company organisation organization account firm firma unternehmen empresa societe entreprise business",
    "email": "email emailaddress mail mailaddress correo courriel correoelectronico",
    "phone": "phone phonenumber telephone tel mobile cell telefon telefono telefone handy portable",
    "value": "value amount dealvalue worth price total revenue arr mrr betrag wert importe valor montant",
    "currency": "currency waehrung moneda devise moeda",
    "stage": "stage buyingstage lifecyclestage phase etapa",
    "status": "status leadstatus dealstatus state estado statut",
    "owner": "owner rep salesrep assignedto leadowner contactowner verantwortlich",
    "tags": "tags tag labels label keywords etiquetas",
    "since": "since closedate closeddate customersince wondate startdate created createdate date datum fecha",
    "note": "note notes comment comments description remark bemerkung notiz notas",
}
_STATUS: Mapping[str, str] = {
    "won": "won customer client closedwon active gewonnen kunde cliente ganado gagne",
    "lost": "lost closedlost churned verloren perdido perdu inactive",
    "open": "open new lead prospect qualified working nurturing offen neu abierto",
}
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class LeadTable:
    """A file as it stands: its headings, and the lines under them with their numbers in the file."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one cell: the line of the file, the heading of its column, what to do."""

    line: int
    column: str
    sentence: str


@dataclass
class LeadRow:
    """One row as it will be kept. `again` is a line of the same file, `known` the lead, of the same address or number."""

    line: int
    facts: dict[str, Any] = field(default_factory=dict)
    deal: dict[str, Any] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    known: str = ""
    again: int = 0

    @property
    def is_double(self) -> bool:
        """Whether somebody of that address or number is there already, in the store or further up in the file."""
        return bool(self.known or self.again)


def read_table(text: str) -> LeadTable:
    """The table in a file. Raises NotAllowed for what is none, or is too long."""
    csv.field_size_limit(1_000_000)
    separator = max(_SEPARATORS, key=lambda sign: _evenness(text, sign))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, tuple[str, ...]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, tuple(cell.strip() for cell in cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise NotAllowed(f"line {start} is not CSV: {error}") from None
    if len(lines) < 2:
        raise NotAllowed("the file needs a line of headings and at least one line under it")
    if len(lines) > MOST_ROWS + 1:
        raise NotAllowed(f"the file has more than {MOST_ROWS:,} rows; import it in parts")
    headings = tuple(name or f"column {place}" for place, name in enumerate(lines[0][1], 1))
    return LeadTable(headings, tuple(lines[1:]))


def guessed(table: LeadTable, catalogue: Catalogue) -> tuple[str, ...]:
    """What each column holds, by its heading, else by its cells; "" for one that is left out. Nothing is guessed twice."""
    names = {word: name for name, words in _HEADINGS.items() for word in words.split()}
    for need in catalogue.journey.needs:
        names.setdefault(_bare(need), f"need:{need}")
        attribute = catalogue.attributes.get(catalogue.journey.needs[need].attribute or "")
        if attribute is not None:
            names.setdefault(_bare(attribute.name), f"need:{need}")
    found: list[str] = []
    for place, heading in enumerate(table.headings):
        name = names.get(_bare(heading), "") or _by_cells(
            [cells[place] for _, cells in table.rows[:50] if place < len(cells)]
        )
        found.append("" if name in found else name)
    return tuple(found)


def read_rows(
    table: LeadTable, columns: Sequence[str], catalogue: Catalogue, owners: Mapping[str, str], *, status: str = "open"
) -> list[LeadRow]:
    """Each line as it would be kept, with what is wrong in it. `owners` are users' ids by name and address, in small letters;
    `status` is that of rows that say none."""
    rows = []
    for line, cells in table.rows:
        row = LeadRow(line, deal={"status": status})
        texts = {
            name: cells[place] for place, name in enumerate(columns) if name and place < len(cells) and cells[place]
        }
        titles = {name: table.headings[place] for place, name in enumerate(columns) if name}
        for name, text in texts.items():
            try:
                _read_cell(row, name, text, texts, catalogue, owners)
            except NotAllowed as refusal:
                row.wrong.append(Wrong(line, titles[name], f"{refusal}"))
        if not row.wrong and not any(need in row.facts for need in CONTACT):
            row.wrong.append(Wrong(line, "", "there is no name, company, e-mail address or phone number"))
        rows.append(row)
    return rows


def mark_doubles(rows: Sequence[LeadRow], known: Mapping[str, str]) -> None:
    """Note on each row which lead, or which line further up, has the same address or number. `known`: lead by either."""
    seen: dict[str, int] = {}
    for row in rows:
        mine = identifiers(row)
        row.known = next((known[each] for each in mine if each in known), "")
        row.again = next((seen[each] for each in mine if each in seen), 0)
        for each in mine:
            seen.setdefault(each, row.line)


def identifiers(row: LeadRow) -> list[str]:
    """The address and the number that a row is known by."""
    return [str(row.facts[need]) for need in ("email", "phone") if need in row.facts]


def _read_cell(
    row: LeadRow, name: str, text: str, texts: Mapping[str, str], catalogue: Catalogue, owners: Mapping[str, str]
) -> None:
    if name == "email":
        row.facts[name] = email_address(text)
    elif name == "phone":
        row.facts[name] = phone_number(text)
    elif name in CONTACT:
        row.facts[name] = " ".join(text.split())[:300]
    elif name.startswith("need:"):
        need = name.removeprefix("need:")
        row.facts[need] = value_of(need, text, catalogue)
    elif name == "value":
        currency = texts.get("currency", "").strip().upper()
        row.deal["value"], row.deal["currency"] = sum_of_money(text, tuple(catalogue.company.currencies), currency)
    elif name != "currency":
        row.deal[name] = _READ[name](text, owners)


def _stage(text: str, owners: Mapping[str, str]) -> str:
    if text.casefold() not in STAGES:
        raise NotAllowed(f"the stage is one of {', '.join(STAGES)}")
    return text.casefold()


def _status(text: str, owners: Mapping[str, str]) -> str:
    bare = _bare(text)
    found = next((status for status, words in _STATUS.items() if bare in words.split()), "")
    if not found:
        raise NotAllowed("the status is open, won or lost")
    return found


def _owner(text: str, owners: Mapping[str, str]) -> str:
    if text.casefold() not in owners:
        raise NotAllowed("nobody of that name or address may sign in here")
    return owners[text.casefold()]


def _tags(text: str, owners: Mapping[str, str]) -> list[str]:
    return [tag.strip()[:LONGEST_TAG] for tag in re.split(r"[,;|]", text) if tag.strip()]


def _since(text: str, owners: Mapping[str, str]) -> datetime:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=timezone.utc)
        except ValueError:
            continue
    raise NotAllowed(f"write the day as {date(2026, 3, 31).isoformat()}")


def _note(text: str, owners: Mapping[str, str]) -> str:
    return text[:_LONGEST_NOTE]


_READ: Mapping[str, Any] = {
    "stage": _stage,
    "status": _status,
    "owner": _owner,
    "tags": _tags,
    "since": _since,
    "note": _note,
}


def _by_cells(cells: Sequence[str]) -> str:
    """E-mail addresses and phone numbers are known by themselves."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return ""
    for name, read in (("email", email_address), ("phone", phone_number)):
        if all(_reads(read, cell) for cell in filled) and (name == "email" or any(len(c) > 7 for c in filled)):
            return name
    return ""


def _reads(read: Any, text: str) -> bool:
    try:
        read(text)
    except NotAllowed:
        return False
    return True


def _bare(text: str) -> str:
    folded = text.casefold().translate(str.maketrans("äöüéèêáàâíóôúñç", "aoueeeaaaioounc"))
    return re.sub(r"[^a-z0-9]", "", folded)


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines a separator cuts into as many cells as the headings, and into how many."""
    lines = list(_first_lines(text, separator))
    width = len(lines[0]) if lines else 1
    return (sum(len(line) == width for line in lines) if width > 1 else 0), width


def _first_lines(text: str, separator: str) -> Iterator[list[str]]:
    try:
        for place, cells in enumerate(csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)):
            if place >= 40:
                return
            if any(cells):
                yield cells
    except csv.Error:
        return


def total_of(rows: Sequence[LeadRow]) -> Mapping[str, Decimal]:
    """What the rows are worth together, by currency."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        if "value" in row.deal:
            sums[row.deal["currency"]] = sums.get(row.deal["currency"], Decimal(0)) + row.deal["value"]
    return sums
