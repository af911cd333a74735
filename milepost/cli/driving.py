"""Driving the bot without a browser: a terminal chat, JSON lines for tools, and replays of recorded conversations."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.cli.loading import loaded_brain
from milepost.errors import MilepostError
from milepost.sales.conversations import CONTACT_FACTS, BuyingStage, Handler
from milepost.settings import Settings

if TYPE_CHECKING:
    from milepost.brain.turns import TurnResult

_PERSON = ("talk to a person", "fetch one", "a person can", "a colleague")


def talk(settings: Settings) -> None:
    """A chat in the terminal until the end of input."""
    from rich.console import Console

    console = Console()
    with loaded_brain(settings) as brain:
        console.print("Write a message, or Ctrl-D to leave.", style="dim")
        while True:
            try:
                text = input("> ")
            except (EOFError, KeyboardInterrupt):
                console.print()
                return
            for reply in brain.say("terminal", text).replies:
                console.print(reply["text"], style="bold", markup=False, highlight=False)
                if reply["custom"]:
                    console.print(
                        json.dumps(reply["custom"], ensure_ascii=False), style="dim", markup=False, highlight=False
                    )
                if reply["buttons"]:
                    console.print(
                        " | ".join(button["title"] for button in reply["buttons"]), style="cyan", markup=False
                    )


def serve_lines(settings: Settings) -> None:
    """One JSON line in, one JSON line out; standard output carries nothing else. A line that fails still answers."""
    with quiet_stdout() as out, loaded_brain(settings) as brain:
        for line in sys.stdin:
            if line.strip():
                print(json.dumps(answer_line(brain, line), ensure_ascii=False), file=out, flush=True)


def replay(settings: Settings, file: Path, out: Path) -> None:
    """Runs `{"id", "turns": [text, …]}` lines and writes one line per turn. Raises MilepostError naming a bad line."""
    from rich.progress import track

    recorded = list(read_recorded(file))
    with loaded_brain(settings) as brain, out.open("w", encoding="utf-8") as results:
        for record in track(recorded, description="Replaying", console=_stderr_console()):
            for text in record["turns"]:
                line = json.dumps({"conversation": str(record["id"]), "text": text}, ensure_ascii=False)
                results.write(json.dumps(answer_line(brain, line), ensure_ascii=False) + "\n")
    print(f"{sum(len(record['turns']) for record in recorded)} turns of {len(recorded)} conversations: {out}")


def read_recorded(file: Path) -> Iterator[dict[str, Any]]:
    """The conversations of a file. Raises MilepostError with the line to mend."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MilepostError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise MilepostError(f"{file}:{number}: not JSON: {error.msg}") from error
        turns = record.get("turns") if isinstance(record, dict) else None
        if not isinstance(turns, list) or not all(isinstance(text, str) for text in turns) or "id" not in record:
            raise MilepostError(f'{file}:{number}: wanted {{"id": …, "turns": [text, …]}}')
        yield record


def answer_line(brain: Any, line: str) -> dict[str, Any]:
    """What the bot does with one input line, as the output line."""
    conversation = None
    try:
        given = json.loads(line)
        conversation, text = given["conversation"], given["text"]
        if not isinstance(text, str):
            raise TypeError('"text" must be a string')
        result = brain.say(brain_id(conversation), text, given.get("asked"))
    except (MilepostError, ValueError, KeyError, TypeError) as error:
        return {**_EMPTY, "conversation": conversation, "error": f"{type(error).__name__}: {error}"}
    return {"conversation": conversation, **described(result)}


def brain_id(conversation: object) -> str:
    """An opaque id of the tool's in the form that the store takes: letters, digits and dashes, at most 64."""
    import hashlib

    return "x-" + hashlib.sha256(str(conversation).encode()).hexdigest()[:40]


def described(result: TurnResult) -> dict[str, Any]:
    """A turn as docs/driver.md describes it."""
    parse, memory = result.parse, result.memory
    stage = memory.stages[-1] if memory and memory.stages else None
    message_stage = parse.get("message_stage") or {}
    facts = memory.facts if memory else {}
    line: dict[str, Any] = {
        "replies": [dict(reply) for reply in result.replies],
        "intent": _pick(parse.get("intent") or {}, "name", "confidence"),
        "acts": [
            {"name": act.kind.value, "arguments": act.arguments(), "confidence": act.confidence} for act in result.acts
        ],
        "message_stage": {**_pick(message_stage, "name", "confidence"), "cues": list(message_stage.get("cues") or ())},
        "buying_stage": {
            "name": (stage.stage if stage else BuyingStage.NONE).value,
            "confidence": stage.confidence if stage else 0.0,
        },
        "needs": {
            name: {
                "value": fact.value,
                "status": fact.status.value,
                "words": fact.evidence.words if fact.evidence else None,
            }
            for name, fact in facts.items()
        },
        "contact": {
            name: facts[name].value for name in CONTACT_FACTS if name in facts and facts[name].value is not None
        },
        "asked": memory.asked if memory else None,
        "offers_person": _offers(result)
        or (memory is not None and (memory.offered == "person" or memory.handler is not Handler.BOT)),
        "handler": (memory.handler if memory else Handler.BOT).value,
    }
    return {**line, "error": result.error} if result.error else line


_EMPTY: Mapping[str, Any] = {
    "replies": [],
    "intent": {"name": None, "confidence": 0.0},
    "acts": [],
    "message_stage": {"name": "none", "confidence": 0.0, "cues": []},
    "buying_stage": {"name": "none", "confidence": 0.0},
    "needs": {},
    "contact": {},
    "asked": None,
    "offers_person": False,
    "handler": "bot",
}


def _offers(result: TurnResult) -> bool:
    """Whether a quick reply of this turn fetches a person."""
    payloads = [button["payload"].casefold() for reply in result.replies for button in reply["buttons"]]
    return any(phrase in payload for payload in payloads for phrase in _PERSON)


def _pick(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values.get(name) for name in names}


@contextmanager
def quiet_stdout() -> Iterator[Any]:
    """Standard output for our lines alone: what libraries print goes to standard error."""
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        yield out


def _stderr_console() -> Any:
    from rich.console import Console

    return Console(stderr=True)
