"""Pages that put the whole schema on one sheet: confusions, wording, coverage, sources, quick card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.guidelines.label_pages import pairs_of
from tbnlp.schema.entries import Construct, Label, Schema


def confusion_page(schema: Schema) -> str:
    """Every pair of labels that are easily taken for one another, with the rule that tells them apart."""
    seen: set[frozenset[str]] = set()
    lines = ["# Pairs of labels that are easily confused", "",
             "Made from the schema; each pair stands once. How to think about the hardest ones: "
             "[Confusions](confusions.md). Counts of real confusions will stand here after the first round "
             "between people: none has taken place.", "", "| label | label | rule |", "|---|---|---|"]
    for label in schema.labels:
        for pair in pairs_of(label, schema):
            if frozenset((label.id, pair.id)) not in seen:
                seen.add(frozenset((label.id, pair.id)))
                lines.append(f"| {_link(label.id)} | {_link(pair.id)} | {pair.rule} |")
    return "\n".join(lines) + "\n"


def language_page(schema: Schema) -> str:
    """What tool-made text may not say, and what is said in its place; the list that the guard checks by."""
    lines = ["# Language policy", "",
             "Text that the tool or a reader's page makes does not use the wording on the left. Text of a note may "
             "hold it and is shown as a quotation. The patterns are the ones that the wording guard runs.", "",
             "| number | wording that is stopped (pattern) | write |", "|---|---|---|"]
    lines += [f"| {phrase.id} | `{_pattern(phrase.regex)}` | {phrase.instead} |" for phrase in schema.forbidden_phrases]
    lines += ["", "## Notices that every output carries", ""]
    lines += [f"- {text}" for _, text in schema.notices]
    lines += ["", "## Allowed uses", "", *(f"- {use}" for use in schema.allowed_uses)]
    lines += ["", "## Uses that are refused", "", *(f"- {use}" for use in schema.forbidden_uses)]
    return "\n".join(lines) + "\n"


def _pattern(regex: str) -> str:
    return regex.replace("|", "\\|").replace("`", "'")


def coverage_page(schema: Schema) -> str:
    """How many examples each label has, by assertion, time, person and source; a zero is shown as zero."""
    lines = ["# What the examples cover", "",
             "Counts of the invented examples on the label pages. They say what an annotator has seen here, and "
             "nothing about how often such wording stands in notes.", ""]
    for name in ATTRIBUTES:
        values = schema.attribute(name).value_ids
        lines += [f"## {name.replace('_', ' ').capitalize()}", "", "| label | " + " | ".join(values) + " |",
                  "|---" * (len(values) + 1) + "|"]
        total: Counter[str] = Counter()
        for label in schema.labels:
            counts = Counter(dict(example.attributes)[name] for example in label.positives)
            total += counts
            lines.append(f"| {_link(label.id)} | " + " | ".join(str(counts[value]) for value in values) + " |")
        lines += ["| all | " + " | ".join(str(total[value]) for value in values) + " |", ""]
    lines += ["## Subtypes", "", "| label | subtype | examples |", "|---|---|---|", *_subtype_rows(schema)]
    return "\n".join(lines) + "\n"


def _subtype_rows(schema: Schema) -> Iterator[str]:
    for label in schema.labels:
        counts = Counter(example.subtype for example in label.positives)
        for name in label.subtypes:
            yield f"| {_link(label.id)} | {name} | {counts[name]} |"


def sources_page(schema: Schema) -> str:
    """Every construct of the source documents and of the extensions, with its one home."""
    lines = ["# Sources and their homes", "",
             "Each statement of the two source documents has exactly one home: a label, an attribute, an attribute of "
             "the case, the policy, the guideline, or a reason why it is out of scope. What stands under \"see also\" "
             "is a cross-reference and no second home. Some words of the sources are ones that this tool does not use "
             "of anybody; they stand here because the sources use them. <!-- lint-ok -->", ""]
    lines += [f"- Document {key}: {title}" for key, title in schema.documents]
    lines += ["", "| id | place | statement | home | see also |", "|---|---|---|---|---|"]
    lines += [_construct_row(entry, schema) for entry in schema.constructs]
    return "\n".join(lines) + "\n"


def _construct_row(construct: Construct, schema: Schema) -> str:
    kind, target = construct.home
    shown = _link(target) if kind == "label" else f"{kind.replace('_', ' ')}: {target}"
    if construct.subtype:
        shown += f" ({construct.subtype})"
    others = [_link(item) if item in schema.label_ids else item.replace(":", ": ") for item in construct.also]
    place = f"{construct.doc}, {construct.at}" if construct.doc else "extension"
    return f"| {construct.id} | {place} | {construct.construct} | {shown} | {'; '.join(others) or '-'} |"


def quick_card(schema: Schema) -> str:
    """One sheet to keep beside the screen: the order of work, the answers, the labels and their keys."""
    lines = ["# Quick card", "",
             f"Schema {schema.version}. A mark points at words. It says nothing about a person.", "",
             "**Order.** Read the note · list the roles · mark the shortest full clause · label and subtype · "
             "assertion, source, temporality, experiencer, role, certainty · read once more for services and recovery.",
             ""]
    for family in schema.families:
        labels = [label for label in schema.labels if label.family == family.id]
        lines += [f"## {family.name}", "", "| key | label | mark it when the words hold |", "|---|---|---|"]
        lines += [
            f"| {label.hotkey} | [{label.name}](labels/{label.id}.md) | {label.required_evidence} |" for label in labels
        ]
        lines.append("")
    lines += ["## Answers", "", *_answer_rows(schema), "",
              "**Not sure?** `unclear`, `unknown` and certainty `low` are good answers."]
    return "\n".join(lines) + "\n"


def _answer_rows(schema: Schema) -> Iterator[str]:
    yield "| question | answers |"
    yield "|---|---|"
    for attribute in schema.attributes:
        yield f"| {attribute.question} (`{attribute.id}`) | {', '.join(attribute.value_ids)} |"


def _link(label: str) -> str:
    return f"[`{label}`](labels/{label}.md)"


def labels_index(labels: Sequence[Label], schema: Schema) -> str:
    """The list of the label pages, by family."""
    lines = ["# Labels", ""]
    for family in schema.families:
        lines += [f"## {family.name}", "", f"{family.scope}. Questions in order: [tree](../trees/{family.id}.md).", ""]
        lines += [
            f"- [{label.name}]({label.id}.md): {label.definition}" for label in labels if label.family == family.id
        ]
        lines.append("")
    return "\n".join(lines)
