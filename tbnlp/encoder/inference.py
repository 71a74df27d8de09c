"""Score words and sentences with onnxruntime: one window a run, so that no result depends on a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tbnlp.encoder.base_encoder import find_base_encoder
from tbnlp.encoder.checkpoint import TOKENIZER, WEIGHTS, Checkpoint
from tbnlp.encoder.graph_files import cache_folder, digest_in_name, find_graph, store
from tbnlp.encoder.passages import Logits, Words
from tbnlp.encoder.verified import read_verified
from tbnlp.encoder.wordpieces import WordPieces

Score = Callable[[Sequence[Words]], list[Logits]]


def open_scorer(
    checkpoint: Checkpoint, base_folder: str | None = None, base_sha256: str | None = None
) -> Score:
    """Load graph and tokenizer, and return the function that scores texts.

    The function is pure: each text is scored window by window on one thread, so neighbours, order and
    number of texts change nothing. Raises `AssetError` when a file is missing or was changed.
    """
    from tokenizers import Tokenizer

    checkpoint.read(WEIGHTS)  # a changed byte is found here even where the graph was built before
    settings = checkpoint.settings
    tokenizer = Tokenizer.from_buffer(checkpoint.read(TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pieces = WordPieces(tokenizer, settings.max_pieces)
    session = _session(graph(checkpoint, base_folder, base_sha256))
    sizes = (len(settings.labels), len(settings.subtypes), len(settings.attributes))

    def score(texts: Sequence[Words]) -> list[Logits]:
        return [_score_one(text, pieces, session, sizes) for text in texts]

    return score


def _session(content: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # unset, onnxruntime sizes its pool by the host (onnxruntime #29510)
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _score_one(text: Words, pieces: WordPieces, session: Any, sizes: tuple[int, int, int]) -> Logits:
    labels, subtypes, attributes = sizes
    sentence = np.full((len(text.sentences), labels), -30.0, dtype=np.float32)
    word = np.full((len(text.words), labels), -30.0, dtype=np.float32)
    subtype = np.zeros((len(text.words), subtypes), dtype=np.float32)
    attribute = np.zeros((len(text.words), attributes), dtype=np.float32)
    counts = np.zeros((len(text.words), 1), dtype=np.float32)
    for window in pieces.encode(text):
        if text.wanted is not None and not any(index in text.wanted for index, _, _ in window.units):
            continue
        feed = {
            "ids": window.ids[None],
            "mask": np.ones((1, len(window.ids)), dtype=np.int64),
            "member": window.member[None],
        }
        units, inside, kinds, values = (output[0] for output in session.run(None, feed))
        for row, (index, _, _) in enumerate(window.units):
            sentence[index] = np.maximum(sentence[index], units[row])
        read = window.member.max(axis=0)
        for place, position in enumerate(window.words, start=1):
            if read[place]:
                word[position] = np.maximum(word[position], inside[place])
                subtype[position] += kinds[place]
                attribute[position] += values[place]
                counts[position] += 1.0
    counts = np.maximum(counts, 1.0)
    return Logits(sentence, word, subtype / counts, attribute / counts)


def graph(checkpoint: Checkpoint, base_folder: str | None, base_sha256: str | None) -> bytes:
    """The verified bytes of the exported graph; built once from the checkpoint where it is not there."""
    found = find_graph(checkpoint)
    if found is not None:
        return read_verified(found, digest_in_name(found))
    from tbnlp.encoder.export import export, restore

    content = export(restore(checkpoint, find_base_encoder(base_folder, base_sha256)))
    store(content, checkpoint, cache_folder())
    return content
