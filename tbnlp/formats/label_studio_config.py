"""The labelling interface of Label Studio, made from the schema: one file for all questions, one for a first pass.

In the XML `value` is what an annotator reads and `alias` what Label Studio stores, so files hold the schema's ids.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Final

from tbnlp.schema.entries import Attribute, Label, Schema

LABELS: Final = "indicator"
TEXT: Final = "text"
COMMENT: Final = "comment"
ANNOTATOR: Final = "annotator"
SUBTYPE: Final = "subtype_"
SECOND_PART: Final = "second part"
UNSPECIFIED: Final = "unspecified"
FIRST_PASS: Final = ("assertion", "source")
FULL_FILE: Final = "label_studio.xml"
COMPACT_FILE: Final = "label_studio_compact.xml"

_PANEL: Final = "flex: 0 0 26em; max-height: 85vh; overflow-y: auto; padding: 0 1em"
_PLAIN: Final = "font-weight: normal; font-size: 0.9em; margin: 0.3em 0"
_QUESTION: Final = "font-size: 1em; margin: 0.8em 0 0.2em"
_NOTE: Final = "flex: 1 1 auto; max-height: 85vh; overflow-y: auto; line-height: 1.8; white-space: pre-wrap"


def config(schema: Schema) -> dict[str, str]:
    """`label_studio.xml` asks everything; `label_studio_compact.xml` asks for label, assertion and source."""
    every = tuple(attribute.id for attribute in schema.attributes)
    return {FULL_FILE: xml(schema, every, subtypes=True), COMPACT_FILE: xml(schema, FIRST_PASS, subtypes=False)}


def xml(schema: Schema, questions: Sequence[str], *, subtypes: bool) -> str:
    """The interface with these attributes as questions about each marked passage."""
    root = ET.Element("View", style="display: flex; gap: 1em")
    made = f" Made from the indicator schema {schema.version}, SHA-256 {schema.fingerprint}. Do not edit. "
    root.append(ET.Comment(made))
    left = ET.SubElement(root, "View", style=_NOTE)
    _labels(left, schema)
    ET.SubElement(
        left, "Text", name=TEXT, value="$text", valueType="text", saveTextResult="yes", granularity="word",
    )
    relations = ET.SubElement(left, "Relations")
    ET.SubElement(relations, "Relation", value=SECOND_PART)
    panel = ET.SubElement(root, "View", style=_PANEL)
    for label in schema.labels:
        _about(panel, label, subtypes=subtypes)
    for attribute in schema.attributes:
        if attribute.id in questions:
            _question(panel, attribute)
    _comment(panel)
    ET.SubElement(
        panel, "TextArea", name=ANNOTATOR, toName=TEXT, maxSubmissions="1", rows="1",
        placeholder="Your annotator code (no name)",
    )
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _labels(parent: ET.Element, schema: Schema) -> None:
    control = ET.SubElement(
        parent, "Labels", name=LABELS, toName=TEXT, choice="multiple", showInline="true",
    )
    for label in schema.labels:
        ET.SubElement(
            control, "Label", value=label.name, alias=label.id, background=schema.family(label.family).colour,
            hotkey=label.hotkey, hint=label.definition,
        )


def _shown_for(parent: ET.Element, label: Label | None) -> ET.Element:
    panel = ET.SubElement(parent, "View", visibleWhen="region-selected", whenTagName=LABELS)
    if label is not None:
        panel.set("whenLabelValue", label.id)
    return panel


def _about(parent: ET.Element, label: Label, *, subtypes: bool) -> None:
    panel = _shown_for(parent, label)
    ET.SubElement(panel, "Header", value=label.name, size="4")
    ET.SubElement(panel, "Header", value=label.reviewer_prompt, size="6", style=_PLAIN)
    ET.SubElement(panel, "Header", value=label.caution, size="6", style=_PLAIN)
    if not subtypes:
        return
    control = ET.SubElement(
        panel, "Choices", name=SUBTYPE + label.id, toName=TEXT, perRegion="true", required="true",
        choice="single-radio", requiredMessage=f"{label.name}: which listed kind?",
        visibleWhen="region-selected", whenTagName=LABELS, whenLabelValue=label.id,
    )
    for subtype in (*label.subtypes, UNSPECIFIED):
        ET.SubElement(control, "Choice", value=subtype.replace("_", " "), alias=subtype)


def _question(parent: ET.Element, attribute: Attribute) -> None:
    panel = _shown_for(parent, None)
    ET.SubElement(panel, "Header", value=attribute.question, size="6", style=_QUESTION)
    control = ET.SubElement(
        panel, "Choices", name=attribute.id, toName=TEXT, perRegion="true", choice="single-radio",
        required="true" if attribute.required else "false", requiredMessage=attribute.question,
        visibleWhen="region-selected", whenTagName=LABELS,
    )
    for value, meaning in attribute.values:
        words = value.replace("_", " ")
        choice = ET.SubElement(
            control, "Choice", value=f"{words}: {meaning}" if meaning else words, alias=value,
        )
        if meaning:
            choice.set("hint", meaning)


def _comment(parent: ET.Element) -> None:
    panel = _shown_for(parent, None)
    ET.SubElement(
        panel, "TextArea", name=COMMENT, toName=TEXT, perRegion="true", maxSubmissions="1", rows="2",
        placeholder="Comment for a second reader: no names, no case detail",
        visibleWhen="region-selected", whenTagName=LABELS,
    )
