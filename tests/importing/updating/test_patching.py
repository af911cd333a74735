"""New values in a file of the catalogue: what did not change stays as it was written."""

from __future__ import annotations

import yaml

from milepost.importing.updating.merging import merged
from milepost.importing.updating.patching import patched
from milepost.importing.updating.values import Plain, normal, value_of
from milepost.store.catalogue_schema.yaml_nodes import read_nodes

PAGE = """\
# Ours since 1990.

company: {name: Corner, currencies: [EUR]}   # one line

products:
  # the lamp that everybody knows
  lamp:
    name: Lamp  # never "light"
    summary: >-
      A lamp
      for reading.
    stock: 4
    attributes: {colour: red}

  # and the rug
  rug:
    name: "Rug: large"
    variants:
      s: {options: {size: S}, stock: 2}
"""


def values(text: str) -> dict:
    return value_of(read_nodes(text, lambda line, message: None))


def test_nothing_new_changes_nothing() -> None:
    assert patched(PAGE, values(PAGE)) == PAGE


def test_only_the_line_of_a_new_value_changes() -> None:
    wanted = values(PAGE)
    wanted["products"]["lamp"]["stock"] = Plain("9")
    assert patched(PAGE, wanted) == PAGE.replace("stock: 4", "stock: 9")


def test_a_remark_behind_a_value_stays_behind_the_new_one() -> None:
    wanted = values(PAGE.replace('  # never "light"', "  # as we say"))
    wanted["products"]["lamp"]["name"] = "Lamp II"
    assert "    name: Lamp II  # as we say\n" in patched(PAGE.replace('  # never "light"', "  # as we say"), wanted)


def test_new_entries_stand_behind_and_gone_ones_are_gone() -> None:
    wanted = values(PAGE)
    wanted["products"]["mat"] = normal({"name": "Mat", "stock": 3, "aliases": ["yes", "12"]})
    del wanted["products"]["lamp"]
    text = patched(PAGE, wanted)
    assert values(text) == wanted
    assert "# and the rug" in text
    assert text.index("  rug:") < text.index("  mat:")


def test_what_was_written_in_one_line_is_written_anew_where_it_changes() -> None:
    wanted = values(PAGE)
    wanted["company"]["name"] = "Corner & Co: all"
    wanted["products"]["rug"]["variants"]["s"]["stock"] = Plain("0")
    text = patched(PAGE, wanted)
    assert values(text) == wanted
    assert yaml.safe_load(text)["company"]["name"] == "Corner & Co: all"
    assert text.startswith("# Ours since 1990.\n")


def test_of_three_versions_the_owner_s_edit_goes_before_and_all_else_is_the_newest() -> None:
    def page(**product: object) -> dict:
        return normal({"products": {"products": {"lamp": product}}, "pricing": {"plans": {}}})

    result = merged(page(name="Lamp", stock=1), page(name="My lamp", stock=1), page(name="Lamp", stock=5, sku="L"))
    assert result.pages["products"]["products"]["lamp"] == {"name": "My lamp", "stock": "5", "sku": "L"}
    assert not result.kept
