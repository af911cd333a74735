"""Answers in knowledge.yml: what is told twice, what the owner edits, what a source changes and has no longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from milepost.errors import CatalogueError
from milepost.importing.answers.refresh import AnswersUpdate, prepare_answers
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import load_catalogue
from milepost.store.catalogue_versions import take_back, versions
from tests.catalogues import write_small_catalogue

FAQ = """\
## Do you deliver abroad?

Yes, to all countries of the European Union.

## How long does a repair take?

About two weeks in our own workshop.

## Is there a showroom?

Yes, in Cork.
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = write_small_catalogue(tmp_path / "shop")
    ready(folder, FAQ, update=False).put_in_force()
    return folder


def ready(shop: Path, text: str, *, update: bool = True) -> AnswersUpdate:
    file = shop.parent / "faq.md"
    file.write_text(text)
    return prepare_answers(file, shop, update=update)


def updated(shop: Path, text: str) -> Catalogue:
    ready(shop, text).put_in_force()
    return load_catalogue(shop)


def edit(shop: Path, old: str, new: str) -> None:
    text = (shop / "knowledge.yml").read_text()
    assert text.count(old) == 1, (old, text)
    (shop / "knowledge.yml").write_text(text.replace(old, new))


def test_each_entry_keeps_its_source_and_the_owner_s_own_stay(shop: Path) -> None:
    answers = load_catalogue(shop).answers
    assert answers["is-there-a-showroom"].answer == "Yes, in Cork."
    assert answers["is-there-a-showroom"].source == (shop.parent / "faq.md").as_posix()
    assert answers["refund-policy"].source == ""


def test_a_changed_text_follows_and_keeps_its_id(shop: Path) -> None:
    catalogue = updated(shop, FAQ.replace("two weeks", "ten days").replace("a showroom", "a show room"))
    assert "ten days" in catalogue.answers["how-long-does-a-repair-take"].answer
    assert catalogue.answers["is-there-a-showroom"].question == "Is there a show room?"


def test_what_the_owner_edited_added_or_deleted_stays(shop: Path) -> None:
    edit(shop, "About two weeks in our own workshop.", "Three weeks, sorry.  # until May")
    edit(
        shop,
        "    question: Is there a showroom?\n",
        "    question: Is there a showroom?\n    also: [where can I see it]\n",
    )
    text = (shop / "knowledge.yml").read_text()
    start, end = text.index("  do-you-deliver-abroad:"), text.index("  how-long-does-a-repair")
    (shop / "knowledge.yml").write_text(text[:start] + text[end:])
    update = ready(shop, FAQ.replace("two weeks", "ten days").replace("in Cork", "in Galway"))
    assert update.changes.kept == ["How long does a repair take?"]
    update.put_in_force()
    answers = load_catalogue(shop).answers
    assert answers["how-long-does-a-repair-take"].answer == "Three weeks, sorry."
    assert "# until May" in (shop / "knowledge.yml").read_text()
    assert answers["is-there-a-showroom"].also == ("where can I see it",)
    assert answers["is-there-a-showroom"].answer == "Yes, in Galway."
    assert "do-you-deliver-abroad" not in answers


def test_what_vanished_is_set_aside_comes_back_and_is_told_where_it_was_edited(shop: Path) -> None:
    edit(shop, "Yes, in Cork.", "Yes, in Cork and Galway.")
    less = FAQ.partition("## How long")[0]
    update = ready(shop, less)
    assert update.changes.aside == ["How long does a repair take?"]
    assert update.changes.edited == ["Is there a showroom?"]
    assert update.changes.losing == pytest.approx(1 / 3)
    update.put_in_force()
    answers = load_catalogue(shop).answers
    assert "how-long-does-a-repair-take" not in answers
    assert "is-there-a-showroom" in answers
    assert ready(shop, less).changes.is_empty
    assert "how-long-does-a-repair-take" in updated(shop, FAQ).answers


def test_a_second_reading_changes_nothing_and_asks_for_update(shop: Path) -> None:
    assert ready(shop, FAQ).changes.is_empty
    with pytest.raises(CatalogueError, match="was read before: add --update"):
        ready(shop, FAQ, update=False)
    with pytest.raises(CatalogueError, match=r"other\.md was not read into this catalogue before"):
        prepare_answers("other.md", shop, update=True)


def test_everything_that_was_read_is_brought_up_to_date_at_once(shop: Path) -> None:
    more = shop.parent / "more.csv"
    more.write_text("Question,Answer\nDo you engrave?,No.\n")
    prepare_answers(more, shop).put_in_force()
    more.write_text("Question,Answer\nDo you engrave?,Yes.\n")
    (shop.parent / "faq.md").write_text(FAQ.replace("Cork", "Sligo"))
    update = prepare_answers(None, shop, update=True)
    assert sorted(update.changes.changed) == ["Do you engrave?", "Is there a showroom?"]


def test_what_is_told_twice_is_made_one_or_shown(shop: Path) -> None:
    more = shop.parent / "more.md"
    more.write_text(
        "## Can I get my money back?\n\nNever.\n\n## Is there a showroom?\n\nYes, in Cork.\n\n"
        "## When are you there?\n\nFrom nine to five on every working day.\n\n"
        "## What are your hours?\n\nFrom nine to five on every working day.\n\n"
        "## Do you wrap?\n\nYes.\n\n## Do you wrap?\n\nNo.\n\n## How long does the repair take?\n\nLong.\n"
    )
    update = prepare_answers(more, shop)
    assert update.changes.new == ["When are you there?", "Do you wrap?", "How long does the repair take?"]
    told = "\n".join(update.lines())
    for line in (
        "1 questions stood there more than once with the same answer",
        '"What are your hours?" to "When are you there?"',
        '"Do you wrap?" (',
        '"Can I get my money back?" (',
        '"How long does the repair take?" (',
    ):
        assert line in told
    update.put_in_force()
    answers = load_catalogue(shop).answers
    assert answers["when-are-you-there"].also == ("What are your hours?",)
    assert (answers["do-you-wrap"].answer, answers["refund-policy"].answer) == ("Yes.", "Yes, within 30 days.")


def test_nothing_is_written_where_the_result_would_not_pass_or_was_edited_meanwhile(shop: Path) -> None:
    before = (shop / "knowledge.yml").read_text()
    update = ready(shop, FAQ.replace("Cork", "Sligo"))
    (shop / "knowledge.yml").write_text(f"{before}# mine\n")
    with pytest.raises(CatalogueError, match="edited meanwhile"):
        update.put_in_force()
    (shop / "knowledge.yml").write_text(before.replace("question:", "qestion:", 1))
    with pytest.raises(CatalogueError, match="qestion"):
        ready(shop, FAQ.replace("Cork", "Sligo"))
    with pytest.raises(CatalogueError, match="there is no such folder"):
        prepare_answers(shop.parent / "faq.md", shop.parent / "nowhere")
    assert not (shop.parent / "nowhere").exists()


def test_a_version_is_taken_back_with_what_was_remembered_of_it(shop: Path) -> None:
    take_back(shop)
    assert "is-there-a-showroom" not in load_catalogue(shop).answers
    assert len(ready(shop, FAQ, update=False).changes.new) == 3
    assert versions(shop)[0].why == "version 1 was taken back"


def test_a_page_that_cannot_be_read_now_loses_nothing(shop: Path, httpserver: HTTPServer) -> None:
    def page(title: str) -> str:
        return f'<a href="/help/b">more</a><h2>{title}?</h2><p>{title} it is.</p>'

    httpserver.expect_ordered_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_ordered_request("/help").respond_with_data(page("First"), content_type="text/html")
    httpserver.expect_ordered_request("/help/b").respond_with_data(page("Second"), content_type="text/html")
    prepare_answers(httpserver.url_for("/help"), shop).put_in_force()
    httpserver.expect_ordered_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_ordered_request("/help").respond_with_data(page("First"), content_type="text/html")
    httpserver.expect_ordered_request("/help/b").respond_with_data("busy", status=503)
    update = prepare_answers(httpserver.url_for("/help"), shop, update=True)
    assert (update.changes.is_empty, update.changes.losing) == (True, 0)
    httpserver.expect_ordered_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_ordered_request("/help").respond_with_data(page("First"), content_type="text/html")
    httpserver.expect_ordered_request("/help/b").respond_with_data("no", status=404)
    assert prepare_answers(httpserver.url_for("/help"), shop, update=True).changes.aside == ["Second?"]
