"""The log: one line an event with its time, level and request id, as text or JSON; lines that repeat are counted."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timezone

from milepost.channels.tracing import request_id

_SAME_FOR_SECONDS = 30.0
_REMEMBERED = 500


def configure(kind: str, level: str) -> None:
    """Log to standard error from now on; `kind` is text or json. Others than Milepost are heard from warnings on: what they say
    of ordinary calls may hold addresses with a token in them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Repeated())
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("milepost").setLevel(level.upper())


class Repeated(logging.Filter):
    """Lets a line through once in half a minute; how often it came meanwhile stands in the next one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: OrderedDict[tuple[str, int, str], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written; marks it with how often it was not."""
        key, now = (record.name, record.levelno, record.getMessage()), self._clock()
        first, times = self._seen.pop(key, (None, 0))
        if first is not None and now - first < _SAME_FOR_SECONDS:
            self._seen[key] = first, times + 1
            return False
        self._seen[key] = now, 0
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        record.repeated = times
        return True


class TextLines(logging.Formatter):
    """2026-11-30T18:25:53.120Z WARNING milepost.web.inbox [request] words (and 3 times more)."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; a line break in the words is none in the log."""
        named = f"[{request_id.get()}] " if request_id.get() else ""
        more = f" (and {times} times more)" if (times := getattr(record, "repeated", 0)) else ""
        words = f"{record.getMessage()}{more}".replace("\r", "\\r").replace("\n", "\\n")
        line = f"{_time(record)} {record.levelname} {record.name} {named}{words}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(logging.Formatter):
    """The same as a JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """One object."""
        line: dict[str, object] = {"time": _time(record), "level": record.levelname.lower(), "logger": record.name}
        line |= {"request": request_id.get()} if request_id.get() else {}
        line["message"] = record.getMessage()
        if times := getattr(record, "repeated", 0):
            line["repeated"] = times
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
