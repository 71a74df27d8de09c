"""The wording guard of the schema's policy (control c6), run over every string that the program can show."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import LINT_OK, Scope, violations
from tests.contracts.source_tree import PACKAGE, ROOT, Module, docstring_nodes, modules, read

# Strings that match the text of notes: they are never shown, and they have to hold the words as people write
# them. One reason each.
EXEMPT = {
    "tbnlp/redact/recognizers": "patterns of identifiers and the words around them",
    "tbnlp/redact/known_bodies.py": "names of national bodies and programmes",
    "tbnlp/rules/sections.py": "headings and general passages as they stand in notes",
    "tbnlp/rules/patterns": "cue patterns and their examples",
    "tbnlp/rules/triggers": "words that turn a passage, as they stand in notes",
    "tbnlp/rules/triggers.py": "the lists of words that those patterns share",
    "tbnlp/rules/vocabulary.yaml": "words for people as they stand in notes",
    "tbnlp/evaluate/cues.yaml": "cue list of the baseline",
    "tbnlp/schema/indicators.yaml": "read field by field below",
}
# Words that the policy has no pattern for, and that no string of the program may hold all the same.
HOUSE_WORDS = re.compile(
    r"\banonym(?:ous|ised|ized|isation|ization)\b|\brank(?:s|ed|ing)?\b|\bdetects\b", re.IGNORECASE
)
PROPER_NAMES = ("Text Anonymization Benchmark", "text-anonymization-benchmark")
TEXT_ENDS = {".j2", ".html", ".css", ".js", ".toml", ".yaml", ".jsonl", ".md"}
DOCUMENTS = [
    "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "corpora/README.md", "models/README.md",
    *(f"annotation_guidelines/{stem}.md" for stem in ("index", "procedure", "quality", "welfare", "before_you_start")),
]


def exempt(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return any(name == item or name.startswith(f"{item}/") for item in EXEMPT)


def is_notice(text: str, place: int) -> bool:
    """True when the sentence at `place` stands word for word in a notice of the policy."""
    start = max(text.rfind(". ", 0, place) + 2, 0) if ". " in text[:place] else 0
    end = text.find(".", place)
    sentence = re.sub(r"<[^>]+>", "", text[start : end + 1 if end >= 0 else len(text)]).strip()
    return any(sentence in notice for _, notice in load_schema().notices)


def offences(text: str, scope: Scope, *, shown: bool) -> list[str]:
    """What may not be said in `text`; house words count in text that is shown."""
    for name in PROPER_NAMES:
        text = text.replace(name, "")
    found = [str(item) for item in violations(text, scope) if not is_notice(text, item.place)]
    if shown and " " in text:  # one word alone is a key, read in test_policy.py
        found += [f"{match.group()!r} is not a word of this program" for match in HOUSE_WORDS.finditer(text)]
    return found


def lines_of(text: str) -> list[tuple[str, Scope]]:
    """Paragraphs of a document, each with its scope: a line with the mark may deny."""
    found = []
    for paragraph in re.split(r"\n\s*\n|\n(?=[-|#*])", text):
        scope = Scope.NEGATED_OK if LINT_OK in paragraph else Scope.STRICT
        found.append((paragraph, scope))
    return found


def in_module(module: Module) -> list[str]:
    docstrings = docstring_nodes(module.tree)
    lines = module.text.splitlines()
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            marked = any(LINT_OK in line for line in lines[node.lineno - 1 : node.end_lineno])
            scope = Scope.NEGATED_OK if marked else Scope.STRICT
            hits = offences(node.value, scope, shown=id(node) not in docstrings)
            found += [f"{module.name}:{node.lineno} {item}" for item in hits]
    return found


def test_no_string_of_the_program_says_what_a_person_is() -> None:
    found = [item for module in modules() if not exempt(module.path) for item in in_module(module)]
    assert not found, "\n".join(found)


def test_no_template_says_what_a_person_is() -> None:
    paths = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in TEXT_ENDS and not exempt(path)]
    found = [
        f"{path.name}: {item}" for path in paths if path.name != "string_cases.jsonl"
        for paragraph, scope in lines_of(path.read_text(encoding="utf-8"))
        for item in offences(paragraph, scope, shown=True)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_says_what_a_person_is(name: str) -> None:
    found = [
        item for paragraph, scope in lines_of((ROOT / name).read_text(encoding="utf-8"))
        for item in offences(paragraph, scope, shown=LINT_OK not in paragraph)
    ]
    assert not found, "\n".join(found)


def schema_texts() -> list[tuple[str, str, Scope]]:
    """Every text of the schema that is shown, with its scope as the policy gives it."""
    content: dict[str, Any] = yaml.safe_load((PACKAGE / "schema" / "indicators.yaml").read_text("utf-8"))
    strict, denying = Scope.STRICT, Scope.NEGATED_OK
    found = [("roles", str(content["roles"]), strict), ("trees", str(content["decision_trees"]), strict)]
    found += [(entry["id"], f"{entry['name']}. {entry['scope']}", strict) for entry in content["families"]]
    found += [(entry["id"], str(entry), strict) for entry in content["attributes"]]
    for label in content["labels"]:
        name = label["id"]
        for key in ("name", "definition", "span_rule", "required_evidence", "reviewer_prompt"):
            found.append((f"{name}.{key}", label[key], strict))
        found += [(f"{name}.subtypes", item.replace("_", " "), strict) for item in label["subtypes"]]
        found += [(f"{name}.confusable_with", item["rule"], strict) for item in label["confusable_with"]]
        if name != "stigmatising_wording":
            found += [(f"{name}.include", item, strict) for item in label["include"]]
        found += [(f"{name}.exclude", item, denying) for item in label["exclude"]]
        found.append((f"{name}.not_meaning", label["not_meaning"], denying))
        found.append((f"{name}.misuse", label["misuse"]["note"], denying))
    return found


def test_no_text_of_the_schema_says_what_a_person_is() -> None:
    found = [
        f"{name}: {item}" for name, text, scope in schema_texts()
        for item in offences(text, scope, shown=False)
    ]
    assert not found, "\n".join(found)


def test_every_exemption_is_still_needed() -> None:
    assert [name for name in EXEMPT if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("text", [
    "The client is bonded to the controller.", "High-risk client.", "No indicators found.", "A red flag.",
    "This victim returned.", "All names were anonymised.", "Clients are ranked by score.",
    "The model detects loyalty.", "She shows signs of a trauma bond.",
])
def test_the_guard_stops_a_planted_sentence(tmp_path: Path, text: str) -> None:
    path = PACKAGE / "seeded.py"
    module = Module(path, "", read(_write(tmp_path, text)).tree)
    assert in_module(module)


def test_the_guard_lets_a_field_of_work_and_a_marked_denial_pass(tmp_path: Path) -> None:
    text = (
        'A = "For analysts in victim services."\n'
        'B = "It never says that she is bonded."  # lint-ok: limits\n'
    )
    path = tmp_path / "seeded.py"
    path.write_text(text, encoding="utf-8")
    module = read(path)
    assert in_module(Module(PACKAGE / "seeded.py", module.text, module.tree)) == []


def test_a_denial_without_its_mark_is_stopped(tmp_path: Path) -> None:
    module = read(_write(tmp_path, "It never says that the client is bonded."))
    assert in_module(Module(PACKAGE / "seeded.py", module.text, module.tree))


def _write(folder: Path, text: str) -> Path:
    path = folder / "seeded.py"
    path.write_text(f'MESSAGE = "{text}"\n', encoding="utf-8")
    return path
