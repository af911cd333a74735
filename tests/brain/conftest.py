from __future__ import annotations

from tests.brain.tiny_bot import brain, calm, processor, runner, trained

__all__ = ["brain", "calm", "processor", "runner", "trained"]
