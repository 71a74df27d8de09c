"""Systems that answer the attribution kit: the most frequent answer, ConText rules, negspaCy, our rules, our model.

Sources: Harkema, Dowling, Thornblade and Chapman (2009), ConText, J. Biomed. Inform. 42(5); Chapman et al. (2001),
NegEx, J. Biomed. Inform. 34(5), of which negspaCy is an implementation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.errors import AssetError
from tbnlp.evaluate.attribution_kit import COMMON, KitItem
from tbnlp.evaluate.attribution_scores import NEGATED, NOT_NEGATED, Answers
from tbnlp.evaluate.baselines import cue_pattern
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.attribution import attributes_of
from tbnlp.rules.context import read_context
from tbnlp.rules.document import Documents
from tbnlp.tag.config import TaggerConfig
from tbnlp.tag.tagger import Tagger

MAJORITY: Final = "most frequent answer"
CONTEXT: Final = "ConText rules"
NEGSPACY: Final = "negspaCy"
RULES: Final = "tbnlp rules"
MODEL: Final = "tbnlp full"

Answer = Callable[[Sequence[KitItem]], list[Answers]]
"""From items to answers in the same order."""
Windows = Callable[[KitItem], RedactedNote]
"""From an item to the record of its window."""


def majority(learned: Sequence[KitItem]) -> Answer:
    """The most frequent answer of each attribute among `learned`; equal counts go by the alphabet."""
    said = {
        name: min(counted, key=lambda value: (-counted[value], value))
        for name in ATTRIBUTES for counted in [Counter(getattr(item.attributes, name) for item in learned)]
    }
    return lambda items: [said for _ in items]


def windows(documents: Documents) -> Windows:
    """Reads the window of an item with spaCy, once for all systems."""
    kept: dict[str, RedactedNote] = {}

    def read(item: KitItem) -> RedactedNote:
        if item.item_id not in kept:
            kept[item.item_id] = documents.analyse(item.text, case_id=item.case_id, note_id=item.note_id)
        return kept[item.item_id]

    return read


def our_rules(read: Windows, documents: Documents) -> Answer:
    """The rules of the product on the window alone; in a note they know the rest of it too."""

    def answer(item: KitItem) -> Answers:
        context = read_context(documents.build(read(item)))
        return _as_answers(attributes_of(item.parts[0], context, item.label, item.subtype))

    return lambda items: [answer(item) for item in items]


def our_model(read: Windows, model: str) -> Answer:
    """The heads of a trained model, weighed with the rules as the product does it, on the window alone.

    Raises `AssetError` when the model is missing, changed or of another schema.
    """
    finder = Tagger(TaggerConfig(tier="full", model=model)).open_finder()

    def answer(item: KitItem) -> Answers:
        material = finder.material(read(item))
        rules = attributes_of(item.parts[0], material.context, item.label, item.subtype)
        return _as_answers(finder.answers.attributes(rules, material.logits, material.reading, item.parts))

    return lambda items: [answer(item) for item in items]


def _as_answers(found: Attributes) -> Answers:
    return {name: getattr(found, name) for name in ATTRIBUTES}


@dataclass(frozen=True, slots=True)
class ContextRule:
    """Triggers of one answer: `forward` ones hold for words behind them, `backward` ones for words before them."""

    attribute: str
    value: str
    forward: re.Pattern[str]
    backward: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ContextRules:
    """The trigger list as patterns. It answers three attributes, each with the most common value by default."""

    rules: tuple[ContextRule, ...]
    pseudo: re.Pattern[str]
    ends: re.Pattern[str]

    def answer(self, sentence: str, parts: Sequence[Span]) -> Answers:
        """The answers about the words at `parts` of one sentence."""
        text = self.pseudo.sub(lambda match: " " * len(match[0]), sentence.replace("\u2019", "'"))
        said: dict[str, str] = {}
        for rule in self.rules:
            if rule.attribute not in said and any(self._reaches(rule, text, part) for part in parts):
                said[rule.attribute] = rule.value
        return {"temporality": "current", **COMMON, **said}

    def _reaches(self, rule: ContextRule, text: str, part: Span) -> bool:
        """True when a trigger stands in the part, or beside it with no end of a clause between them."""
        ahead = any(
            match.start() < part.end and not self._is_cut(text, match.end(), part.start)
            for match in rule.forward.finditer(text)
        )
        return ahead or any(
            match.end() > part.start and not self._is_cut(text, part.end, match.start())
            for match in rule.backward.finditer(text)
        )

    def _is_cut(self, text: str, start: int, end: int) -> bool:
        return start < end and self.ends.search(text, start, end) is not None


@cache
def load_context_rules() -> ContextRules:
    """The triggers of `context_terms.yaml`."""
    text = resources.files("tbnlp.evaluate").joinpath("context_terms.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    rules = [
        ContextRule(row["attribute"], row["value"], cue_pattern(row["forward"]), cue_pattern(row["backward"]))
        for row in content["rules"]
    ]
    return ContextRules(tuple(rules), cue_pattern(content["pseudo"]), _ends(content["ends"]))


def _ends(words: Sequence[str]) -> re.Pattern[str]:
    """Words as whole words, signs wherever they stand."""
    forms = [rf"\b{re.escape(word)}\b" if word[0].isalpha() else re.escape(word) for word in words]
    return re.compile("|".join(forms), re.IGNORECASE)


def context_rules(items: Sequence[KitItem]) -> list[Answers]:
    """ConText on the sentence of each item: assertion, temporality and experiencer."""
    rules = load_context_rules()
    return [rules.answer(*_sentence(item)) for item in items]


def _sentence(item: KitItem) -> tuple[str, list[Span]]:
    whole = item.sentence.cover(item.parts[-1])
    return item.text[whole.start : whole.end], [part.shift(-whole.start) for part in item.parts]


def negspacy() -> Answer:
    """The package negspaCy with its English terms on the sentence of each item; it answers for negation alone.

    It was made for short names of findings and not for clauses, so it is asked about every word of the passage, and
    the passage counts as negated when more than half of its words do: of the first, the last, any and most words,
    and of its two English lists, that was the best on the dev half. Raises `AssetError` when it is not installed.
    """
    try:
        from negspacy.negation import Negex
        from negspacy.termsets import LANGUAGES
    except ModuleNotFoundError:
        msg = "negspacy is not installed: pip install 'tbnlp[dev]'"
        raise AssetError(msg) from None
    import spacy

    nlp = spacy.blank("en")
    find = Negex(nlp, "negex", neg_termset=LANGUAGES["en"], span_keys=["words"])

    def answer(item: KitItem) -> Mapping[str, str]:
        sentence, parts = _sentence(item)
        doc = nlp.make_doc(sentence)
        for token in doc[1:]:
            token.is_sent_start = False
        inside = [token.i for token in doc if token.is_alpha and any(_holds(part, token.idx) for part in parts)]
        doc.spans["words"] = [doc[place : place + 1] for place in inside]
        negated = sum(span._.negex for span in find(doc).spans["words"])
        return {NEGATED: NEGATED if 2 * negated > len(inside) else NOT_NEGATED}

    return lambda items: [answer(item) for item in items]


def _holds(part: Span, place: int) -> bool:
    return part.start <= place < part.end
