"""The configuration that brat reads beside the texts: labels by family, questions, colours and keys."""

from __future__ import annotations

from typing import Final

from tbnlp.formats.brat_lines import SUBTYPE_END
from tbnlp.formats.returned import UNSPECIFIED
from tbnlp.schema.entries import Schema

_SHORT: Final = 12
"""Length of the shortest of the names that brat picks by the room above a passage."""


def config(schema: Schema) -> dict[str, str]:
    """`annotation.conf`, `visual.conf` and `kb_shortcuts.conf`, for the folder of the texts or one above it."""
    head = f"# Made from indicator schema {schema.version}, {schema.fingerprint}; do not edit\n"
    return {
        "annotation.conf": head + _annotation(schema),
        "visual.conf": head + _visual(schema),
        "kb_shortcuts.conf": head + "".join(
            f"{label.hotkey.upper()}\t{label.id}\n" for label in schema.labels if label.hotkey
        ),
    }


def _annotation(schema: Schema) -> str:
    lines = ["[entities]"]
    for family in schema.families:
        lines.append(f"!{family.id}")
        lines += [f"\t{label.id}" for label in schema.labels if label.family == family.id]
    lines += ["", "[relations]", "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", ""]
    lines.append("[attributes]")
    for attribute in schema.attributes:
        lines.append(f"{attribute.id}\tArg:<ENTITY>, Value:{'|'.join(attribute.value_ids)}")
    for label in schema.labels:
        values = "|".join((*label.subtypes, UNSPECIFIED))
        lines.append(f"{label.id}{SUBTYPE_END}\tArg:{label.id}, Value:{values}")
    return "\n".join(lines) + "\n"


def _visual(schema: Schema) -> str:
    lines = ["[labels]"]
    lines += [f"{family.id} | {family.name}" for family in schema.families]
    lines += [f"{label.id} | {label.name} | {label.id[:_SHORT]}" for label in schema.labels]
    lines += [f"{attribute.id} | {_words(attribute.id)}" for attribute in schema.attributes]
    lines += [f"{label.id}{SUBTYPE_END} | Subtype" for label in schema.labels]
    lines += ["", "[drawing]", "SPAN_DEFAULT\tfgColor:black, bgColor:#dddddd, borderColor:darken"]
    lines.append("ATTRIBUTE_DEFAULT\tglyph:*")
    for family in schema.families:
        colours = f"fgColor:{_readable_on(family.colour)}, bgColor:{family.colour}, borderColor:darken"
        lines += [f"{label.id}\t{colours}" for label in schema.labels if label.family == family.id]
    return "\n".join(lines) + "\n"


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _readable_on(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "black" if red * 299 + green * 587 + blue * 114 > 128_000 else "white"
