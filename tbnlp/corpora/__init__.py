"""Written corpora: invented notes with gold marks. `load` opens one; it is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tbnlp.corpora.loading import load

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    if name != "load":
        msg = f"module 'tbnlp.corpora' has no attribute {name!r}"
        raise AttributeError(msg)
    from tbnlp.corpora import loading

    return loading.load
