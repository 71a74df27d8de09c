"""The rows of a corpus as they stand in its files, read strictly: no field too many, none of another type."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Place = Annotated[int, Field(ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NoteRow(_Row):
    """A row of `notes.jsonl`. `form`: kind of document (soap, e_mail …), where the writer gave it."""

    case_id: Text
    note_id: Text
    writer: Text
    note_type: Text
    setting: Text
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    text: Text
    form: Text | None = None


class IdentifierRow(_Row):
    """A marked identifier of `pii`."""

    start: Place
    end: Place
    type: Text
    person: Annotated[int, Field(ge=1)] | None = None


class PassageRow(_Row):
    """A marked passage of `indicators`. `parts`: its pieces where it has two; `certainty`: of a person only."""

    start: Place
    end: Place
    label: Text
    subtype: Text
    assertion: Text
    temporality: Text
    source: Text
    experiencer: Text
    referent_role: Text
    parts: list[tuple[Place, Place]] | None = Field(default=None, strict=False)
    certainty: Text | None = None
    referent_kin: Text | None = None


class LayerRow(_Row):
    """A row of `annotations.jsonl`, gold or of one annotator.

    `people`: what is known of each numbered person. `schema_version`: that of the guideline the marks were made under.
    """

    note_id: Text
    annotator: Text
    pii: list[IdentifierRow] = []
    indicators: list[PassageRow]
    people: list[dict[str, Any]] | None = None
    schema_version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")] | None = None


class Splits(BaseModel):
    """`splits.json`: case ids by split. Other keys may stand beside these."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    version: int
    rule: Text
    strangers: list[str] = []
    splits: dict[str, list[str]]


class AllowedRow(_Row):
    """A row of `unmarked_ok.jsonl`: a place where words that are marked elsewhere rightly stay unmarked, and why."""

    note_id: Text
    start: Place
    end: Place
    reason: Annotated[str, Field(min_length=10)]
