"""A first catalogue from what an owner has at hand; the examples are made in just this way."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.importing.answers.refresh import prepare_answers
from milepost.importing.start import Beginning, begin
from milepost.importing.updating.update import prepare_update
from milepost.importing.writing.files import LANGUAGES, wording
from milepost.sales.catalogue import Term
from milepost.store.catalogue_files import FILES, load_catalogue
from tests.importing.updating.test_update import FEED, NEWER

FAQ = "## Where are you?\n\nIn Cork.\n\n## Do you wrap?\n\nYes, always.\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "feed.csv").write_text(FEED)
    (tmp_path / "faq.md").write_text(FAQ)
    return tmp_path


def of_files(folder: Path, **said: object) -> Beginning:
    feed, answers = (folder / "feed.csv").as_posix(), (folder / "faq.md").as_posix()
    return Beginning("Oak Row", "willow baskets.", feed=feed, answers=answers, currency="EUR", **said)  # type: ignore[arg-type]


def test_a_feed_and_a_page_of_answers_become_a_company(files: Path) -> None:
    told = of_files(files, email="hi@oak.example", timezone="Europe/Dublin", days={"mon": ["09:00", "17:00"]})
    catalogue = begin(told, files / "shop").catalogue
    company = catalogue.company
    assert (company.name, company.tagline, company.email) == ("Oak Row", "Willow baskets.", "hi@oak.example")
    assert company.about == "Oak Row sells willow baskets."
    assert dict(catalogue.journey.opening_hours.days) == {"mon": ("09:00", "17:00")}
    assert (len(catalogue.products), len(catalogue.answers)) == (3, 2)
    assert not (files / "shop/.history").exists()


def test_what_was_said_of_the_company_stays_when_feed_and_answers_are_brought_up_to_date(files: Path) -> None:
    begin(of_files(files), files / "shop")
    (files / "feed.csv").write_text(NEWER)
    (files / "faq.md").write_text(FAQ.replace("Cork", "Sligo"))
    prepare_update(None, files / "shop").put_in_force()
    prepare_answers(None, files / "shop", update=True).put_in_force()
    catalogue = load_catalogue(files / "shop")
    assert (catalogue.company.name, catalogue.company.tagline) == ("Oak Row", "Willow baskets.")
    assert "rush-basket" in catalogue.products
    assert catalogue.answers["where-are-you"].answer == "In Sligo."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_are_in_the_language_that_was_said_and_stay_so(files: Path, language: str) -> None:
    begin(of_files(files, language=language), files / "shop")
    english = wording()
    made = load_catalogue(files / "shop").journey
    asked = {need.question for need in made.needs.values()}
    assert (english["needs"]["budget"]["question"] in asked) is (language == "en")
    assert wording(language)["needs"]["budget"]["question"] in asked
    assert wording(language)["needs"].keys() == english["needs"].keys()
    assert (made.stages["purchase"].wording == english["journey"]["stages"]["purchase"]["wording"]) is (
        language == "en"
    )
    assert prepare_update(None, files / "shop").difference.is_empty


def test_a_few_things_with_their_prices_are_enough(tmp_path: Path) -> None:
    offers = ("Haircut: 35 EUR", "Colour: 80 EUR", "Wedding: on request", "Chair: 12 per hour")
    catalogue = begin(Beginning("Snip", "haircuts", offers=offers, currency="EUR"), tmp_path / "snip").catalogue
    assert [product.name for product in catalogue.products.values()] == ["Haircut", "Colour", "Wedding", "Chair"]
    assert (catalogue.plans["haircut"].prices[0].term, catalogue.plans["wedding"].custom_price) == (Term.ONE_TIME, True)
    assert catalogue.plans["chair"].prices[0].unit == "hour"
    assert (tmp_path / "snip/pricing.yml").read_text().endswith("{}\n")


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (Beginning("Snip"), 'say what you sell: a file or an address with your products, or each as "Haircut: 35 EUR"'),
        (Beginning("Snip", offers=("Haircut",)), '"Haircut" must be a name and a price'),
        (Beginning("Snip", offers=("Haircut: 35",)), "no price says its currency: say it, as --currency EUR"),
        (
            Beginning("Snip", offers=("Haircut: cheap",), currency="EUR"),
            r'snip/products.yml:\d+: "price" of product "Haircut"',
        ),
        (
            Beginning("Snip", offers=("A: 3 EUR", "B: 4 USD")),
            r'snip/products.yml:\d+: "price" of product "A" has no amount in USD',
        ),
        (Beginning("Snip", offers=("A: 3 EUR",), email="nobody"), r'snip/products.yml:\d+: "email" of company'),
        (Beginning("Snip", offers=("A: 3 EUR",), answers="nowhere.md"), "nowhere.md:1: the file cannot be read"),
        (Beginning("Snip", feed="nowhere.csv"), "nowhere.csv:1: the file cannot be read"),
    ],
)
def test_what_is_wrong_is_told_where_it_would_stand_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Beginning, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CatalogueError, match=message):
        begin(told, Path("snip"))
    assert not Path("snip").exists()


def test_a_folder_with_a_catalogue_is_left_alone(files: Path) -> None:
    begin(of_files(files), files / "shop")
    with pytest.raises(CatalogueError, match="there is a catalogue already: name another folder"):
        begin(of_files(files), files / "shop")


EXAMPLES = {
    "nursery": Beginning(
        "Fernlea Nursery",
        "hardy plants for small gardens, grown without peat",
        feed="examples/nursery/from/wc-product-export.csv",
        answers="examples/nursery/from/questions.md",
        currency="GBP",
        email="hello@fernlea.example",
        timezone="Europe/London",
        days={**{key: ["09:00", "17:00"] for key in ("tue", "wed", "thu", "fri", "sat")}, "sun": ["10:00", "16:00"]},
    ),
    "instruments": Beginning(
        "Halyard Strings",
        "string instruments, with a workshop that looks after them",
        feed="examples/instruments/from/products_export.csv",
        answers="examples/instruments/from/faq.html",
        currency="EUR",
        email="hello@halyard.example",
        timezone="Europe/Vienna",
        days={**{key: ["10:00", "18:30"] for key in ("tue", "wed", "thu", "fri")}, "sat": ["10:00", "16:00"]},
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_what_this_path_makes_of_the_files_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    house = Path(__file__).resolve().parents[2]
    monkeypatch.chdir(house)
    begin(EXAMPLES[name], tmp_path / "made")
    for file in FILES:
        assert (tmp_path / "made" / file).read_text() == (house / "examples" / name / file).read_text(), file
