"""The whole product as `milepost run` puts it together, on a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milepost.settings import Settings
from tests.web.doors import Server

# What names the model and the catalogue to test with.
KEPT = ("MILEPOST_MODELS", "MILEPOST_CATALOGUE", "MILEPOST_PROJECT")


@contextmanager
def served(folder: Path, **given: str) -> Iterator[tuple[Server, str]]:
    """Its server, and the owner's first password; `given` are settings beside those of the environment."""
    from milepost.cli.serving import assembled

    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    with assembled(Settings.from_environment({**kept, "MILEPOST_DATA_FOLDER": str(folder), **given})) as product:
        server = Server(product.app)
        assert product.first_sign_in
        yield server, product.first_sign_in[1]
        server.stop()
