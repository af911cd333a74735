"""How long a feed takes to become a catalogue, and to be brought up to date: 300 to 10,000 products, with the memory at its most.

`python -m benchmarks.imports [products …]` runs each size in a process of its own.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

SIZES = (300, 1_200, 5_000, 10_000)
_HEADERS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Variant SKU", "Variant Inventory Qty", "Variant Price", "Variant Compare At Price",
    "Cost per item", "Image Src", "Status",
)  # fmt: skip
_KINDS = ("Kettle", "Lamp", "Backpack", "Chair", "Notebook", "Bottle", "Blanket", "Speaker")
_MAKERS = ("Aldern", "Brook & Vale", "Corvane", "Dunmore", "Elstow", "Fairlight", "Garrick", "Hollin")
_COLOURS = ("black", "white", "red", "green", "sand")
_SIZES = ("Small", "Medium", "Large")
_TEXT = """
steel wool bamboo glass linen cotton walnut oak brass copper quiet foldable washable insulated waterproof
dimmable rechargeable padded adjustable stackable handle lid base strap pocket lining frame cable switch timer
sensor filter
"""
_WORDS = _TEXT.split()


def write_feed(path: Path, products: int) -> None:
    """A shop's export with a few lines of description and two to six variants for every third product."""
    chance = random.Random(products)
    names = [f"{chance.choice(_MAKERS)} {_name(chance)}" for _ in range(products)]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(_HEADERS)
        for number, name in enumerate(names):
            kind, price = chance.choice(_KINDS), chance.randrange(900, 60_000) / 100
            forms = [(colour, size) for colour in _COLOURS[:2] for size in _SIZES] if number % 3 == 0 else [("", "")]
            for place, (colour, size) in enumerate(forms):
                first = place == 0
                table.writerow((
                    f"p-{number}", f"{name} {kind}" if first else "", _description(chance, kind) if first else "",
                    name.rsplit(" ", 1)[0] if first else "", f"Home & Garden > {kind}s" if first else "",
                    f"{kind}s" if first else "",
                    "true" if first else "", "Colour" if first and colour else "", colour, "Size" if first and size else "", size,
                    f"SKU-{number}-{place}", chance.randrange(0, 40), f"{price + place:.2f}",
                    f"{price * 1.2 + place:.2f}" if number % 5 == 0 else "", f"{price / 2:.2f}",
                    f"https://shop.example/i/{number}.jpg", ("draft" if number % 50 == 49 else "active") if first else "",
                ))  # fmt: skip


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(("ba", "ko", "mi", "ra", "tu", "len", "vor", "sel", "dan")) for _ in range(4)).title()


def _description(chance: random.Random, kind: str) -> str:
    words = [chance.choice(_WORDS) for _ in range(60)]
    text = " ".join(words[:20]).capitalize() + ". " + " ".join(words[20:45]).capitalize() + "."
    items = "".join(f"<li>{word} {other}</li>" for word, other in zip(words[45:50], words[50:55], strict=True))
    weight, size = chance.randrange(100, 4000), chance.randrange(10, 90)
    return (
        f"<p>This {kind.lower()} has a {text}</p><ul>{items}<li>Weight: {weight} g</li><li>Height: {size} cm</li></ul>"
    )


def prepare(folder: Path, products: int) -> None:
    """A feed of that size."""
    write_feed(folder / "feed.csv", products)


def make(folder: Path) -> None:
    """Its catalogue, anew."""
    from milepost.importing.new_catalogue import import_feed

    import_feed(folder / "feed.csv", None, folder / "catalogue", currency="EUR")


def renew(folder: Path) -> None:
    """The catalogue brought up to date by the feed with other pieces in stock."""
    from milepost.importing.updating.update import prepare_update

    feed = folder / "feed.csv"
    feed.write_text(feed.read_text(encoding="utf-8").replace(",7,", ",8,"), encoding="utf-8")
    prepare_update(feed, folder / "catalogue").put_in_force()


def check(folder: Path) -> None:
    """The catalogue read and checked, as at the start of the program."""
    from milepost.store.catalogue_files import load_catalogue

    load_catalogue(folder / "catalogue")


def measured(step: str, folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of CPU and megabytes at the most of one step, in a process of its own."""
    code = f"from pathlib import Path; from benchmarks.imports import {step}; {step}(Path({str(folder)!r}))"
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{code}; import resource; print(resource.getrusage(0).ru_maxrss)"],
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, cpu, int(run.stdout.split()[-1]) / 1024


def main() -> None:
    """A table with a line for each size."""
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    table = Table(
        "products", *(f"{step} {what}" for step in ("import", "update", "check") for what in ("s", "CPU s", "MB"))
    )
    table.add_column("CPU ms a product")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            prepare(Path(name), size)
            found = [measured(step, Path(name)) for step in ("make", "renew", "check")]
        cells = [
            f"{figure:.1f}" if place < 2 else f"{figure:.0f}" for each in found for place, figure in enumerate(each)
        ]
        table.add_row(str(size), *cells, f"{1000 * found[0][1] / size:.1f}")
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
