"""A second feed into an imported catalogue: prices and stock follow, the owner's edits stay, what vanished is set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.importing.new_catalogue import import_feed
from milepost.importing.updating.update import Update, prepare_update
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import FILES, load_catalogue
from milepost.store.catalogue_versions import take_back, versions
from tests.importing.made import costs, regular

FEED = """\
Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Status
reed,Reed Basket,<p>Woven by hand.</p>,Oak Row,Baskets,Size,Small,R-S,3,19.00,,active
reed,,,,,,Large,R-L,5,29.00,,
ash,Ash Basket,<p>Split wood.</p>,Oak Row,Baskets,Title,Default Title,A,4,21.00,,active
willow,Willow Basket,<p>Light.</p>,Vale,Baskets,Title,Default Title,W,9,25.00,,active
"""  # noqa: E501
NEWER = """\
Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Status
rush,Rush Basket,<p>New.</p>,Vale,Baskets,Title,Default Title,N,2,15.00,,active
reed,Reed Basket,<p>Woven by hand.</p>,Oak Row,Baskets,Size,Small,R-S,0,22.00,,active
reed,,,,,,Large,R-L,5,32.00,,
ash,Ash Basket,<p>Split wood.</p>,Oak Row,Baskets,Title,Default Title,A,1,18.00,21.00,active
"""  # noqa: E501


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "feed.csv").write_text(FEED)
    import_feed(tmp_path / "feed.csv", None, tmp_path / "shop", currency="EUR")
    return tmp_path / "shop"


def ready(shop: Path, feed: str = NEWER) -> Update:
    (shop.parent / "feed.csv").write_text(feed)
    return prepare_update(None, shop)


def updated(shop: Path, feed: str = NEWER) -> Catalogue:
    ready(shop, feed).put_in_force()
    return load_catalogue(shop)


def edit(shop: Path, file: str, old: str, new: str) -> None:
    text = (shop / file).read_text()
    assert text.count(old) == 1, (old, text)
    (shop / file).write_text(text.replace(old, new))


def test_prices_and_stock_follow_the_feed(shop: Path) -> None:
    catalogue = updated(shop)
    assert (costs(catalogue, "Reed Basket", Size="Small"), costs(catalogue, "Reed Basket", Size="Large")) == (22, 32)
    assert [each.stock for each in catalogue.products["reed-basket"].variants] == [0, 5]
    assert (regular(catalogue, "Ash Basket"), costs(catalogue, "Ash Basket")) == (21, 18)
    assert catalogue.products["ash-basket"].stock == 1
    assert catalogue.products["rush-basket"].name == "Rush Basket"


def test_what_vanished_is_set_aside_with_all_that_was_written_and_comes_back_with_it(shop: Path) -> None:
    edit(shop, "products.yml", "    summary: Light.\n", "    summary: Light as a feather.\n")
    assert "willow-basket" not in updated(shop).products
    assert "Light as a feather." in (shop / "products.yml").read_text()
    back = updated(shop, FEED.replace(",9,25.00", ",8,26.00"))
    assert (back.products["willow-basket"].summary, back.products["willow-basket"].stock) == ("Light as a feather.", 8)
    assert regular(back, "Willow Basket") == 26


def test_what_is_no_longer_for_sale_is_set_aside_too(shop: Path) -> None:
    catalogue = updated(shop, FEED.replace(",4,21.00,,active", ",4,21.00,,archived"))
    assert "ash-basket" not in catalogue.products


def test_the_owner_s_own_words_prices_and_additions_stay(shop: Path) -> None:
    edit(shop, "products.yml", "name: Our shop", "name: Oak & Daughters")
    edit(shop, "products.yml", "    name: Ash Basket\n", "    name: The Ash Basket  # as we say\n")
    edit(shop, "pricing.yml", "EUR: 21", "EUR: 20.50")
    products = (shop / "products.yml").read_text()
    (shop / "products.yml").write_text(f"{products}  cane: {{name: Cane Basket, category: basket, summary: Mine.}}\n")
    (shop / "knowledge.yml").write_text("answers:\n  mend: {question: Do you mend?, answer: Yes.}\n")
    update = ready(shop)
    assert any("pricing/plans/ash-basket/prices" in line for line in update.lines())
    update.put_in_force()
    catalogue = load_catalogue(shop)
    assert (catalogue.company.name, catalogue.products["ash-basket"].name) == ("Oak & Daughters", "The Ash Basket")
    assert regular(catalogue, "The Ash Basket") == 20.5
    assert "cane" in catalogue.products
    assert "mend" in catalogue.answers
    assert catalogue.products["ash-basket"].stock == 1  # what the owner did not touch follows


def test_comments_and_order_of_the_owner_stay(shop: Path) -> None:
    edit(shop, "products.yml", "products:\n", "products:\n\n  # -- our best ones --\n")
    edit(
        shop, "products.yml", "    summary: Split wood.\n", "    summary: Split wood.\n    # ask Ann about the handle\n"
    )
    updated(shop)
    text = (shop / "products.yml").read_text()
    assert text.index("# -- our best ones --") < text.index("  reed-basket:") < text.index("# ask Ann about the handle")
    assert text.index("  rush-basket:") > text.index("  ash-basket:")


def test_what_the_owner_deleted_stays_deleted(shop: Path) -> None:
    for file, start in (("products.yml", "  willow-basket:"), ("pricing.yml", "  willow-basket:")):
        text = (shop / file).read_text()
        (shop / file).write_text(text[: text.index(start)])
    catalogue = updated(shop, FEED.replace("25.00", "27.00"))
    assert "willow-basket" not in catalogue.products


def test_the_difference_is_told_before_anything_is_written(shop: Path) -> None:
    before = {name: (shop / name).read_bytes() for name in FILES}
    lines = ready(shop).lines()
    assert {name: (shop / name).read_bytes() for name in FILES} == before
    assert "1 new: Rush Basket" in lines
    assert "1 set aside, no longer sold: Willow Basket" in lines
    assert any("Reed Basket €19 -> €22" in line for line in lines)
    assert any("another sale: Ash Basket at €18" in line for line in lines)
    assert any("Ash Basket 4 -> 1" in line for line in lines)


def test_the_same_feed_again_changes_nothing(shop: Path) -> None:
    assert ready(shop, FEED).lines() == ["nothing changes"]


def test_a_version_is_taken_back_and_the_next_import_goes_on_from_there(shop: Path) -> None:
    before = load_catalogue(shop).version
    edit(shop, "products.yml", "name: Our shop", "name: Oak & Daughters")
    mine = load_catalogue(shop).version
    updated(shop)
    assert [each.version for each in versions(shop)] == [mine]
    version, catalogue = take_back(shop)
    assert (version.version, catalogue.version) == (mine, mine)
    assert before != mine
    again = updated(shop)
    assert again.company.name == "Oak & Daughters"
    assert costs(again, "Reed Basket", Size="Small") == 22
    assert len(versions(shop)) == 3


def test_an_update_that_would_not_pass_is_told_with_its_line_and_leaves_everything(shop: Path) -> None:
    edit(shop, "products.yml", "    name: Ash Basket\n", "    name: Ash Basket\n    aliases: [Rush Basket]\n")
    before = {name: (shop / name).read_bytes() for name in FILES}
    with pytest.raises(
        CatalogueError, match=r'products\.yml:\d+: "Rush Basket" already names the product "Ash Basket"'
    ):
        ready(shop)
    assert {name: (shop / name).read_bytes() for name in FILES} == before


def test_an_edit_between_the_difference_and_its_coming_into_force_is_not_lost(shop: Path) -> None:
    update = ready(shop)
    edit(shop, "products.yml", "name: Our shop", "name: Oak & Daughters")
    with pytest.raises(CatalogueError, match="the catalogue was edited meanwhile"):
        update.put_in_force()
    assert "Oak & Daughters" in (shop / "products.yml").read_text()


def test_a_catalogue_that_nobody_imported_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="was not made by an import"):
        prepare_update("x.csv", tmp_path)
