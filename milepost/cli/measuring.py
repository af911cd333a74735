"""`milepost evaluate`: the trained model on labelled files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from milepost.cli.loading import ready_processor
from milepost.errors import SettingsError
from milepost.settings import Settings


def evaluate(settings: Settings, held_out: Path, html: Path | None) -> None:
    """Prints the report, and writes the page if one is wanted. Raises SettingsError where there are no labelled files."""
    if not held_out.is_dir():
        raise SettingsError(f"there is no folder {held_out} with labelled files")
    processor = ready_processor(settings)
    from rasa.core.channels.channel import UserMessage

    from milepost.nlu.evaluation import evaluate as report
    from milepost.nlu.evaluation.overlap import Learnt

    loop = asyncio.new_event_loop()

    def parse(text: str, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
        message = UserMessage(text, metadata={"asked": None, "message": "", **metadata})
        return loop.run_until_complete(processor.parse_message(message))

    report(parse, held_out, html, learnt=Learnt.from_folder(settings.project / "data" / "nlu"))
