"""spaCy components for people who run plain spaCy on redacted text; heavy imports stay inside.

Names: `tbnlp_sections`, `tbnlp_attribution`, `tbnlp_assertion`, `tbnlp_rules`, `tbnlp_encoder` and
`tbnlp_tagger` for the whole. Results stand in `doc.spans["tbnlp"]` (label, and candidate id in `id_`) and,
as plain records, in `doc.user_data["tbnlp"]`. Each of them refuses a Doc that still holds an identifier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from tbnlp.errors import PrivacyGateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from tbnlp.notes.redacted_note import RedactedNote
    from tbnlp.rules.document import Documents
    from tbnlp.tag.config import Tier

    Component = Callable[[Doc], Doc]

KEY = "tbnlp"


def _record(doc: Doc, documents: Documents) -> RedactedNote:
    """The Doc as a redacted note. Raises `PrivacyGateError`, setting nothing, when an identifier stands in it."""
    from tbnlp.notes import placeholders
    from tbnlp.notes.redacted_note import RedactedNote, Tokens
    from tbnlp.notes.span import Span
    from tbnlp.redact.verifier import residual_hits

    if residual_hits(doc.text):
        msg = "the Doc still holds identifiers; call tbnlp.redact(text) first and run spaCy on its text"
        raise PrivacyGateError(msg)
    if not doc.has_annotation("TAG") or placeholders.find(doc.text):
        # The tokenizer of a foreign pipeline cuts placeholders, and a blank one has no tags.
        return documents.analyse(doc.text)
    rows = [token for token in doc if not token.is_space]
    tokens = Tokens(
        tuple(token.idx for token in rows), tuple(token.idx + len(token) for token in rows),
        tuple(token.tag_ for token in rows), tuple(token.pos_ for token in rows),
        tuple(token.lemma_ for token in rows),
    )
    sentences = tuple(
        Span(sentence.start_char, sentence.end_char) for sentence in doc.sents if sentence.text.strip()
    ) if doc.has_annotation("SENT_START") else (Span(0, len(doc.text)),)
    return RedactedNote("doc", "doc", 0, doc.text, tokens, sentences, (), "given")


def _store(doc: Doc, found: list[dict[str, Any]]) -> Doc:
    from spacy.tokens import SpanGroup

    spans = []
    for record in found:
        span = doc.char_span(record["start"], record["end"], label=record["label"], alignment_mode="expand")
        if span is not None:
            span.id_ = record["id"]
            spans.append(span)
    doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=spans)
    doc.user_data[KEY] = found
    return doc


def _tagging(tier: Tier) -> Component:
    from tbnlp.tag.config import TaggerConfig
    from tbnlp.tag.tagger import Tagger

    finder = Tagger(TaggerConfig(tier=tier)).open_finder()

    def tag(doc: Doc) -> Doc:
        tagged = finder.tag(_record(doc, finder.documents))
        return _store(doc, [
            {
                "id": item.candidate_id, "label": item.label, "subtype": item.subtype,
                "start": item.span.start, "end": item.span.end,
                "parts": [[part.start, part.end] for part in item.parts],
                "score": item.score, "band": item.band.value,
                "assertion": item.attributes.assertion, "temporality": item.attributes.temporality,
                "source": item.attributes.source, "experiencer": item.attributes.experiencer,
                "referent_role": item.attributes.referent_role,
            }
            for item in tagged.candidates
        ])

    return tag


@Language.factory("tbnlp_tagger")
def create_tagger(nlp: Language, name: str) -> Component:
    """The whole tagger: rules, encoder, attributes and bands."""
    return _tagging("full")


@Language.factory("tbnlp_rules")
def create_rules(nlp: Language, name: str) -> Component:
    """Candidates of the pattern rules alone."""
    return _tagging("rules")


@Language.factory("tbnlp_encoder")
def create_encoder(nlp: Language, name: str) -> Component:
    """Calibrated score of each sentence and label (0-1), as records in `doc.user_data["tbnlp_scores"]`."""
    from tbnlp.tag.tagger import Tagger

    finder = Tagger().open_finder()
    scales = finder.calibration.scales["full"]

    def score(doc: Doc) -> Doc:
        note = _record(doc, finder.documents)
        logits = finder.material(note).logits
        doc.user_data["tbnlp_scores"] = [] if logits is None else [
            {"start": sentence.start, "end": sentence.end, "scores": {
                label: round(scales[label].probability(float(logits.sentence[index, column]), rule_hit=False), 3)
                for column, label in enumerate(finder.schema.label_ids)
            }}
            for index, sentence in enumerate(note.sentences)
        ]
        return doc

    return score


@Language.factory("tbnlp_sections")
def create_sections(nlp: Language, name: str) -> Component:
    """Quotes, headings and general passages as span groups `tbnlp_quotes`, `tbnlp_headings`, `tbnlp_generic`."""
    from tbnlp.rules.context import read_context
    from tbnlp.rules.document import Documents

    documents = Documents()

    def read(doc: Doc) -> Doc:
        sections = read_context(documents.build(_record(doc, documents))).sections
        for group in ("quotes", "headings", "generic"):
            spans = [
                doc.char_span(place.start, place.end, label=group, alignment_mode="expand")
                for place in getattr(sections, group)
            ]
            doc.spans[f"tbnlp_{group}"] = [span for span in spans if span is not None]
        return doc

    return read


@Language.factory("tbnlp_attribution")
def create_attribution(nlp: Language, name: str) -> Component:
    """Source, experiencer and referent role of the spans in `doc.spans["tbnlp"]`."""
    return _answering(("source", "experiencer", "referent_role"))


@Language.factory("tbnlp_assertion")
def create_assertion(nlp: Language, name: str) -> Component:
    """Assertion and temporality of the spans in `doc.spans["tbnlp"]`."""
    return _answering(("assertion", "temporality"))


def _answering(names: tuple[str, ...]) -> Component:
    from tbnlp.notes.span import Span
    from tbnlp.rules.attribution import attributes_of
    from tbnlp.rules.context import read_context
    from tbnlp.rules.document import Documents

    documents = Documents()

    def answer(doc: Doc) -> Doc:
        built = documents.build(_record(doc, documents))
        context = read_context(built)
        records = doc.user_data.setdefault(KEY, [])
        for number, span in enumerate(doc.spans.get(KEY, [])):
            if number == len(records):
                records.append({"label": span.label_, "start": span.start_char, "end": span.end_char})
            found = attributes_of(Span(span.start_char, span.end_char), context, span.label_)
            records[number].update({name: getattr(found, name) for name in names})
        return doc

    return answer


def to_displacy(doc: Doc) -> dict[str, Any]:
    """The Doc's candidates for `displacy.render(..., style="span", manual=True)`."""
    return {
        "text": doc.text,
        "tokens": [token.text for token in doc],
        "spans": [
            {"start_token": span.start, "end_token": span.end, "label": span.label_}
            for span in doc.spans.get(KEY, [])
        ],
    }
