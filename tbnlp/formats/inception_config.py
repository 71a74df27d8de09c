"""What a person imports in the project settings of INCEpTION: layers, tagsets, and the rules between them."""

from __future__ import annotations

import json
from typing import Any, Final

from tbnlp.formats.inception_types import ANSWERED, INDICATOR, KEPT, MEANINGS, NOTE_RECORD, RECORD
from tbnlp.formats.returned import UNSPECIFIED
from tbnlp.schema.entries import Schema

_LANGUAGE: Final = "en"


def config(schema: Schema) -> dict[str, str]:
    """`layer_indicator.json` (its tagsets are in it), `layer_note_record.json`, `tagset_*.json`, `constraints.rules`.

    Both layers have to be there before files are loaded: INCEpTION drops what its project has no layer for.
    """
    tagsets = _tagsets(schema)
    files = {
        "layer_indicator.json": _json([_indicator_layer(schema, tagsets)]),
        "layer_note_record.json": _json([_record_layer(schema)]),
        "constraints.rules": _rules(schema),
    }
    return files | {f"tagset_{name}.json": _json(tagset) for name, tagset in tagsets.items()}


def _json(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _made_from(schema: Schema) -> str:
    return f"Indicator schema {schema.version}, {schema.fingerprint}; generated, do not edit."


def _tagsets(schema: Schema) -> dict[str, dict[str, Any]]:
    """The closed lists of answers by the name of the feature."""
    subtypes = [(UNSPECIFIED, "No subtype of the label fits, or two fit alike.")]
    subtypes += [(subtype, f"Subtype of {label.name}.") for label in schema.labels for subtype in label.subtypes]
    lists: dict[str, list[tuple[str, str]]] = {
        "label": [(label.id, f"{label.name}. {label.definition} {label.caution}") for label in schema.labels],
        "subtype": subtypes,
    }
    for attribute in schema.attributes:
        lists[attribute.id] = list(attribute.values)
    return {
        name: {
            "name": f"tbnlp {name}",
            "description": _made_from(schema),
            "language": _LANGUAGE,
            "tags": [{"tag_name": tag, "tag_description": meaning} for tag, meaning in tags],
            "create_tag": False,
        }
        for name, tags in lists.items()
    }


def _indicator_layer(schema: Schema, tagsets: dict[str, dict[str, Any]]) -> dict[str, Any]:
    questions = {attribute.id: attribute.question for attribute in schema.attributes} | MEANINGS
    required = {"label", "subtype"} | {attribute.id for attribute in schema.attributes if attribute.required}
    features = [
        _feature(
            name, questions[name], tagset=tagsets.get(name), required=name in required, visible=name in ANSWERED,
            in_hover=name in {"label", "subtype"},
        )
        for name in (*ANSWERED, *KEPT)
    ]
    colours = [
        {"pattern": f"{label.id}.*", "color": schema.family(label.family).colour} for label in schema.labels
    ]
    return _layer(INDICATOR, "Indicator", "span", schema, features) | {
        "traits": json.dumps({"coloringRules": {"rules": colours}}),
    }


def _record_layer(schema: Schema) -> dict[str, Any]:
    features = [
        _feature(name, MEANINGS.get(name, "Kept from the file that was loaded; leave it as it is."))
        for name in RECORD
    ]
    return _layer(NOTE_RECORD, "Note record", "document-metadata", schema, features)


def _layer(name: str, shown: str, kind: str, schema: Schema, features: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "features": features,
        "uiName": shown,
        "type": kind,
        "description": _made_from(schema),
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": True,
        "cross_sentence": True,
        "show_hover": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "ALWAYS" if kind == "span" else "NEVER",
        "lock_to_token_offset": False,
        "multiple_tokens": True,
        "linked_list_behavior": False,
        "traits": None,
    }


def _feature(
    name: str, meaning: str, *, tagset: dict[str, Any] | None = None, required: bool = False,
    visible: bool = True, in_hover: bool = False,
) -> dict[str, Any]:
    return {
        "name": name,
        "tag_set": tagset,
        "uiName": name.replace("_", " ").capitalize(),
        "type": "uima.cas.String",
        "enabled": True,
        "visible": visible,
        "include_in_hover": in_hover,
        "required": required,
        "remember": False,
        "hideUnconstraintFeature": False,
        "description": meaning,
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
        "link_type_name": None,
        "link_type_role_feature_name": None,
        "link_type_target_feature_name": None,
        "traits": None,
        "curatable": name in ANSWERED,
    }


def _rules(schema: Schema) -> str:
    """Which subtypes INCEpTION offers first once a label is chosen."""
    lines = [f"import {INDICATOR} as Indicator;", "", "Indicator {"]
    for label in schema.labels:
        offered = " | ".join(f'subtype = "{subtype}"' for subtype in (*label.subtypes, UNSPECIFIED))
        lines.append(f'  label = "{label.id}" -> {offered};')
    return "\n".join([*lines, "}", ""])
