"""What a person needs to train or seed spaCy on the labels: a label list, the part for spancat, and patterns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tbnlp.formats.token_texts import blank_pipeline, doc_of
from tbnlp.notes import placeholders
from tbnlp.schema.entries import Schema

if TYPE_CHECKING:
    from spacy.language import Language

_SPANCAT: Final = """# Made from indicator schema {version}, {fingerprint}; do not edit
[nlp]
lang = "en"
pipeline = ["spancat"]

[components]

[components.spancat]
factory = "spancat"
spans_key = "tbnlp"
threshold = 0.5

[components.spancat.suggester]
@misc = "spacy.ngram_range_suggester.v1"
min_size = {shortest}
max_size = {longest}

[initialize]

[initialize.components]

[initialize.components.spancat]

[initialize.components.spancat.labels]
@readers = "spacy.read_labels.v1"
path = "spancat_labels.json"
"""


def config(schema: Schema) -> dict[str, str]:
    """`spancat_labels.json`, `spancat.cfg` (for `spacy init fill-config`) and `patterns.jsonl`.

    The patterns are the clauses of the schema's examples, word by word, for spaCy's `span_ruler`: a seed to
    write patterns from. They fit little more than the examples. The longest span is the schema's limit; spaCy
    tries every shorter one, which takes memory, so a lower `max_size` may be wanted.
    """
    return {
        "spancat_labels.json": json.dumps(list(schema.label_ids), indent=1) + "\n",
        "spancat.cfg": _SPANCAT.format(
            version=schema.version, fingerprint=schema.fingerprint, shortest=schema.span_rules.min_tokens,
            longest=schema.span_rules.max_tokens,
        ),
        "patterns.jsonl": "".join(json.dumps(row) + "\n" for row in _patterns(schema)),
    }


def _patterns(schema: Schema) -> list[dict[str, Any]]:
    from tbnlp.tag.schema_examples import unmarked

    nlp = blank_pipeline()
    rows = []
    for label in schema.labels:
        for positive in label.positives:
            text, span = unmarked(positive)
            words = _words(text[span.start : span.end], nlp)
            rows.append({"label": label.id, "id": f"{label.id}.{positive.subtype}", "pattern": words})
    return rows


def _words(passage: str, nlp: Language) -> list[dict[str, Any]]:
    """One condition a word, without regard to capitals; any placeholder of a type stands for another."""
    return [
        {"TEXT": {"REGEX": f"^<{placeholders.kind_of(token.text)}[_:>]"}}
        if placeholders.is_placeholder(token.text)
        else {"LOWER": token.lower_}
        for token in doc_of(passage, nlp)
    ]
