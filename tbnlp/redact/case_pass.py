"""One case at a time: detect, propagate, number, replace, look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tbnlp.notes import placeholders
from tbnlp.notes.case_note import CaseNote
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact import replacement, verifier
from tbnlp.redact.analysis import Analysis, Analyzer
from tbnlp.redact.coarse import BALANCED, MAXIMAL, is_kept
from tbnlp.redact.edges import grown
from tbnlp.redact.entity_filter import is_ordinary_use, without_echoes
from tbnlp.redact.findings import Finding
from tbnlp.redact.maximal import maximal_findings
from tbnlp.redact.names import Roster, alias_links, propagated
from tbnlp.redact.persons import PersonNumbers
from tbnlp.redact.records import records_of
from tbnlp.redact.replacement import CaseNumbers, Masked, TooManyNumbersError
from tbnlp.redact.residual import residual_names, residual_numbers
from tbnlp.redact.shadow import shadow_of
from tbnlp.stage import Reason, Skipped

STAGE = "redact"


@dataclass(frozen=True, slots=True)
class CaseRedactor:
    """The opened redactor. Calling it changes nothing in it."""

    analyzer: Analyzer
    profile: str
    roster: tuple[str, ...]
    max_characters: int
    fingerprint: str

    def redact(self, notes: Sequence[CaseNote]) -> list[RedactedNote | Skipped]:
        """Redact the notes of whole cases, each case apart from the others, in the order given."""
        results: list[RedactedNote | Skipped | None] = [None] * len(notes)
        analyses = self._analyses(notes, results)
        cases: dict[str, list[int]] = {}
        for index, note in enumerate(notes):
            cases.setdefault(note.case_id, []).append(index)
        for members in cases.values():
            self._case(notes, _by_date(notes, members), analyses, results)
        return [
            result if result is not None else _skipped(note, Reason.REDACTION_FAILED)
            for note, result in zip(notes, results, strict=True)
        ]

    def _analyses(
        self, notes: Sequence[CaseNote], results: list[RedactedNote | Skipped | None]
    ) -> list[Analysis | None]:
        """One pass over all notes of the batch; a note that cannot be read is marked as skipped."""
        shadows = []
        places = []
        for index, note in enumerate(notes):
            if len(note.text) > self.max_characters:
                results[index] = _skipped(note, Reason.TOO_LONG)
                continue
            try:
                shadows.append(shadow_of(note.text.unwrap_for_redaction()))
                places.append(index)
            except Exception:  # noqa: BLE001  fail closed: this note is skipped, the others go on
                results[index] = _skipped(note, Reason.REDACTION_FAILED)
        analyses: list[Analysis | None] = [None] * len(notes)
        for index, analysis in zip(places, self.analyzer.analyze(shadows), strict=True):
            analyses[index] = analysis
            if analysis is None:
                results[index] = _skipped(notes[index], Reason.REDACTION_FAILED)
        return analyses

    def _case(
        self,
        notes: Sequence[CaseNote],
        members: list[int],
        analyses: list[Analysis | None],
        results: list[RedactedNote | Skipped | None],
    ) -> None:
        """Redact one case; a note that fails leaves it, and the others are done again without it."""
        live = [index for index in members if analyses[index] is not None]
        try:
            found = self._found(notes, live, analyses)
        except Exception:  # noqa: BLE001  fail closed: nothing of this case is let through
            found = None
        if found is None:
            for index in live:
                results[index] = _skipped(notes[index], Reason.REDACTION_FAILED)
            return
        while live:
            failed = self._attempt(notes, live, analyses, found, results)
            if not failed:
                return
            for index, reason in failed.items():
                results[index] = _skipped(notes[index], reason)
            live = [index for index in live if index not in failed]

    def _found(
        self, notes: Sequence[CaseNote], live: list[int], analyses: list[Analysis | None]
    ) -> dict[int, list[Finding]]:
        """Settled findings of every note: detectors, roster, propagation, residual rules."""
        readable = {index: item for index in live if (item := analyses[index]) is not None}
        roster = Roster.of(
            [*self.roster, *_unwrapped(notes, live, "roster")], _unwrapped(notes, live, "masked_ids")
        )
        first = {index: self._first(item, roster) for index, item in readable.items()}
        spread = propagated(
            {index: (item.shadow.text, item.words, first[index]) for index, item in readable.items()}
        )
        settled_by_note = {}
        for index, item in readable.items():
            kept = [
                finding for finding in [*first[index], *spread[index]]
                if not is_kept(finding.kind, item.shadow.text[finding.start : finding.end], self.profile)
                and not is_ordinary_use(item.shadow.text, finding)
            ]
            settled_by_note[index] = replacement.settled(
                kept, item.shadow, item.words, maximal=self.profile == MAXIMAL
            )
        return settled_by_note

    def _first(self, item: Analysis, roster: Roster) -> list[Finding]:
        """What is found in one note by itself: detectors, roster, residual rules."""
        text = item.shadow.text
        blocks = [span for span, _ in item.shadow.fixed]
        found = replacement.clear_of_input(
            [*item.findings, *roster.findings(text, item.words)], item.shadow
        )
        found = without_echoes(found, text, blocks)
        found += residual_numbers(text, found)
        if self.profile == MAXIMAL:
            found += maximal_findings(text, item.words)
        if self.profile != BALANCED:
            found += residual_names(text, item.words, found, blocks)
        # A name is spread over the case in its full form, so the edges are looked at before.
        return grown(replacement.clear_of_input(found, item.shadow), text, maximal=self.profile == MAXIMAL)

    def _attempt(
        self,
        notes: Sequence[CaseNote],
        live: list[int],
        analyses: list[Analysis | None],
        found: dict[int, list[Finding]],
        results: list[RedactedNote | Skipped | None],
    ) -> dict[int, Reason]:
        """Replace and verify; returns the notes that failed, with the reason, and keeps the rest."""
        numbers = self._numbers(notes, live, analyses, found)
        masked: dict[int, Masked] = {}
        failed: dict[int, Reason] = {}
        for index in live:
            analysis = analyses[index]
            if analysis is None:
                continue
            try:
                masked[index] = replacement.mask(analysis.shadow, found[index], numbers)
                results[index] = self._note(notes[index], analysis, masked[index])
            except TooManyNumbersError:
                failed[index] = Reason.TOO_MANY_NUMBERS
            except Exception:  # noqa: BLE001  fail closed: the reason is a code, the text is dropped
                failed[index] = Reason.REDACTION_FAILED
        values = _values(found, analyses)
        known = [*self.roster, *_unwrapped(notes, live, "roster"), *_unwrapped(notes, live, "masked_ids")]
        for index, item in masked.items():
            if index not in failed and verifier.leaks(item.text, values, known, self.profile):
                failed[index] = Reason.LEAK_FOUND
        return failed

    def _numbers(
        self,
        notes: Sequence[CaseNote],
        live: list[int],
        analyses: list[Analysis | None],
        found: dict[int, list[Finding]],
    ) -> CaseNumbers:
        mentions = []
        links: list[tuple[str, str]] = []
        taken: dict[str, int] = {}
        for index in live:
            analysis = analyses[index]
            if analysis is None:
                continue
            text = analysis.shadow.text
            people = [item for item in found[index] if item.kind == "PERSON"]
            mentions += [text[item.start : item.end] for item in people]
            links += alias_links(text, people)
            source = notes[index].text.unwrap_for_redaction()
            for span in placeholders.find(source):
                mark = source[span.start : span.end]
                kind = placeholders.kind_of(mark)
                taken[kind] = max(taken.get(kind, 0), placeholders.number_of(mark) or 0)
        return CaseNumbers(PersonNumbers(mentions, links), self.profile, taken)

    def _note(self, note: CaseNote, analysis: Analysis, masked: Masked) -> RedactedNote:
        tokens, sentences = records_of(
            masked.text, analysis.shadow, analysis.words, masked.replacements
        )
        return RedactedNote(
            case_id=note.case_id, note_id=note.note_id, row=note.row, text=masked.text,
            tokens=tokens, sentences=sentences, replacements=masked.replacements,
            redaction_fingerprint=self.fingerprint, date=note.date, note_type=note.note_type,
            setting=note.setting, author_role=note.author_role, language=note.language,
        )


def _skipped(note: CaseNote, reason: Reason) -> Skipped:
    return Skipped(note.case_id, note.note_id, note.row, STAGE, reason)


def _by_date(notes: Sequence[CaseNote], members: list[int]) -> list[int]:
    """Members in date order; where a note has no date, in the order of the input."""
    if any(notes[index].date is None for index in members):
        return members
    return sorted(members, key=lambda index: notes[index].date or "")


def _unwrapped(notes: Sequence[CaseNote], live: list[int], column: str) -> list[str]:
    return [raw.unwrap_for_redaction() for index in live for raw in getattr(notes[index], column)]


def _values(
    found: dict[int, list[Finding]], analyses: list[Analysis | None]
) -> list[tuple[str, str]]:
    """Every value masked anywhere in the case, also in notes that failed. Memory only."""
    values: dict[tuple[str, str], None] = {}
    for index, findings in found.items():
        analysis = analyses[index]
        if analysis is None:
            continue
        for item in findings:
            values[item.kind, analysis.shadow.text[item.start : item.end]] = None
    return list(values)
