"""One note through rules and model: drafts, joined, answered and scored as candidates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tbnlp.encoder.passages import Logits, Words
from tbnlp.notes import placeholders
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Candidate, Evidence, TaggedNote, candidate_id
from tbnlp.rules.attribution import attributes_of
from tbnlp.rules.clause import clause_of
from tbnlp.rules.context import NoteContext, read_context
from tbnlp.rules.document import Documents
from tbnlp.rules.matcher import RuleHit
from tbnlp.rules.poles import pair_poles
from tbnlp.schema.entries import Schema
from tbnlp.tag.answers import Answers
from tbnlp.tag.calibration import Calibration
from tbnlp.tag.drafts import Draft, propose
from tbnlp.tag.gate import Gate
from tbnlp.tag.pairing import join_neighbours
from tbnlp.tag.reading import Reading, read

Hits = dict[tuple[int, int], list[RuleHit]]


@dataclass(frozen=True, slots=True)
class Material:
    """What is known about one note before passages are chosen."""

    note: RedactedNote
    context: NoteContext
    reading: Reading
    logits: Logits | None
    hits: Hits


@dataclass(frozen=True, slots=True)
class PassageFinder:
    """The loaded rules and model. Calling it twice on a note gives equal candidates."""

    schema: Schema
    tier: str
    calibration: Calibration
    answers: Answers
    documents: Documents
    find_hits: Callable[[NoteContext], list[RuleHit]]
    score: Callable[[Sequence[Words]], list[Logits]] | None
    model_id: str
    gate: Gate | None = None

    def tag(self, note: RedactedNote) -> TaggedNote:
        """The note with its candidates in the order of the text."""
        if not note.sentences:
            return TaggedNote(note, (), self.schema.fingerprint)
        material = self.material(note)
        candidates = {
            item.candidate_id: item
            for draft in self.drafts(material)
            for item in [self._candidate(draft, material)]
        }
        ordered = sorted(candidates.values(), key=lambda item: (item.span.start, item.span.end, item.label))
        return TaggedNote(note, tuple(ordered), self.schema.fingerprint)

    def material(self, note: RedactedNote) -> Material:
        """Read a note once: words, rule hits by label and sentence, and the model's scores."""
        reading = read(note)
        context = read_context(self.documents.build(note))
        hits = self._hits(note, context)
        words = reading.words
        if self.gate is not None:
            words = replace(words, wanted=self._wanted(self.gate, note, hits))
        logits = self.score([words])[0] if self.score is not None else None
        return Material(note, context, reading, logits, hits)

    def _wanted(self, gate: Gate, note: RedactedNote, hits: Hits) -> frozenset[int]:
        """Sentences that the encoder must read: those that the gate lets through or a rule has hit."""
        tokens = list(zip(note.tokens.starts, note.tokens.lemmas, strict=True))
        found = {sentence for _, sentence in hits}
        return frozenset(
            index for index, sentence in enumerate(note.sentences)
            if index in found
            or gate.passes(lemma for start, lemma in tokens if sentence.start <= start < sentence.end)
        )

    def _hits(self, note: RedactedNote, context: NoteContext) -> Hits:
        starts = [sentence.start for sentence in note.sentences]
        columns = {label: column for column, label in enumerate(self.schema.label_ids)}
        hits: Hits = {}
        for hit in pair_poles(self.find_hits(context), context.words):
            sentence = max(0, bisect_right(starts, hit.core.start) - 1)
            hits.setdefault((columns[hit.label], sentence), []).append(hit)
        return hits

    def drafts(self, material: Material) -> list[Draft]:
        """All drafts of a note, by label and then by place."""
        drafts: list[Draft] = []
        for column, label in enumerate(self.schema.label_ids):
            points = self.calibration.bands[self.tier][label]
            found = propose(
                label, column, material.reading, material.logits, material.hits,
                self.calibration.scales[self.tier][label], min(self.calibration.floor, points.possible),
                self.calibration.inside, self.snapper(material),
            )
            drafts.extend(join_neighbours(list(found), points.possible))
        return drafts

    def snapper(self, material: Material) -> Callable[[Span], Span]:
        """The function that grows words to the clause that holds them, for one note."""
        return lambda span: clause_of(material.context.words, span)

    def _candidate(self, draft: Draft, material: Material) -> Candidate:
        note = material.note
        sentences = note.sentences
        cover = Span(sentences[draft.sentence].start, sentences[draft.last_sentence].end)
        parts = tuple(_whole(part, note, cover) for part in draft.parts)
        subtype = self.answers.subtype(draft.label, draft.hits, material.logits, material.reading, parts)
        rules = attributes_of(parts[0], material.context, draft.label, subtype)
        score = round(draft.score, 3)
        return Candidate(
            candidate_id=candidate_id(note.case_id, note.note_id, draft.label, parts),
            label=draft.label,
            subtype=subtype,
            parts=parts,
            sentence=cover,
            evidence=self._evidence(draft),
            attributes=self.answers.attributes(rules, material.logits, material.reading, parts),
            score=score,
            band=self.calibration.bands[self.tier][draft.label].band(score),
        )

    def _evidence(self, draft: Draft) -> tuple[Evidence, ...]:
        evidence = [
            Evidence("rule", pattern, 1.0, hit.why) for hit in draft.hits for pattern in hit.pattern_ids
        ]
        if draft.logit is not None:
            scale = self.calibration.scales[self.tier][draft.label]
            alone = round(scale.probability(draft.logit, rule_hit=False), 3)
            evidence.append(Evidence("model", self.model_id, alone, "score of the sentence in its context"))
        unique = {(item.kind, item.id): item for item in evidence}
        return tuple(unique.values())


def _whole(part: Span, note: RedactedNote, cover: Span) -> Span:
    """The part inside its sentences, without cutting a placeholder or keeping outer whitespace."""
    start, end = max(part.start, cover.start), min(part.end, cover.end)
    for place in placeholders.find(note.text):
        if place.start < start < place.end:
            start = place.start
        if place.start < end < place.end:
            end = place.end
    text = note.text[start:end]
    return Span(start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip()))
