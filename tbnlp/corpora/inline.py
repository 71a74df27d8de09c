"""The convenient way to write: one text file a note, with inline marks for identifiers and passages.

`{{PERSON#2|Beto}}` is an identifier (person 2 of the case), and
`[[label.subtype;assertion;temporality;source;experiencer;referent_role|words]]` a passage; both nest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tbnlp.schema.entries import Schema

IDENTIFIER_TYPES: Final = frozenset({
    "PERSON", "MINOR_INITIALS", "ALIAS", "ADDRESS", "LOCATION", "FACILITY", "ORG", "DATE", "AGE", "PHONE",
    "EMAIL", "HANDLE", "URL", "A_NUMBER", "USCIS_RECEIPT", "COURT_CASE", "POLICE_CASE", "SSN", "PASSPORT",
    "LICENCE", "PLATE", "VIN", "MRN", "ACCOUNT", "IP", "HOTLINE_CASE", "OTHER_ID", "NATIONALITY",
    "BODY_MARK", "RARE_FACT", "VEHICLE_DESC",
})
HEADERS: Final = ("case_id", "note_id", "note_type", "setting", "date")
ATTRIBUTES: Final = ("assertion", "temporality", "source", "experiencer", "referent_role")

_IDENTIFIER: Final = re.compile(r"\{\{([A-Z_]+)(?:#(\d+))?\|")
_PASSAGE: Final = re.compile(r"\[\[([a-z_.]+(?:;[a-z_]+){5})\|")


@dataclass(slots=True)
class Parsed:
    """A note as rows of the corpus files, with every mistake of its marks."""

    header: dict[str, str] = field(default_factory=dict)
    text: str = ""
    pii: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def parse(content: str, schema: Schema) -> Parsed:
    """Split a written file into header, plain text and marks. Mistakes are collected, never raised."""
    head, separator, body = content.partition("\n---\n")
    parsed = Parsed()
    if not separator:
        parsed.mistakes.append("no line '---' between header and note")
        return parsed
    parsed.header = {
        name.strip(): value.strip()
        for name, _, value in (line.partition(":") for line in head.splitlines() if ":" in line)
    }
    parsed.mistakes.extend(f"header lacks {name}" for name in HEADERS if name not in parsed.header)
    _read_body(body.strip("\n"), schema, parsed)
    return parsed


def _read_body(body: str, schema: Schema, parsed: Parsed) -> None:
    out: list[str] = []
    opened: list[tuple[str, re.Match[str], int]] = []
    place = length = 0
    while place < len(body):
        identifier = _IDENTIFIER.match(body, place)
        passage = _PASSAGE.match(body, place)
        if identifier or passage:
            match = identifier or passage
            assert match is not None  # noqa: S101  one of the two is set, for the type checker
            opened.append(("}}" if identifier else "]]", match, length))
            place = match.end()
        elif opened and body.startswith(opened[-1][0], place):
            _, match, start = opened.pop()
            _close(match, start, length, schema, parsed)
            place += 2
        else:
            if body.startswith(("[[", "{{", "}}", "]]"), place):
                parsed.mistakes.append(f"stray mark at character {place} of the body")
            out.append(body[place])
            place += 1
            length += 1
    parsed.text = "".join(out)
    parsed.mistakes.extend("a mark is not closed" for _ in opened)


def _close(match: re.Match[str], start: int, end: int, schema: Schema, parsed: Parsed) -> None:
    if end <= start:
        parsed.mistakes.append("an empty mark")
        return
    if match.re is _IDENTIFIER:
        kind, person = match.groups()
        if kind not in IDENTIFIER_TYPES:
            parsed.mistakes.append(f"unknown identifier type {kind}")
        row: dict[str, Any] = {"start": start, "end": end, "type": kind}
        if person:
            row["person"] = int(person)
        parsed.pii.append(row)
        return
    target, *values = match.group(1).split(";")
    label, _, subtype = target.partition(".")
    subtype = subtype or "unspecified"
    _check(label, subtype, values, schema, parsed)
    row = {"start": start, "end": end, "label": label, "subtype": subtype}
    parsed.indicators.append(row | dict(zip(ATTRIBUTES, values, strict=True)))


def _check(label: str, subtype: str, values: list[str], schema: Schema, parsed: Parsed) -> None:
    if label not in schema.label_ids:
        parsed.mistakes.append(f"unknown label {label}")
    elif subtype not in (*schema.label(label).subtypes, "unspecified"):
        parsed.mistakes.append(f"unknown subtype {label}.{subtype}")
    for name, value in zip(ATTRIBUTES, values, strict=True):
        if value not in schema.attribute(name).value_ids:
            parsed.mistakes.append(f"{name} has no value {value}")
