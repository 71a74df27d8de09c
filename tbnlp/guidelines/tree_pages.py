"""One page a family with its decision tree: a drawing for Mermaid, and the same as a plain list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tbnlp.schema.entries import Family, Schema, TreeStep

STEP_ZERO: Final = "step_zero"
NO_LABEL: Final = "none"


def tree_page(family: Family, schema: Schema) -> str:
    """The Markdown page of a family's tree. The list says all that the drawing shows."""
    steps = schema.tree(family.id)
    zero = schema.tree(STEP_ZERO)
    labels = [label for label in schema.labels if label.family == family.id]
    return "\n".join([
        f"# Decision tree: {family.name}",
        "",
        f"{family.scope}. The questions are asked in this order. Several labels may result; a question that is "
        "answered with yes does not end the tree.",
        "",
        "## First, for every passage",
        "",
        *_list(zero, schema),
        "",
        "## Then, for this family",
        "",
        "```mermaid",
        *mermaid(steps, schema),
        "```",
        "",
        "The same as a list:",
        "",
        *_list(steps, schema),
        "",
        "## The labels of this family",
        "",
        *(f"- [{label.name}](../labels/{label.id}.md): `{label.id}`" for label in labels),
        "",
    ])


def outcome(target: str, schema: Schema) -> str:
    """What an answer leads to, in words."""
    if target in schema.label_ids:
        return f"mark {target} ({schema.label(target).name})"
    if target == NO_LABEL:
        return "no label of this family"
    return "go to that family's tree" if target == "family" else target


def _list(steps: Sequence[TreeStep], schema: Schema) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        yield f"{number}. {step.ask}"
        for answer, target in step.answers:
            yield f"    - {answer_word(answer)}: {_linked(target, schema)}"
        if _goes_on(step) and number < len(steps):
            yield f"    - {'No' if 'yes' in dict(step.answers) else 'Yes'}: next question"


def onward_word(step: TreeStep) -> str:
    """The word on the way to the next question; a yes that names a label does not end the tree."""
    answers = dict(step.answers)
    if "yes" not in answers and "goto" not in answers:
        return "Yes"
    return "No, or next" if "no" not in answers and "goto" not in answers else "Then"


def _goes_on(step: TreeStep) -> bool:
    answers = dict(step.answers)
    return "goto" not in answers and not {"yes", "no"} <= set(answers)


def answer_word(answer: str) -> str:
    """The word that stands on the way to an answer."""
    return {"yes": "Yes", "no": "No", "goto": "Then"}[answer]


def _linked(target: str, schema: Schema) -> str:
    if target in schema.label_ids:
        return f"mark [`{target}`](../labels/{target}.md) ({schema.label(target).name})"
    words = (f"[`{word}`](../labels/{word}.md)" if word in schema.label_ids else word for word in target.split(" "))
    return " ".join(words) if target not in {NO_LABEL, "family"} else outcome(target, schema)


def mermaid(steps: Sequence[TreeStep], schema: Schema) -> Iterator[str]:
    """The tree as Mermaid source, one node a question, each answer an edge with its word."""
    yield "flowchart TD"
    for number, step in enumerate(steps, start=1):
        yield f'  q{number}["{_escaped(step.ask)}"]'
        for index, (answer, target) in enumerate(step.answers):
            yield f'  q{number} -- {answer_word(answer)} --> a{number}{index}("{_escaped(outcome(target, schema))}")'
        if number < len(steps):
            yield f"  q{number} -- {onward_word(step)} --> q{number + 1}"


def _escaped(text: str) -> str:
    return text.replace('"', "#quot;").replace("`", "").replace("<", "#lt;").replace(">", "#gt;")
