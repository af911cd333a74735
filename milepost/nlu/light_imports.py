"""The one place where spaCy is imported: thinc would import TensorFlow with it (12 CPU seconds, 430 MB) for nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType

UNUSED_BY_SPACY = ("tensorflow", "torch", "mxnet", "h5py")


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Inside, importing one of these fails, as if it were not installed; afterwards what was imported is there."""
    before = {name: sys.modules[name] for name in modules if name in sys.modules}
    sys.modules.update(dict.fromkeys(modules))  # type: ignore[arg-type]  # None is Python's own mark for "not importable"
    try:
        yield
    finally:
        for name in modules:
            sys.modules.pop(name, None)
        sys.modules.update(before)


def import_spacy() -> ModuleType:
    """spaCy, without the frameworks that thinc looks for."""
    with without(*UNUSED_BY_SPACY):
        import spacy
    return spacy


@cache
def stop_words() -> frozenset[str]:
    """English words that carry no meaning of their own, as spaCy lists them."""
    import_spacy()
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)
