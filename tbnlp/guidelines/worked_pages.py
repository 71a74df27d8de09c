"""The pages of the worked notes: the note, its marks, and a reason for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tbnlp.corpora.written import GoldPassage, WrittenNote
from tbnlp.guidelines.worked_notes import Reason, WorkedNote

NOTE_FENCE = "note"


def worked_page(note: WorkedNote) -> str:
    """The Markdown page of a worked note; raw text stands on it only where the note is invented, as all are."""
    setting, kind = note.raw.setting.replace("_", " "), note.raw.note_type.replace("_", " ")
    lines = [
        f"# Worked note: {note.title}",
        "",
        f"Form: {note.form}. Setting: {setting}. Type: {kind}. The note and everybody in it are invented.",
        "",
        f"**What it shows.** {note.teaches}",
        "",
    ]
    if note.adjudicated:
        lines += ["## As it was written", "", *_fenced(note.raw.text), ""]
        lines += ["## As an annotator gets it", "", "Names, numbers and places are replaced before anybody marks.",
                  "", *_fenced(note.redacted.text), ""]
    lines += ["## With its marks", "", *_marked(note), "", *_reasons(note)]
    if note.adjudicated:
        lines += ["", *_adjudication(note)]
    return "\n".join(lines) + "\n"


def _fenced(text: str) -> Iterator[str]:
    yield f"```{NOTE_FENCE}"
    yield text
    yield "```"


def _marked(note: WorkedNote) -> Iterator[str]:
    if not note.redacted.passages:
        yield "Nothing is marked in this note. That says nothing about the person it is about."
        yield ""
    yield from _fenced(with_numbers(note.redacted))


def with_numbers(note: WrittenNote) -> str:
    """The text with `[[n: words]]` around each passage, n in the order of the text; passages may nest."""
    opens: dict[int, list[tuple[int, int]]] = {}
    closes: dict[int, int] = {}
    for number, passage in enumerate(note.passages, start=1):
        opens.setdefault(passage.span.start, []).append((-passage.span.end, number))
        closes[passage.span.end] = closes.get(passage.span.end, 0) + 1
    out = []
    for place in range(len(note.text) + 1):
        out.append("]]" * closes.get(place, 0))
        out.extend(f"[[{number}: " for _, number in sorted(opens.get(place, ())))
        out.append(note.text[place : place + 1])
    return "".join(out)


def _reasons(note: WorkedNote) -> Iterator[str]:
    marked = [reason for reason in note.reasons if reason.marked]
    if note.redacted.passages:
        yield "| mark | words | label | answers | why |"
        yield "|---|---|---|---|---|"
        for number, (raw, passage) in enumerate(zip(note.raw.passages, note.redacted.passages, strict=True), start=1):
            words = _cell(note.redacted.text[passage.span.start : passage.span.end])
            why = _why(raw, note.raw, marked)
            name = f"[`{passage.label}`](../labels/{passage.label}.md) {passage.subtype}"
            yield f"| {number} | {words} | {name} | {_answers(passage)} | {_cell(why)} |"
    left = [reason for reason in note.reasons if not reason.marked]
    if left:
        yield from ["", "## Read and left unmarked", "", "| words | label that tempts | why not |", "|---|---|---|"]
        for reason in left:
            tempting = f"`{reason.label}`" if reason.label != "-" else "none"
            yield f"| {_cell(_redacted_words(reason.words, note))} | {tempting} | {_cell(reason.why)} |"


def _why(passage: GoldPassage, note: WrittenNote, reasons: Sequence[Reason]) -> str:
    words = note.text[passage.span.start : passage.span.end]
    fits = [item.why for item in reasons
            if item.label.partition(".")[0] == passage.label and words.startswith(item.words)]
    return fits[0] if fits else ""


def _redacted_words(words: str, note: WorkedNote) -> str:
    """The words as they stand in the redacted text: their place moved along with the placeholders."""
    start = note.raw.text.find(words)
    end = start + len(words)
    if start < 0 or not any(item.span.start < end and start < item.span.end for item in note.raw.identifiers):
        return words
    kept = words
    for item in sorted(note.raw.identifiers, key=lambda mark: -mark.span.start):
        if start <= item.span.start and item.span.end <= end:
            kept = kept[: item.span.start - start] + f"<{item.type}>" + kept[item.span.end - start :]
    return kept


def _answers(passage: GoldPassage) -> str:
    given = (passage.assertion, passage.temporality, passage.source, passage.experiencer, passage.referent_role)
    return ", ".join(given).replace("_", " ")


def _adjudication(note: WorkedNote) -> Iterator[str]:
    yield from ["## Adjudicated", "",
                "Two annotators marked this note apart from each other; a third person settled what they marked "
                "differently. All three are invented too: the table shows how a settlement is written down.",
                "", "| words | annotator A | annotator B | decided | rule |", "|---|---|---|---|---|"]
    for item in note.adjudicated:
        cells = (_redacted_words(item.words, note), item.first, item.second, item.decided, item.rule)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/").replace("<", "&lt;").replace(">", "&gt;")


def index_page(notes: Sequence[WorkedNote]) -> str:
    """The list of the worked notes with their forms and settings."""
    lines = ["# Worked notes", "",
             "Whole invented notes with every mark and the reason for it. Read the first one before you begin.",
             "", "| note | form | setting | what it shows |", "|---|---|---|---|"]
    for note in notes:
        cells = (f"[{note.title}]({note.name}.md)", _cell(note.form), note.raw.setting.replace("_", " "))
        lines.append(f"| {' | '.join(cells)} | {_cell(note.teaches)} |")
    return "\n".join(lines) + "\n"
