"""Closed classes of things that people say in set words, in five languages: tables, and how they are found in a message."""

from __future__ import annotations

from milepost.nlu.set_phrases.matching import SetPhrase, set_phrases

__all__ = ["SetPhrase", "set_phrases"]
