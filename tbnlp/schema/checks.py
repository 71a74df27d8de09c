"""What must hold between the parts of the schema; every broken promise is reported at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tbnlp.schema.document import ConstructEntry, LabelEntry, SchemaDocument

HOMES = ("label", "attribute", "case_attribute", "policy", "guideline", "out_of_scope")
"""Kinds of a home; a construct has exactly one of them. `subtype` and `also` only add to it."""


def problems(document: SchemaDocument) -> list[str]:
    """Every contradiction in the file, as sentences that name the entry; empty when there is none."""
    return [
        *_doubles(document),
        *(problem for label in document.labels for problem in _label(label, document)),
        *(problem for entry in _all_constructs(document) for problem in _construct(entry, document)),
        *_coverage(document),
        *_phrases(document),
    ]


def _all_constructs(document: SchemaDocument) -> list[ConstructEntry]:
    return [*document.constructs, *document.extensions]


def _doubles(document: SchemaDocument) -> Iterator[str]:
    groups = {
        "label": [label.id for label in document.labels],
        "family": [family.id for family in document.families],
        "attribute": [attribute.id for attribute in document.attributes],
        "construct": [entry.id for entry in _all_constructs(document)],
        "hotkey": [label.ui.get("hotkey", "") for label in document.labels],
    }
    for name, ids in groups.items():
        for value, count in Counter(ids).items():
            if count > 1:
                yield f"{name} {value!r} stands {count} times"


def _label(label: LabelEntry, document: SchemaDocument) -> Iterator[str]:
    ids = {entry.id for entry in document.labels}
    if label.family not in {family.id for family in document.families}:
        yield f"label {label.id}: family {label.family!r} is not in families"
    for pair in label.confusable_with:
        if pair.label not in ids:
            yield f"label {label.id}: confusable_with names the unknown label {pair.label!r}"
    for name in label.literature:
        if name not in document.literature:
            yield f"label {label.id}: literature {name!r} is not in literature"
    constructs = {entry.id for entry in _all_constructs(document)}
    for ref in label.seed_refs:
        if ref not in constructs:
            yield f"label {label.id}: seed_refs names the unknown construct {ref!r}"
    yield from _examples(label, document, ids)


def _examples(label: LabelEntry, document: SchemaDocument, ids: set[str]) -> Iterator[str]:
    values = {attribute.id: list(attribute.values or []) for attribute in document.attributes}
    for number, positive in enumerate(label.examples.positive, start=1):
        where = f"label {label.id}, positive example {number}"
        if len(re.findall(r"\[\[.+?\]\]", positive.text)) != 1:
            yield f"{where}: needs exactly one marked span"
        if positive.subtype not in [*label.subtypes, "unspecified"]:
            yield f"{where}: subtype {positive.subtype!r} is not listed"
        for name, value in positive.attrs.items():
            if value not in values.get(name, []):
                yield f"{where}: {name} has no value {value!r}"
    for number, negative in enumerate(label.examples.negative, start=1):
        where = f"label {label.id}, negative example {number}"
        if negative.label is not None and negative.label not in ids:
            yield f"{where}: names the unknown label {negative.label!r}"
        if negative.label == label.id:
            yield f"{where}: names the label that it is a negative of"


def _construct(entry: ConstructEntry, document: SchemaDocument) -> Iterator[str]:
    labels = {label.id: label for label in document.labels}
    yield from _home(entry, labels)
    target = entry.home.get("label")
    if target is not None and target not in labels:
        yield f"construct {entry.id}: home names the unknown label {target!r}"
        return
    subtype = entry.home.get("subtype")
    if target is not None and subtype is not None and subtype not in labels[target].subtypes:
        yield f"construct {entry.id}: {target} has no subtype {subtype!r}"
    if target is not None and entry.doc and entry.id not in labels[target].seed_refs:
        yield f"construct {entry.id}: its home {target} does not name it in seed_refs"


def _home(entry: ConstructEntry, labels: dict[str, LabelEntry]) -> Iterator[str]:
    if not entry.home:
        yield f"construct {entry.id}: has no home"
    for kind in set(entry.home) - {*HOMES, "subtype", "also"}:
        yield f"construct {entry.id}: home kind {kind!r} is not known"
    kinds = [kind for kind in HOMES if kind in entry.home]
    if len(kinds) > 1:
        yield f"construct {entry.id}: has {len(kinds)} homes ({', '.join(kinds)}); keep one and name the others in also"
    if entry.home and not kinds:
        yield f"construct {entry.id}: has lost its home"
    if "subtype" in entry.home and "label" not in entry.home:
        yield f"construct {entry.id}: a subtype stands only beside a label"
    for item in entry.home.get("also", ()):
        if item not in labels and str(item).partition(":")[0] not in HOMES:
            yield f"construct {entry.id}: also names {item!r}, which is neither a label nor kind:target"


def _coverage(document: SchemaDocument) -> Iterator[str]:
    for name, source in document.documents.items():
        found = sum(entry.doc == name for entry in document.constructs)
        if found != source.statements:
            yield f"document {name}: {found} of its {source.statements} statements stand under constructs"
    homes = {entry.id: entry.home for entry in _all_constructs(document)}
    for label in document.labels:
        if not label.seed_refs:
            yield f"label {label.id}: names no construct of a source"
        for ref in label.seed_refs:
            home = homes.get(ref, {})
            if label.id != home.get("label") and label.id not in home.get("also", []):
                yield f"label {label.id}: construct {ref} has its home elsewhere"


def _phrases(document: SchemaDocument) -> Iterator[str]:
    for phrase in document.policy.forbidden_output:
        try:
            re.compile(phrase.regex)
        except re.error:
            yield f"forbidden phrase {phrase.id}: the pattern does not compile"
