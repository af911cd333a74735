"""Hiding modules while others are imported."""

from __future__ import annotations

import sys

import pytest

from milepost.nlu.light_imports import without


def test_a_hidden_module_cannot_be_imported() -> None:
    with without("wave"), pytest.raises(ImportError):
        import wave  # noqa: F401


def test_afterwards_it_can() -> None:
    with without("wave"):
        pass
    import wave

    assert sys.modules["wave"] is wave


def test_what_was_imported_before_is_there_again() -> None:
    import json

    with without("json"), pytest.raises(ImportError):
        import json.decoder
    assert sys.modules["json"] is json
