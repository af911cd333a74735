"""`milepost replay --compare A B`: the same conversations with two models or catalogues, and every turn that came out otherwise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milepost.errors import SettingsError
from milepost.store.catalogue_files import FILES

_MONEY = re.compile(r"(?:[$€£¥]|[A-Z]{3}\s)\s?[\d.,\u00a0\u202f]*\d|\d[\d.,\u00a0\u202f]*\s?(?:[$€£¥]|[A-Z]{3}\b)")
KINDS: Mapping[str, str] = {
    "price": "Other prices",
    "act": "Understood otherwise",
    "stage": "Another buying stage",
    "reply": "Said otherwise",
}


@dataclass(frozen=True)
class Changed:
    """One turn that came out otherwise: what was said, and of each side what it did."""

    conversation: str
    turn: int
    text: str
    kinds: tuple[str, ...]
    before: str
    after: str
    what: str


def compare(file: Path, sides: tuple[Path, Path], out: Path) -> str:
    """Replays with both, writes the page; a sentence with what was found. Raises SettingsError."""
    with tempfile.TemporaryDirectory(prefix="milepost-compare-") as folder:
        first, second = (_replayed(file, side, Path(folder) / str(place)) for place, side in enumerate(sides))
    changed = changes(first, second)
    out.write_text(page(changed, sides, turns=len(first)), encoding="utf-8")
    counted = {kind: sum(kind in each.kinds for each in changed) for kind in KINDS}
    told = ", ".join(f"{count} {kind}" for kind, count in counted.items() if count) or "nothing"
    return f"{len(changed)} of {len(first)} turns came out otherwise ({told}): {out}"


def changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Changed]:
    """The turns that differ. Raises SettingsError where the two are not of the same conversations."""
    if len(before) != len(after):
        raise SettingsError(f"the two sides have {len(before)} and {len(after)} turns: they are not of the same file")
    found, place, last = [], 0, None
    for one, other in zip(before, after, strict=True):
        place = place + 1 if one["conversation"] == last else 1
        last = one["conversation"]
        if kinds := _kinds(one, other):
            text = str(one.get("text", ""))
            what = f"{_did(one)} -> {_did(other)}" if _did(one) != _did(other) else ""
            found.append(Changed(str(last), place, text, kinds, _said(one), _said(other), what))
    return found


def page(changed: Sequence[Changed], sides: tuple[Path, Path], *, turns: int) -> str:
    """The page: under each kind its turns."""
    from milepost.web import templating

    templates = templating.environment(Path(str(templating.__file__)).parent / "templates")
    grouped = [(title, [each for each in changed if kind in each.kinds]) for kind, title in KINDS.items()]
    return templates.get_template("compared.html").render(
        groups=[(title, found) for title, found in grouped if found], sides=sides, turns=turns, changed=len(changed)
    )


def _kinds(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    said = _said(one), _said(other)
    differs = {
        "price": _MONEY.findall(said[0]) != _MONEY.findall(said[1]),
        "act": _acts(one) != _acts(other),
        "stage": _stage(one) != _stage(other),
        "reply": said[0] != said[1],
    }
    return tuple(kind for kind in KINDS if differs[kind])


def _said(turn: Mapping[str, Any]) -> str:
    return "\n".join(str(reply.get("text") or "") for reply in turn["replies"])


def _acts(turn: Mapping[str, Any]) -> list[Any]:
    return [(act["name"], act["arguments"]) for act in turn["acts"]]


def _stage(turn: Mapping[str, Any]) -> str:
    return str(turn["buying_stage"]["name"])


def _did(turn: Mapping[str, Any]) -> str:
    return f"{', '.join(name for name, _ in _acts(turn)) or 'nothing'} ({_stage(turn)})"


def _replayed(file: Path, side: Path, folder: Path) -> list[dict[str, Any]]:
    """What one side makes of it, in a process of its own: two models do not share one."""
    folder.mkdir()
    out = folder / "results.jsonl"
    given = {"MILEPOST_TRAIN": "no", **_settings(side, folder)}
    command = [sys.executable, "-W", "ignore", "-c", "from milepost.cli import main; main()", "replay", str(file)]
    done = subprocess.run(
        [*command, "--out", str(out)], env={**os.environ, **given}, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode or not out.exists():
        raise SettingsError(f"the conversations cannot be replayed with {side}; why stands above")
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def _settings(side: Path, folder: Path) -> dict[str, str]:
    """By what it is: a catalogue's folder, a model, or a folder of models."""
    if side.is_dir() and any((side / name).exists() for name in FILES):
        return {"MILEPOST_CATALOGUE": str(side.resolve())}
    if side.is_dir() and any(side.glob("*.tar.gz")):
        return {"MILEPOST_MODELS": str(side.resolve())}
    if side.is_file() and side.name.endswith(".tar.gz"):
        (folder / side.name).symlink_to(side.resolve())
        return {"MILEPOST_MODELS": str(folder)}
    raise SettingsError(f"{side} is neither a catalogue's folder nor a model")
