"""Milepost's intent classifier beside stock Rasa's default pipeline, on the same splits of public intent sets, in one run.

    python benchmarks/intents.py DATA            every set in DATA, Milepost frozen and Rasa's default (DIET, 100 epochs)
    python benchmarks/intents.py DATA --tuned    Milepost with its encoder fine-tuned, too
    python benchmarks/intents.py DATA --only milepost --sets clinc_10

DATA holds one JSON file per set: {"train": [[text, intent], ...], "test": [[text, intent], ...], "oos": [text, ...]}, for
instance CLINC150 (clinc/oos-eval), BANKING77 (PolyAI) or HWU64 (xliuhw/NLU-Evaluation-Data) with ten examples an intent.
Every pipeline is trained and read in a process of its own, through Rasa, one message at a time on one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
MILEPOST = """
  - name: milepost.nlu.encoder.SentenceEncoder
    weights: {weights}
    tuned: {tuned}
    epochs: 12
    keep_back: 0
  - name: milepost.nlu.intent_classifier.IntentClassifier
"""
STOCK = """
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    constrain_similarities: true
  - name: EntitySynonymMapper
"""
"""What `rasa init` of Rasa 3.6 writes, without response selection, which these sets do not need."""
PIPELINES = ("milepost", "tuned", "rasa")
ONE_THREAD = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "RASA_TELEMETRY_ENABLED": "false",
}  # fmt: skip
TIMED = 400
COLUMNS = (
    "set", "pipeline", "accuracy", "OOS AUROC", "right at 95%", "train s (CPU)", "model MB", "p50 / p99 ms", "peak MB",
)  # fmt: skip


def write_project(folder: Path, pipeline: str, examples: list[list[str]]) -> None:
    """The config and the training data of one pipeline, as Rasa reads them."""
    parts = STOCK if pipeline == "rasa" else MILEPOST.format(weights=PROJECT / "models", tuned=pipeline == "tuned")
    (folder / "config.yml").write_text(
        f"recipe: default.v1\nassistant_id: bench\nlanguage: en\npipeline:{parts}", "utf-8"
    )
    by_intent: dict[str, list[str]] = {}
    for text, intent in examples:
        by_intent.setdefault(name_of(intent), []).append(plain(text))
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in by_intent.items()
    ]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, width=10_000), "utf-8")


def name_of(intent: str) -> str:
    """A slash would make a retrieval intent of it."""
    return intent.replace("/", "_")


def plain(text: str) -> str:
    """Brackets would mark entities."""
    return " ".join(text.translate(str.maketrans("[](){}", "      ")).split())


def train(folder: Path, pipeline: str) -> tuple[Path, float, float]:
    """The model's file, and the wall and CPU seconds that training took, children included."""
    if pipeline != "rasa":
        from milepost.brain.rasa_light import make_light

        make_light()
    import rasa.model_training

    started, before = time.perf_counter(), cpu_seconds()
    model = rasa.model_training.train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), output=str(folder))
    if model is None:
        raise SystemExit(f"{pipeline}: training made no model")
    return Path(model), time.perf_counter() - started, cpu_seconds() - before


def cpu_seconds() -> float:
    """CPU seconds of this process and its finished children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def reader(model: Path, folder: Path) -> Callable[[str], dict[str, Any]]:
    """Reads one message with a model, as `rasa run` does."""
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    unpacked = Path(tempfile.mkdtemp(dir=folder))
    metadata, runner = load_predict_graph_runner(unpacked, model, LocalModelStorage, DaskGraphRunner)

    def read(text: str) -> dict[str, Any]:
        result = runner.run({"__message__": [UserMessage(text)]}, targets=[metadata.nlu_target])
        parse: dict[str, Any] = result[metadata.nlu_target][0].as_dict(only_output_properties=True)
        return parse

    return read


def measure(read: Callable[[str], dict[str, Any]], data: dict[str, Any]) -> dict[str, Any]:
    """What a pipeline gives on the test split, and what a message costs."""
    import numpy as np

    from milepost.nlu.evaluation import measures

    def likeliest(text: str) -> tuple[str, float]:
        parse = read(plain(text))
        first = parse["intent_ranking"][0]
        return first["name"], parse.get("intent_score", first["confidence"])

    inside = [(*likeliest(text), name_of(intent)) for text, intent in data["test"]]
    right, scores = [got == wanted for got, _, wanted in inside], [score for _, score, _ in inside]
    outside = [likeliest(one if isinstance(one, str) else one[0])[1] for one in data.get("oos") or []]
    seconds = []
    for text, _ in data["test"][:TIMED]:
        started = time.perf_counter()
        read(plain(text))
        seconds.append(time.perf_counter() - started)
    both, hits = [*scores, *outside], [*right, *[False] * len(outside)]
    return {
        "accuracy": sum(right) / len(right),
        "auroc": measures.separation(scores, outside) if outside else None,
        "covered": measures.coverage(both, hits, precision=0.95, of=len(inside)),
        "p50": float(np.percentile(seconds, 50)) * 1000,
        "p99": float(np.percentile(seconds, 99)) * 1000,
    }


def run_one(pipeline: str, file: Path, part: str, folder: Path) -> dict[str, Any]:
    """Train, or read with what was trained: one process each, so that each has its own peak of memory."""
    data = json.loads(file.read_text("utf-8"))
    if part == "train":
        write_project(folder, pipeline, data["train"])
        model, wall, cpu = train(folder, pipeline)
        return {"model": str(model), "train wall": wall, "train cpu": cpu, "megabytes": model.stat().st_size / 1e6}
    if pipeline != "rasa":
        from milepost.brain.rasa_light import make_light

        make_light()
    result = measure(reader(next(folder.glob("*.tar.gz")), folder), data)
    return {**result, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def apart(pipeline: str, file: Path, part: str, folder: Path) -> dict[str, Any]:
    """`run_one` in another process; what it printed last."""
    command = [sys.executable, "-W", "ignore", __file__, "--one", pipeline, str(file), part, str(folder)]
    surroundings = {
        **os.environ,
        **ONE_THREAD,
        "PYTHONPATH": str(PROJECT),
        "RASA_CACHE_DIRECTORY": str(folder / "cache"),
    }
    done = subprocess.run(command, env=surroundings, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def main() -> None:
    """Run what the command line names, and print a table."""
    from rich.console import Console
    from rich.table import Table

    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("data", type=Path)
    words.add_argument("--tuned", action="store_true", help="Milepost with its encoder fine-tuned, too")
    words.add_argument("--only", choices=PIPELINES)
    words.add_argument("--sets", nargs="*", help="names of files, without .json")
    chosen = words.parse_args()
    pipelines = [chosen.only] if chosen.only else ["milepost", *(["tuned"] if chosen.tuned else []), "rasa"]
    table = Table(title="Ten examples an intent, one thread, one message at a time")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column in COLUMNS[:2] else "right")
    console = Console()
    for file in sorted(chosen.data.glob("*.json")):
        if chosen.sets and file.stem not in chosen.sets:
            continue
        for pipeline in pipelines:
            with tempfile.TemporaryDirectory() as scratch, console.status(f"{file.stem}: {pipeline}"):
                found = {part: apart(pipeline, file.resolve(), part, Path(scratch)) for part in ("train", "read")}
            table.add_row(file.stem, pipeline, *cells({**found["train"], **found["read"]}))
    console.print(table)


def cells(found: dict[str, Any]) -> list[str]:
    """A row of the table."""
    return [
        f"{found['accuracy']:.3f}",
        "-" if found["auroc"] is None else f"{found['auroc']:.3f}",
        f"{found['covered']:.3f}",
        f"{found['train wall']:.0f} ({found['train cpu']:.0f})",
        f"{found['megabytes']:.1f}",
        f"{found['p50']:.1f} / {found['p99']:.1f}",
        f"{found['peak']:.0f}",
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run_one(sys.argv[2], Path(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))))
    else:
        main()
