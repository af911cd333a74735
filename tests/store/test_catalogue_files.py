"""A catalogue folder is read as it is written; whatever is wrong with it is told with file and line."""

from __future__ import annotations

import re
import time
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.errors import CatalogueError
from milepost.sales.journey import DangerTable
from milepost.store.catalogue_files import FILES, load_catalogue, read_version
from tests.catalogue_texts import SMALL_FILES
from tests.catalogues import small_catalogue, write_small_catalogue
from tests.store.broken import Broken
from tests.store.broken_catalogues import BROKEN

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_small_catalogue(Path("catalogue"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new))


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return [str(problem) for problem in caught.value.problems]


def line_of(folder: Path, file: str, words: str) -> int:
    lines = [number for number, line in enumerate((folder / file).read_text().splitlines(), 1) if words in line]
    assert len(lines) == 1, f"{words!r} stands in lines {lines} of {file}"
    return lines[0]


def test_folder_is_read_into_the_values_that_it_says(folder: Path) -> None:
    read = load_catalogue(folder)
    expected = small_catalogue(version=read.version)
    for part in fields(read):
        assert getattr(read, part.name) == getattr(expected, part.name), part.name


def test_amounts_keep_the_digits_that_were_written(folder: Path) -> None:
    edit(folder, "pricing.yml", "USD: 22.50", "USD: 22.10")
    assert str(load_catalogue(folder).plan("inbox-team").prices[0].tiers[1].amounts["USD"]) == "22.10"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [("yes", True), ("Yes", True), ("true", True), ("no", False), ("False", False), ("'no'", False)],
)
def test_yes_and_no_are_read_where_a_yes_or_no_belongs(folder: Path, words: str, meaning: bool) -> None:
    edit(folder, "products.yml", "sso: no,", f"sso: {words},")
    assert load_catalogue(folder).product("inbox").attributes["sso"] is meaning


def test_a_word_that_looks_like_something_else_stays_a_word_where_a_word_belongs(folder: Path) -> None:
    edit(folder, "products.yml", "choices: [EU, US]", "choices: [EU, no, 1e3, 12:30]")
    edit(folder, "products.yml", "region: EU,", "region: no,")
    catalogue = load_catalogue(folder)
    assert catalogue.attributes["region"].choices == ("EU", "no", "1e3", "12:30")
    assert catalogue.product("inbox").attributes["region"] == "no"


def test_a_key_without_a_value_counts_as_absent(folder: Path) -> None:
    edit(folder, "products.yml", "attributes: {storage: 10, ", "attributes: {storage: , ")
    edit(folder, "pricing.yml", "    trial_days: 14", "    trial_days:\n    best_for: null")
    catalogue = load_catalogue(folder)
    assert "storage" not in catalogue.product("inbox").attributes
    assert (catalogue.plan("inbox-team").trial_days, catalogue.plan("inbox-team").best_for) == (0, ())


def test_byte_order_mark_and_windows_line_ends_are_read(folder: Path) -> None:
    for name, text in SMALL_FILES.items():
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    version = load_catalogue(folder).version
    assert load_catalogue(folder) == small_catalogue(version=version)


def test_opening_hours_without_a_time_zone_take_the_company_s(folder: Path) -> None:
    edit(folder, "products.yml", "timezone: Europe/Dublin", "timezone: Asia/Tokyo")
    assert load_catalogue(folder).journey.opening_hours.timezone == "Asia/Tokyo"


def test_the_owners_words_for_a_danger_and_the_help_are_read(folder: Path) -> None:
    assert load_catalogue(folder).journey.danger == DangerTable()
    more = 'danger: {phrases: ["Chest  pain*", "can\'t pee", douleur thoracique], help: Call 112 now.}\n'
    with (folder / "journey.yml").open("a", encoding="utf-8") as file:
        file.write(more)
    danger = load_catalogue(folder).journey.danger
    assert danger == DangerTable(("Chest pain*", "can't pee", "douleur thoracique"), "Call 112 now.")


@pytest.mark.parametrize("phrase", ["(a|b)", "ab*", "*", "a", "pain.", "_", "!pain", "chest ~pain"])
def test_a_danger_that_is_not_plain_words_is_told(folder: Path, phrase: str) -> None:
    with (folder / "journey.yml").open("a", encoding="utf-8") as file:
        file.write(f"danger: {{phrases: ['{phrase}']}}\n")
    (problem,) = problems_of(folder)
    assert '"phrases" of "danger" must be a few plain words' in problem


def test_a_need_about_an_attribute_offers_its_choices(folder: Path) -> None:
    assert load_catalogue(folder).journey.needs["data_region"].options == ("EU", "US")


def test_plans_of_different_products_may_share_a_name(folder: Path) -> None:
    edit(folder, "pricing.yml", "    name: Acorn Desk", "    name: Team")
    assert load_catalogue(folder).plan("desk-piece").name == "Team"


def test_a_last_tier_may_reach_past_the_largest_quantity(folder: Path) -> None:
    edit(folder, "pricing.yml", "{up_to: 100, ", "{up_to: 500, ")
    assert load_catalogue(folder).plan("inbox-team").max_quantity == 100


def test_version_is_twelve_hex_digits_that_follow_the_content(folder: Path) -> None:
    before = load_catalogue(folder).version
    assert len(before) == 12
    assert int(before, 16) >= 0
    assert load_catalogue(folder).version == before == read_version(folder)
    edit(folder, "journey.yml", "question_budget: 4", "question_budget: 5")
    assert load_catalogue(folder).version == read_version(folder) != before


def test_version_tells_apart_what_only_moved_between_files(folder: Path) -> None:
    before = read_version(folder)
    edit(folder, "knowledge.yml", "answers:\n", "")
    (folder / "pricing.yml").write_text((folder / "pricing.yml").read_text() + "answers:\n")
    assert read_version(folder) != before


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.says[:60])
def test_a_mistake_is_told_with_file_and_line(folder: Path, case: Broken) -> None:
    edit(folder, case.file, case.was, case.now)
    line = line_of(folder, case.file, case.there)
    assert f"catalogue/{case.file}:{line}: {case.says}" in problems_of(folder)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.says[:60])
def test_a_mistake_does_not_drag_others_along(folder: Path, case: Broken) -> None:
    """One slip is one problem; a few are two, as when a misspelt required key is unknown and missed."""
    edit(folder, case.file, case.was, case.now)
    assert len(problems_of(folder)) <= 2


def test_all_problems_of_all_files_are_told_in_their_order(folder: Path) -> None:
    edit(folder, "journey.yml", "weight: 0.9", "weight: heavy")
    edit(folder, "pricing.yml", "    custom_price: yes\n", "")
    edit(folder, "pricing.yml", "product: desk", "product: desc")
    edit(folder, "products.yml", "type: number", "type: numbr")
    assert problems_of(folder) == [
        'catalogue/products.yml:13: "type" of attribute "File storage" must be one of number, boolean, choice, list, '
        'text, not "numbr"; did you mean "number"?',
        'catalogue/pricing.yml:19: plan "Enterprise" has no price',
        'catalogue/pricing.yml:24: there is no product "desc"; did you mean "desk"?',
        'catalogue/journey.yml:16: "weight" of need "team_size" must be a number as 1200 or 12.50, not "heavy"',
    ]


def test_what_points_into_a_file_that_cannot_be_read_is_not_called_missing(folder: Path) -> None:
    (folder / "products.yml").write_text("company: [\n")
    assert problems_of(folder) == ["catalogue/products.yml:1: a value is missing here, or a bracket is not closed"]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert problems_of(folder) == [f"catalogue/{name}:1: the file is missing"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_told(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    assert problems_of(folder) == [f"catalogue/{name}:1: the file is empty"]


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n"])
def test_a_file_without_keys_is_told(folder: Path, text: str) -> None:
    (folder / "knowledge.yml").write_text(text)
    assert problems_of(folder) == ['catalogue/knowledge.yml:1: the file must be keys with their values ("key: value")']


def test_a_file_that_is_not_utf8_is_told_with_its_line(folder: Path) -> None:
    (folder / "knowledge.yml").write_bytes("answers: {}\nguides: {}\n# Fünf\n".encode("latin-1"))
    assert problems_of(folder) == ["catalogue/knowledge.yml:3: this is not UTF-8 text: save the file as UTF-8"]


def test_a_control_character_is_told_with_its_line(folder: Path) -> None:
    (folder / "knowledge.yml").write_text("answers: {}\n# \x07\n")
    assert problems_of(folder) == ["catalogue/knowledge.yml:2: a character that cannot be shown stands here: delete it"]


def test_a_folder_in_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "journey.yml").unlink()
    (folder / "journey.yml").mkdir()
    assert problems_of(folder) == ["catalogue/journey.yml:1: the file cannot be read: Is a directory"]


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert problems_of(Path("catalog")) == ["catalog:1: there is no such folder"]


def test_a_file_is_named_from_the_working_folder_where_it_is_below_it(folder: Path) -> None:
    (folder / "journey.yml").unlink()
    assert problems_of(folder.resolve()) == ["catalogue/journey.yml:1: the file is missing"]


def test_a_section_that_is_not_one_hides_what_points_at_it(folder: Path) -> None:
    edit(folder, "pricing.yml", "plans:\n  inbox-team:", "plans:\n  - inbox-team:")
    (folder / "pricing.yml").write_text("plans: [team]\ndiscounts:\n  a: {name: A, percent: 5, plans: [team]}\n")
    assert problems_of(folder) == [
        'catalogue/pricing.yml:1: "plans" of pricing.yml must be a group of keys, each with its value ("key: value")'
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(FILES))
def test_cut_out_files_are_read_or_told_and_nothing_else(data: st.DataObject, name: str) -> None:
    content = SMALL_FILES[name].encode()
    start = data.draw(st.integers(0, len(content)), label="start")
    end = data.draw(st.one_of(st.just(len(content)), st.integers(start, len(content))), label="end")
    _read_or_told(name, content[:start] + content[end:])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(FILES), rubbish=st.one_of(st.binary(max_size=8), st.text(max_size=8)))
def test_scribbled_on_files_are_read_or_told_and_nothing_else(
    data: st.DataObject, name: str, rubbish: bytes | str
) -> None:
    content = SMALL_FILES[name].encode()
    start = data.draw(st.integers(0, len(content)), label="start")
    inserted = rubbish if isinstance(rubbish, bytes) else rubbish.encode("utf-8", "surrogatepass")
    _read_or_told(name, content[:start] + inserted + content[start:])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    name=st.sampled_from(FILES),
    value=st.sampled_from(["", "[]", "{}", "[[1]]", "{a: {b: 1}}", "~", "x"]),
)
def test_values_of_another_shape_are_read_or_told_and_nothing_else(data: st.DataObject, name: str, value: str) -> None:
    lines = SMALL_FILES[name].splitlines()
    keyed = [number for number, line in enumerate(lines) if ":" in line]
    number = data.draw(st.sampled_from(keyed), label="line")
    lines[number] = lines[number].partition(":")[0] + ": " + value
    _read_or_told(name, "\n".join(lines).encode())


def _read_or_told(name: str, content: bytes) -> None:
    with TemporaryDirectory() as place:
        folder = write_small_catalogue(Path(place))
        (folder / name).write_bytes(content)
        try:
            problems = load_catalogue(folder) and ()
        except CatalogueError as error:
            problems = error.problems
        last = len(content) + 1
        assert all(1 <= problem.line <= last for problem in problems if problem.file.endswith(name))


def test_a_full_catalogue_is_read_faster_than_a_visitor_notices() -> None:
    began = time.perf_counter()
    load_catalogue(HOUSE / "catalogue")
    assert time.perf_counter() - began < 1.5


@pytest.mark.parametrize("name", ["catalogue", "examples/shop", "examples/services"])
def test_the_catalogues_that_come_with_the_program_are_valid(name: str) -> None:
    assert load_catalogue(HOUSE / name).products


def test_the_examples_on_the_owner_s_page_make_a_valid_catalogue(tmp_path: Path) -> None:
    page = (HOUSE / "docs/catalogue.md").read_text()
    for name in FILES:
        examples = re.findall(rf"```yaml\n# {re.escape(name)}\n(.*?)```", page, re.DOTALL)
        (tmp_path / name).write_text("".join(examples))
    assert set(load_catalogue(tmp_path).plans) == {"inbox-team", "inbox-enterprise", "mug-piece"}
