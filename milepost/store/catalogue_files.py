"""A catalogue folder as one Catalogue: four files read together, every problem told with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from milepost.errors import CatalogueError
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_schema.fields import Fields, Source
from milepost.store.catalogue_schema.journey import read_journey_file
from milepost.store.catalogue_schema.knowledge import read_knowledge_file
from milepost.store.catalogue_schema.ledger import Ledger
from milepost.store.catalogue_schema.pricing import read_pricing_file
from milepost.store.catalogue_schema.products import read_products_file
from milepost.store.catalogue_schema.yaml_nodes import Table, read_nodes
from milepost.store.collecting import without_collector

PRODUCTS, PRICING, KNOWLEDGE, JOURNEY = FILES = ("products.yml", "pricing.yml", "knowledge.yml", "journey.yml")

NEXT = ".next"
"""Where a version stands complete that is about to replace the folder's files: what is there is read in their place."""

# What the other files point at and would miss if one cannot be read.
_DEFINED_IN = {PRODUCTS: ("attribute", "product"), PRICING: ("plan",), KNOWLEDGE: ("article",), JOURNEY: ()}

Contents = Mapping[str, bytes]


def load_catalogue(folder: Path) -> Catalogue:
    """What the folder's four files say. Raises CatalogueError with all their problems, in the files' order."""
    with without_collector():
        return _loaded(folder)


def _loaded(folder: Path) -> Catalogue:
    ledger = Ledger()
    contents = _read_contents(folder, ledger)
    pages = {name: _read_page(folder / name, content, ledger) for name, content in contents.items()}
    for name in FILES:
        if pages.get(name) is None:
            ledger.unread(*_DEFINED_IN[name])
    catalogue = _read_pages(pages, _version_of(contents))
    ledger.settle()
    if ledger.problems or catalogue is None:
        order = {_shown(folder / name): position for position, name in enumerate(FILES)}
        raise CatalogueError(sorted(ledger.problems, key=lambda told: (order.get(told.file, -1), told.line)))
    return catalogue


def read_version(folder: Path) -> str:
    """The version that the files have now, whatever they say; a file that cannot be read counts as none."""
    return _version_of(_read_contents(folder, Ledger()))


def _version_of(contents: Contents) -> str:
    """The first 12 hex digits of the sha256 over the files' names and bytes."""
    digest = sha256()
    for name, content in contents.items():
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _read_contents(folder: Path, ledger: Ledger) -> dict[str, bytes]:
    """The bytes of the files that can be read, once: what is checked is what is hashed."""
    if not folder.is_dir():
        ledger.problem(_shown(folder), 1, "there is no such folder")
        return {}
    contents: dict[str, bytes] = {}
    for name in FILES:
        path = folder / name
        try:
            contents[name] = _newest(folder, name)
        except FileNotFoundError:
            ledger.problem(_shown(path), 1, "the file is missing")
        except OSError as error:
            ledger.problem(_shown(path), 1, f"the file cannot be read: {error.strerror}")
    return contents


def _newest(folder: Path, name: str) -> bytes:
    try:
        return (folder / NEXT / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return (folder / name).read_bytes()


def _shown(path: Path) -> str:
    """How a problem names a file: from the working folder where it is below it, as editors and terminals link it."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _read_page(path: Path, content: bytes, ledger: Ledger) -> Fields | None:
    """The keys of one file, None where it is not YAML."""
    source = Source(_shown(path), ledger)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source.problem(content.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text: save the file as UTF-8")
        return None
    node = read_nodes(text, source.problem)
    if node is None:
        return None
    if isinstance(node, Table):
        return Fields(node, source, path.name, 1)
    source.problem(node.line, 'the file must be keys with their values ("key: value")')
    return None


def _read_pages(pages: Mapping[str, Fields | None], version: str) -> Catalogue | None:
    """None where a file is missing; the others have been checked all the same."""
    products, pricing, knowledge, journey = (pages.get(name) for name in FILES)
    offer = read_products_file(products) if products else None
    attributes, currencies = (offer.attributes, offer.company.currencies) if offer else ({}, ())
    prices = read_pricing_file(pricing, attributes, currencies, offer.plans if offer else {}) if pricing else None
    said = read_knowledge_file(knowledge) if knowledge else None
    way = read_journey_file(journey, offer) if journey else None
    for page in filter(None, pages.values()):
        page.close()
    if offer is None or prices is None or said is None or way is None:
        return None
    aside = offer.set_aside
    return Catalogue(
        version=version,
        company=offer.company,
        attributes=offer.attributes,
        products={name: product for name, product in offer.products.items() if name not in aside},
        plans={name: plan for name, plan in prices.plans.items() if plan.product not in aside},
        journey=way,
        add_ons=prices.add_ons,
        discounts=prices.discounts,
        competitors=offer.competitors,
        answers=said.answers,
        articles={
            name: replace(article, products=tuple(each for each in article.products if each not in aside))
            for name, article in said.articles.items()
        },
    )
