"""Every benchmark in turn. Those that need labelled data read it from the folder that BENCH_DATA names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIRST = ("questions", "conversations", "stations", "imports")
"""What needs nothing but the project."""


def main() -> int:
    """Runs each; the exit status is that of the first that fails."""
    for name in FIRST:
        status = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False
        )
        if status.returncode:
            return status.returncode
    data = Path(os.environ.get("BENCH_DATA", HERE.parent.parent / "shared" / "benchmarks" / "intents"))
    if not data.is_dir():
        print(f"benchmarks/intents.py needs labelled intent sets: set BENCH_DATA to their folder ({data} is not there)")
        return 2
    return subprocess.run([sys.executable, "-W", "ignore", str(HERE / "intents.py"), str(data)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
