"""The trained model as one ONNX graph that reads a window and gives the scores of all heads."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tbnlp.encoder.base_encoder import BaseEncoder, build
from tbnlp.encoder.checkpoint import WEIGHTS, Checkpoint
from tbnlp.encoder.verified import check_safetensors
from tbnlp.errors import AssetError

if TYPE_CHECKING:
    from tbnlp.encoder.heads import IndicatorModel

INPUTS = ("ids", "mask", "member")
OUTPUTS = ("sentence", "inside", "subtype", "attribute")


def restore(checkpoint: Checkpoint, base: BaseEncoder) -> IndicatorModel:
    """The trained model in torch, its low-rank change folded in; every byte was verified before."""
    from safetensors.torch import load

    from tbnlp.encoder.heads import HeadSizes, IndicatorModel, add_low_rank, merge_low_rank

    settings = checkpoint.settings
    if base.weights_sha256 != settings.base_sha256:
        msg = f"model {checkpoint.folder.name} was trained on another base encoder"
        raise AssetError(msg)
    encoder, width = build(base)
    add_low_rank(encoder, settings.rank)
    sizes = HeadSizes(
        len(settings.labels), len(settings.subtypes), len(settings.attributes), settings.rank
    )
    model = IndicatorModel(encoder, width, sizes)
    content = checkpoint.read(WEIGHTS)
    check_safetensors(content, WEIGHTS)
    state = load(content)
    wanted = {name for name, value in model.named_parameters() if value.requires_grad}
    if set(state) != wanted:
        msg = f"model {checkpoint.folder.name}: the weights do not fit its settings"
        raise AssetError(msg)
    model.load_state_dict(state, strict=False)
    merge_low_rank(model.encoder)
    model.eval()
    return model


def export(model: IndicatorModel) -> bytes:
    """The bytes of the graph. Shapes of inputs and outputs are those of `IndicatorModel.forward`."""
    try:
        import onnx  # noqa: F401  the exporter needs it and says so late
        import torch
    except ImportError:
        msg = "building the graph needs torch and onnx: install the extra `tbnlp[models]`"
        raise AssetError(msg) from None
    piece, unit = torch.export.Dim("piece", min=4, max=512), torch.export.Dim("unit", min=1, max=256)
    example = (
        torch.ones((1, 12), dtype=torch.long),
        torch.ones((1, 12), dtype=torch.long),
        torch.ones((1, 3, 12)),
    )
    program = torch.onnx.export(
        model,
        example,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=({1: piece}, {1: piece}, {1: unit, 2: piece}),
        dynamo=True,
        verbose=False,
    )
    if program is None:
        msg = "the exporter gave no graph"
        raise AssetError(msg)
    buffer = io.BytesIO()
    import onnx as graph_format

    graph_format.save(program.model_proto, buffer)
    return buffer.getvalue()
