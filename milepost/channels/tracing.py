"""One name for what one visitor's request sets going, from their browser to the log of the brain."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the message or request that is worked on here; "" for none."""
