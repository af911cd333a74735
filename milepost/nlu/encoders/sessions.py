"""How an ONNX file is run here: one thread, never spinning, because visitors share the core."""

from __future__ import annotations

from pathlib import Path

import onnxruntime


def session_from(model: Path | bytes) -> onnxruntime.InferenceSession:
    """A session over a model's file, which takes 17 MB less memory than over its bytes; or over bytes that have no file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    source = str(model) if isinstance(model, Path) else model
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
