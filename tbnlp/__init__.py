"""Redact case notes and mark candidate passages for a person to read.

Public names: `load`, `redact`, `tag`, `Note`, `Schema`, `load_schema`, `to_displacy`. They are imported when
they are first used, so that `import tbnlp` is light.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tbnlp.notes.case_note import CaseNote as Note
    from tbnlp.redact.redactor import redact_text as redact
    from tbnlp.run.pipeline import load, tag
    from tbnlp.schema.entries import Schema
    from tbnlp.schema.loader import load_schema
    from tbnlp.spacy_factories import to_displacy

__all__ = ["Note", "Schema", "load", "load_schema", "redact", "tag", "to_displacy"]

_HOMES = {
    "Note": ("tbnlp.notes.case_note", "CaseNote"),
    "Schema": ("tbnlp.schema.entries", "Schema"),
    "load": ("tbnlp.run.pipeline", "load"),
    "load_schema": ("tbnlp.schema.loader", "load_schema"),
    "redact": ("tbnlp.redact.redactor", "redact_text"),
    "tag": ("tbnlp.run.pipeline", "tag"),
    "to_displacy": ("tbnlp.spacy_factories", "to_displacy"),
}


class _Callable(ModuleType):
    """A sub-package that can be called: `tbnlp.redact` and `tbnlp.tag` are folders and functions at once."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return _public(self.__name__.rpartition(".")[2])(*arguments, **options)


class _Package(ModuleType):
    """Keeps the two functions callable: importing a sub-package puts its module in their place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in {"redact", "tag"} and isinstance(value, ModuleType):
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def _public(name: str) -> Any:
    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(module), attribute)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module 'tbnlp' has no attribute {name!r}"
        raise AttributeError(msg)
    return _public(name)
