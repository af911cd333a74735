"""Feeds as they come: good ones are read, broken ones are told with file and line, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.errors import CatalogueError
from milepost.importing.new_catalogue import import_feed
from milepost.importing.reading.files import read_feed
from milepost.importing.text import category_of
from tests.importing.own_feeds import GUITARS, SHOES, json_text, workbook


def problem(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CatalogueError) as raised:
        read_feed(path)
    return str(raised.value).removeprefix(f"{path.as_posix()}:")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", '[\n{"name": "X",\n]', "3: this is not JSON"),
        ("a.json", "", "1: this is not JSON"),
        ("a.json", "[1, 2]", "1: a product must be an object"),
        ("a.json", "[" * 100_000, "1: this is nested too deeply"),
        ("a.json", "[]", "1: no product with a name was found"),
        ("a.json", b'[\n{"name": "\xff"}]', "2: this is not UTF-8"),
        ("a.csv", "name,price\nX,1\nY,2,3\n", "3: this line has 3 cells under 2 headers"),
        ("a.csv", 'name,price\n"X,1\nY', "2: this is not CSV"),
        ("a.csv", "colour,price\nred,1\n", "1: no product with a name was found"),
        ("a.xlsx", b"no workbook", "1: this is not an XLSX workbook"),
        pytest.param(
            *("a.xlsx", workbook([]).replace(b"<worksheet", b"<workshee"), "1: this is not an XLSX workbook"),
            id="a workbook whose sheet is broken",  # its bytes tell the time
        ),
        (
            "a.pdf",
            "x",
            '1: a feed is one of .json, .jsonl, .ndjson, .csv, .tsv, .txt, .xml, .rss, .atom, .xlsx, not ".pdf"',
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(tmp_path: Path, name: str, content: str | bytes, told: str) -> None:
    assert problem(tmp_path, name, content).startswith(told)


def test_a_file_or_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_feed(tmp_path / "none.json")
    with pytest.raises(CatalogueError, match="there is no feed in this folder"):
        read_feed(tmp_path)


@pytest.mark.parametrize(
    ("name", "category"),
    [("coffee-makers", "coffee maker"), ("tv_2024", "tv"), ("products_export", "product"), ("Shoes", "shoe")],
)
def test_a_category_by_the_name_of_its_file(name: str, category: str) -> None:
    assert category_of(name) == category


def test_the_line_of_a_product_is_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "guitars.json"
    path.write_text(json_text(GUITARS))
    lines = path.read_text().splitlines()
    for product in read_feed(path).products:
        assert lines[product.line - 1].strip() == "{"
        assert f'"{product.id}"' in lines[product.line]


def is_sold_or_told(feed: Path, to: Path) -> bool:
    """Whether a feed became a catalogue, or a list of problems of the feed itself with their lines."""
    try:
        return bool(import_feed(feed, None, to, currency="EUR").catalogue.products)
    except CatalogueError as error:
        is_ours = any(each.file.endswith(".yml") for each in error.problems)
        return not is_ours and bool(error.problems) and all(each.line >= 1 and each.message for each in error.problems)


noise = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(str.encode),
    st.tuples(st.integers(0, 2000), st.binary(max_size=3)).map(
        lambda cut: json_text(GUITARS).encode()[: cut[0]] + cut[1] + json_text(GUITARS).encode()[cut[0] + 1 :]
    ),
    st.tuples(st.integers(0, 300), st.binary(max_size=3)).map(
        lambda cut: SHOES.encode()[: cut[0]] + cut[1] + SHOES.encode()[cut[0] + 1 :]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise, st.sampled_from([".json", ".csv", ".xlsx"]))
def test_noise_gives_a_catalogue_or_a_sentence_with_its_line(tmp_path: Path, content: bytes, ending: str) -> None:
    folder = tmp_path / str(abs(hash((content, ending))))
    folder.mkdir(exist_ok=True)
    feed, to = folder / f"feed{ending}", folder / "catalogue"
    feed.write_bytes(content)
    for file in to.glob("*.yml"):
        file.unlink()
    assert is_sold_or_told(feed, to)


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.lists(st.text(max_size=20), max_size=3),
)
rows = st.lists(
    st.dictionaries(
        st.sampled_from(["name", "price", "description", "features", "colour", "size", "!"]), values, min_size=1
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_any_values_give_a_catalogue_or_a_sentence(tmp_path: Path, feed: list[dict[str, object]]) -> None:
    folder = tmp_path / str(abs(hash(json_text(feed))))
    folder.mkdir(exist_ok=True)
    (folder / "feed.json").write_text(json_text(feed), errors="surrogatepass")
    for file in (folder / "catalogue").glob("*.yml"):
        file.unlink()
    assert is_sold_or_told(folder / "feed.json", folder / "catalogue")
