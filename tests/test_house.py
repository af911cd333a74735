"""The house keeps its shape: what people forget is checked here, not remembered."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = ("milepost", "actions")
MODULE_LIMIT, FUNCTION_LIMIT, ACTION_LIMIT, FOLDER_LIMIT = 400, 50, 40, 16


def modules() -> list[Path]:
    return sorted(
        path for package in PACKAGES for path in (HOUSE / package).rglob("*.py") if "versions" not in path.parts
    )


def domain() -> dict:
    return yaml.safe_load((HOUSE / "domain.yml").read_text())


def rules() -> list[dict]:
    return yaml.safe_load((HOUSE / "data/rules.yml").read_text())["rules"]


def responses() -> dict[str, list[dict]]:
    return {
        name: variants
        for path in sorted((HOUSE / "data/responses").glob("*.yml"))
        for name, variants in yaml.safe_load(path.read_text())["responses"].items()
    }


def rule_intents() -> list[str]:
    found = []
    for rule in rules():
        for step in rule["steps"]:
            found += [step["intent"]] if "intent" in step else [choice["intent"] for choice in step.get("or", ())]
    return found


def rule_actions() -> set[str]:
    return {step["action"] for rule in rules() for step in rule["steps"] if "action" in step}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_modules_and_functions_stay_within_their_size(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= MODULE_LIMIT
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= FUNCTION_LIMIT, f"{node.name} is too long"
        if isinstance(node, ast.ClassDef) and path.parent.name == "actions" and node.name.startswith("Action"):
            assert node.end_lineno - node.lineno + 1 <= ACTION_LIMIT, f"{node.name} is too long"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_module_and_public_name_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if not tree.body:
        return
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"class {node.name} has no docstring"


def test_folders_stay_small_enough_to_read() -> None:
    folders = {path.parent for path in modules()}
    crowded = {
        str(f.relative_to(HOUSE)): len(list(f.glob("*.py")))
        for f in folders
        if len(list(f.glob("*.py"))) > FOLDER_LIMIT
    }
    assert crowded == {}


def test_rooms_have_names_that_say_a_duty() -> None:
    forbidden = {"utils", "helpers", "common", "core", "manager", "flows", "misc"}
    assert [str(path) for path in modules() if forbidden & {part.removesuffix(".py") for part in path.parts}] == []


def test_the_import_contract_holds() -> None:
    run = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=HOUSE, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_domain_and_rules_stay_a_table_of_contents() -> None:
    assert len((HOUSE / "domain.yml").read_text().splitlines()) <= 300
    assert len((HOUSE / "data/rules.yml").read_text().splitlines()) <= 200


def test_every_intent_has_one_rule() -> None:
    intents = rule_intents()
    assert sorted(intents) == sorted(set(intents))
    assert set(intents) == set(domain()["intents"])


def test_every_rule_has_a_story_for_each_of_its_acts() -> None:
    def actions_of(one: dict) -> list[str]:
        return [step["action"] for step in one["steps"] if "action" in step]

    stories = yaml.safe_load((HOUSE / "tests/test_stories.yml").read_text())["stories"]
    told = {story["steps"][0]["intent"]: actions_of(story) for story in stories}
    first = {rule["rule"]: rule["steps"][0] for rule in rules()}
    acts = {name: [each["intent"] for each in step.get("or") or (step,)] for name, step in first.items()}
    assert told == {act: actions_of(rule) for rule in rules() for act in acts[rule["rule"]]}


def test_every_action_of_a_rule_is_declared_and_written() -> None:
    declared = set(domain()["actions"])
    written = set()
    for path in (HOUSE / "actions").glob("*.py"):
        written |= set(re.findall(r'return "(action_[a-z_]+)"', path.read_text()))
    custom = {name for name in rule_actions() if name.startswith("action_")}
    assert custom <= declared
    assert declared == written


def test_every_response_that_is_said_exists_and_every_response_is_said() -> None:
    said = {name for name in rule_actions() if name.startswith("utter_")}
    for path in modules():
        said |= set(re.findall(r"\butter_[a-z_]+[a-z]\b", path.read_text()))
    said -= {"utter_message", "utter_action"}  # Rasa's own names
    families = ("utter_reading_", "utter_code_reason_")
    written = set(responses())
    assert said - written - {family.rstrip("_") for family in families} == set()
    assert {name for name in written - said if not name.startswith(families)} == set()


def test_every_intent_has_a_name_for_its_button() -> None:
    named = {name.removeprefix("utter_reading_") for name in responses() if name.startswith("utter_reading_")}
    assert named == set(domain()["intents"]) - {"nlu_fallback", "out_of_scope"}


def test_families_have_the_same_names_in_nlu_and_responses() -> None:
    nlu = {path.name for path in (HOUSE / "data/nlu").glob("*.yml")}
    assert nlu == {path.name for path in (HOUSE / "data/responses").glob("*.yml")}


def test_no_two_intents_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    clashes = []
    for path in sorted((HOUSE / "data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            for line in block["examples"].splitlines():
                sentence = re.sub(r"\W+", " ", line.removeprefix("- ").lower()).strip() or line
                if sentence in seen and seen[sentence] != block["intent"]:
                    clashes.append((sentence, seen[sentence], block["intent"]))
                seen[sentence] = block["intent"]
    assert clashes == []


def test_every_setting_is_documented() -> None:
    names = set(re.findall(r'"(MILEPOST_[A-Z_]+)"', (HOUSE / "milepost/settings.py").read_text()))
    operator = (HOUSE / "docs/operator.md").read_text()
    assert {name for name in names if name not in operator} == set()


def test_every_make_command_is_documented() -> None:
    commands = set(re.findall(r"^([a-z]+):.*##", (HOUSE / "Makefile").read_text(), re.M))
    text = (HOUSE / "README.md").read_text() + (HOUSE / "CONTRIBUTING.md").read_text()
    assert {command for command in commands if f"make {command}" not in text} == set()


def test_readme_shows_the_product_before_its_two_commands() -> None:
    readme = (HOUSE / "README.md").read_text()
    assert len(readme.splitlines()) <= 300
    assert 0 < readme.index("![") < readme.index("make run") < readme.index("make test") < readme.index("\n## ", 200)
