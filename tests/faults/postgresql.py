"""A PostgreSQL server of our own, which a test may stop, kill and start again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.web.doors import free_port

_USER = "postgres"


class Server:
    """A cluster in a folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder, self.port = programs, folder, free_port()

    @property
    def url(self) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{_USER}"

    def make(self) -> None:
        self._run("initdb", "-A", "trust", "-U", _USER, "--no-sync", "-D", "data")

    def start(self) -> None:
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """`how`: fast, or immediate as when the machine loses its power."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", how, "stop")

    def _run(self, *words: str) -> None:
        command = [str(self._programs / words[0]), *words[1:]]
        if os.geteuid() == 0:  # PostgreSQL refuses to be run by the administrator
            command = ["runuser", "-u", _USER, "--", *command]
        done = subprocess.run(
            command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        assert done.returncode == 0, command


@contextmanager
def own_server() -> Iterator[Server]:
    """A server that runs at first; gone at the end. Skips where PostgreSQL's programs are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(p).parent for p in [shutil.which("initdb")] if p]
    if not found:
        pytest.skip("no programs of PostgreSQL")
    place = Path(tempfile.mkdtemp(prefix="milepost-postgresql-"))  # where its own user gets to
    if os.geteuid() == 0:
        shutil.chown(place, _USER)
    server = Server(found[-1], place)
    server.make()
    server.start()
    try:
        yield server
    finally:
        with suppress(AssertionError):  # where the test has stopped it
            server.stop("immediate")
        shutil.rmtree(place)
