"""Labelled notes as objects of other libraries: a `datasets.DatasetDict` and a spaCy `DocBin`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tbnlp.corpora.inline import ATTRIBUTES, IDENTIFIER_TYPES
from tbnlp.errors import AssetError
from tbnlp.schema.entries import Schema
from tbnlp.schema.loader import load_schema

if TYPE_CHECKING:
    from datasets import DatasetDict, Features
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin
    from spacy.tokens import Span as DocSpan

KEY: Final = "tbnlp"
"""Span group and user data of the passages, as in every Doc of the project."""
IDENTIFIERS: Final = "tbnlp_identifiers"
"""Span group and user data of the identifiers."""
NOTE: Final = "tbnlp_corpus_note"
"""User data with the row of the note, without its text."""

_STRINGS: Final = ("case_id", "note_id", "writer", "note_type", "setting", "date", "form", "text", "annotator")
_OPTIONAL: Final = ("certainty", "referent_kin")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One note of a split: its row of `notes.jsonl` and its row of marks."""

    split: str
    note: dict[str, Any]
    layer: dict[str, Any]

    def row(self) -> dict[str, Any]:
        """Both rows as one, as the files hold them, with the split."""
        marks = {name: value for name, value in self.layer.items() if name != "note_id"}
        return {**self.note, "split": self.split, **marks}


def features(schema: Schema) -> Features:
    """The columns of the datasets: answers are `ClassLabel` with the values in the order of the schema.

    `identifiers` and `indicators` are lists of records; `parts` holds pairs of offsets; `people` holds one JSON text
    a person, since what is known differs from person to person. What a row does not have is None.
    """
    from datasets import ClassLabel, Features, List, Value

    place, text = Value("int32"), Value("string")
    answers = {
        name: ClassLabel(names=list(schema.attribute(name).value_ids)) for name in (*ATTRIBUTES, *_OPTIONAL)
    }
    return Features({
        **dict.fromkeys(_STRINGS, text),
        "identifiers": List({
            "start": place, "end": place, "type": ClassLabel(names=sorted(IDENTIFIER_TYPES)), "person": place,
        }),
        "indicators": List({
            "start": place, "end": place, "parts": List(List(place)),
            "label": ClassLabel(names=list(schema.label_ids)), "subtype": text, **answers,
        }),
        "people": List(text),
    })


def dataset_dict(found: Sequence[Labelled]) -> DatasetDict:
    """One dataset a split, in file order. Raises `AssetError` when `datasets` is not installed."""
    try:
        from datasets import Dataset, DatasetDict
    except ModuleNotFoundError:
        msg = "the form 'datasets' needs the extra: pip install 'tbnlp[models]'"
        raise AssetError(msg) from None
    columns = features(load_schema())
    rows: dict[str, list[Any]] = {}
    for item in found:
        rows.setdefault(item.split, []).append(columns.encode_example(_record(item)))
    return DatasetDict({split: Dataset.from_list(items, features=columns) for split, items in rows.items()})


def _record(item: Labelled) -> dict[str, Any]:
    both = {**item.note, **item.layer}
    return {
        **{name: both.get(name) for name in _STRINGS},
        "identifiers": [{**mark, "person": mark.get("person")} for mark in item.layer.get("pii", ())],
        "indicators": [_indicator(mark) for mark in item.layer.get("indicators", ())],
        "people": [json.dumps(person, ensure_ascii=False) for person in item.layer.get("people") or ()],
    }


def _indicator(mark: dict[str, Any]) -> dict[str, Any]:
    names = ("start", "end", "label", "subtype", *ATTRIBUTES)
    return {
        **{name: mark[name] for name in names}, **{name: mark.get(name) for name in _OPTIONAL},
        "parts": _parts(mark),
    }


def _parts(mark: dict[str, Any]) -> list[list[int]]:
    return [list(part) for part in mark.get("parts") or [[mark["start"], mark["end"]]]]


def doc_bin(found: Sequence[Labelled]) -> DocBin:
    """All notes as Docs of spaCy's English tokens, nothing trained.

    A span of spaCy begins and ends with a token, so a mark is widened to whole tokens in `doc.spans`; its exact
    place and its answers stand in `doc.user_data` under the same key, spans and records share an id.
    """
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    for item in found:
        docs.add(_doc(item, nlp))
    return docs


def _doc(item: Labelled, nlp: Language) -> Doc:
    doc = nlp.make_doc(item.note["text"])
    passages = [{"id": f"m{place}", **mark, "parts": _parts(mark)}
                for place, mark in enumerate(item.layer.get("indicators", ()))]
    identifiers = [{"id": f"p{place}", **mark} for place, mark in enumerate(item.layer.get("pii", ()))]
    doc.spans[KEY] = [
        _tokens(doc, start, end, mark["label"], mark["id"]) for mark in passages for start, end in mark["parts"]
    ]
    doc.spans[IDENTIFIERS] = [
        _tokens(doc, mark["start"], mark["end"], mark["type"], mark["id"]) for mark in identifiers
    ]
    doc.user_data[KEY] = passages
    doc.user_data[IDENTIFIERS] = identifiers
    doc.user_data[NOTE] = {
        name: value for name, value in item.row().items() if name not in {"text", "pii", "indicators"}
    }
    return doc


def _tokens(doc: Doc, start: int, end: int, label: str, mark_id: str) -> DocSpan:
    span = doc.char_span(start, end, label=label, span_id=mark_id, alignment_mode="expand")
    if span is None:
        msg = "a place outside the text has no tokens"
        raise ValueError(msg)
    return span
