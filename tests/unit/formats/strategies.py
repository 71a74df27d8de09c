"""Hypothesis strategies for annotated notes on texts that files and tools are known to trip over.

`notes()` draws one note, `note_lists()` several with ids of their own, as a whole folder holds them.
Lone surrogates are never drawn: no file of UTF-8 can hold them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin, in_order, sorted_marks
from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema

SCHEMA = load_schema()
UNSPECIFIED = "unspecified"

WORDS = (
    "She", "says", "he", "keeps", "her", "papers", "client's", "don't", "U.S.", "10pm", "e-mail", "\"I", "love\"",
    "“no", "strings”", "a\\b", "a;b", "a|b", "a,b", "a:b", "#1", "T1",
    "{x}", "[[y]]", "&amp;", "<b>", "%20", "--", "?!",
)
PLACEHOLDERS = ("<PERSON_1>", "<PERSON_2>", "<DATE_2: 2019>", "<AGE: 16-17>", "<EMPLOYER_1: nail salon>", "<PHONE>")
BREAKS = ("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\n\r")
BLANKS = (" ", "  ", "   ", "\t", "\t\t", "\u00a0", "\u202f", "\u3000", "\u2003")
ODD = (
    "😀", "👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇺🇸", "𝔘𝔫𝔦", "𐍈", "\U000e0001", "e\u0301", "n\u0303o", "q\u0323\u0307",
    "\u0301", "שלום", "مرحبا", "\u202eabc\u202c", "\u2067\u2069", "你好", "ｶﾅ", "ﬁ", "ß", "İ", "\u200b", "\u200d",
    "\u200c", "\u2060", "\ufeff", "\u00ad", "é", "Ω", "\ufffd", "\ue000",
)
CONTROL_CHARACTERS = ("\x00", "\x01", "\x08", "\x1b[0m", "\x1c", "\x1e", "\x1f", "\x7f", "\ufffe", "\uffff")
"""Characters that XML 1.0 forbids, and DEL. `\\x0b` and `\\x0c` in `BREAKS` are forbidden by it as well."""
XML_SAFE_BREAKS = tuple(item for item in BREAKS if item not in {"\x0b", "\x0c"})


def pieces(*, control_characters: bool = True) -> st.SearchStrategy[str]:
    """One word, blank, line break, placeholder or odd character."""
    odd = st.sampled_from(ODD) | st.characters(blacklist_categories=("Cs", "Cc", "Cn"))
    words = st.sampled_from(WORDS) | st.sampled_from(PLACEHOLDERS)
    if not control_characters:
        return words | st.sampled_from(BLANKS) | st.sampled_from(XML_SAFE_BREAKS) | odd
    return words | st.sampled_from(BLANKS) | st.sampled_from(BREAKS) | odd | st.sampled_from(CONTROL_CHARACTERS)


def texts(*, min_pieces: int = 1, control_characters: bool = True) -> st.SearchStrategy[str]:
    """A text of a few pieces, with or without a blank between them."""
    return st.lists(pieces(control_characters=control_characters), min_size=min_pieces, max_size=24).flatmap(
        lambda found: st.sampled_from((" ", "")).map(lambda blank: blank.join(found))
    )


def names(*, control_characters: bool = True) -> st.SearchStrategy[str]:
    """Ids and names of people, with quotes, slashes, line breaks and the like; never empty."""
    wild = st.lists(pieces(control_characters=control_characters), min_size=1, max_size=3).map("/".join)
    return st.sampled_from(("n1", "case 7", "Ann O'Neil", '"A"', "../up", "a\nb", "pipeline:0.2")) | wild


def edges(text: str) -> list[int]:
    """Places where a part may begin or end: all that do not lie inside a placeholder."""
    places = placeholders.find(text)
    return [at for at in range(len(text) + 1) if not any(place.start < at < place.end for place in places)]


@st.composite
def mark_parts(draw: st.DrawFn, free: Sequence[int], *, two_parts: bool = True) -> tuple[Span, ...]:
    """One or two parts between the given edges, often at the start or the end of the text; parts may touch."""
    ends = sorted(draw(st.lists(st.sampled_from(free), min_size=2, max_size=4 if two_parts else 2, unique=True)))
    if draw(st.integers(0, 4)) == 0:
        ends[0] = free[0]
    if draw(st.integers(0, 4)) == 0:
        ends[-1] = free[-1]
    if len(ends) == 2:
        return (Span(ends[0], ends[1]),)
    if len(ends) == 3:
        return (Span(ends[0], ends[1]), Span(ends[1], ends[2]))
    return (Span(ends[0], ends[1]), Span(ends[2], ends[3]))


def answers() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """Any subset of the schema's questions, each with one of its answers."""
    return st.fixed_dictionaries(
        {}, optional={item.id: st.sampled_from(item.value_ids) for item in SCHEMA.attributes}
    ).map(in_order)


@st.composite
def mark_drawn(
    draw: st.DrawFn, mark_id: str, free: Sequence[int], *, two_parts: bool, control_characters: bool
) -> Mark:
    """One mark with a label of the schema and everything else open."""
    label = draw(st.sampled_from(SCHEMA.labels))
    return Mark(
        mark_id=mark_id,
        label=label.id,
        subtype=draw(st.sampled_from((UNSPECIFIED, *label.subtypes))),
        parts=draw(mark_parts(free, two_parts=two_parts)),
        attributes=draw(answers()),
        comment=draw(st.just("") | texts(control_characters=control_characters)),
        score=draw(st.none() | st.sampled_from((0.0, 1.0, 0.1, 1 / 3)) | st.floats(0, 1)),
        needs_review=draw(st.sampled_from(((), ("D-004",), ("D-001", "D-017")))),
    )


def _apart(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in marks:
        if not any(mark.span.overlaps(other.span) for other in kept):
            kept.append(mark)
    return kept


@st.composite
def notes(
    draw: st.DrawFn,
    *,
    min_pieces: int = 1,
    max_marks: int = 5,
    two_parts: bool = True,
    overlaps: bool = True,
    control_characters: bool = True,
    origin: Origin | None = None,
) -> AnnotatedNote:
    """One annotated note. `control_characters=False`: none that XML 1.0 forbids, in any field."""
    text = draw(texts(min_pieces=min_pieces, control_characters=control_characters))
    free = edges(text)
    ids = draw(st.lists(
        st.sampled_from(("m0", "m1", "m2", "T1", "a b")) | names(control_characters=control_characters),
        max_size=max_marks if len(free) > 1 else 0, unique=True,
    ))
    marks = [
        draw(mark_drawn(mark_id, free, two_parts=two_parts, control_characters=control_characters)) for mark_id in ids
    ]
    return AnnotatedNote(
        case_id=draw(names(control_characters=control_characters)),
        note_id=draw(names(control_characters=control_characters)),
        text=text,
        annotator=draw(names(control_characters=control_characters)),
        origin=origin or draw(st.sampled_from(Origin)),
        schema_version=SCHEMA.version,
        schema_fingerprint=SCHEMA.fingerprint,
        marks=sorted_marks(marks if overlaps else _apart(marks)),
        annotated_at=draw(st.sampled_from(("", "2026-03-01T09:30:00+01:00", "2026-03-01T09:30:00.123456+00:00"))),
        minutes=draw(st.none() | st.sampled_from((0.0, 12.5)) | st.floats(0, 600)),
    )


def note_lists(
    *, min_pieces: int = 1, max_notes: int = 3, two_parts: bool = True, overlaps: bool = True,
    control_characters: bool = True,
) -> st.SearchStrategy[list[AnnotatedNote]]:
    """Up to `max_notes` notes; no two share case, note and annotator."""
    return st.lists(
        notes(
            min_pieces=min_pieces, two_parts=two_parts, overlaps=overlaps, control_characters=control_characters,
        ),
        max_size=max_notes, unique_by=lambda note: (note.case_id, note.note_id, note.annotator),
    )
