"""Codes of the run folder in plain words, for a person who has not read the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.stage import Reason

ASSERTION: Final[Mapping[str, str]] = {
    "affirmed": "stated as so",
    "negated": "stated as not so",
    "possible": "hedged by the speaker",
    "hypothetical": "conditional, plan or rule",
}
TEMPORALITY: Final[Mapping[str, str]] = {
    "current": "at the time of the note",
    "past": "earlier",
    "future_planned": "intended or expected",
    "unclear": "time not said",
}
SOURCE: Final[Mapping[str, str]] = {
    "client_quoted": "client, quoted",
    "client_paraphrased": "client, in the writer's words",
    "third_party": "someone else",
    "worker_observation": "writer, observing",
    "worker_interpretation": "writer, interpreting",
    "unclear": "speaker not clear",
}
EXPERIENCER: Final[Mapping[str, str]] = {
    "client": "the client",
    "other_person": "another person",
    "generic": "people in general",
}
REFERENT_ROLE: Final[Mapping[str, str]] = {
    "controller": "controller",
    "family": "relative",
    "provider": "service",
    "authority": "authority",
    "peer": "peer",
    "self": "the client's own self",
    "unknown": "not said",
    "none": "no other side",
}
BAND: Final[Mapping[str, str]] = {"strong": "strong", "possible": "possible", "weak": "weak"}

REASON: Final[Mapping[str, str]] = {
    Reason.NO_TEXT: "the note holds no text",
    Reason.TOO_LONG: "the note is longer than the limit",
    Reason.NOT_ENGLISH: "the note is not in English",
    Reason.CASE_REOPENED: "the case came back after other cases, in an input that can be read only once",
    Reason.CASE_TOO_LARGE: "the case has more notes than can be worked on at once",
    Reason.DUPLICATE_ID: "another note has the same id",
    Reason.BAD_ROW: "the row could not be read",
    Reason.BAD_ENCODING: "the characters could not be decoded",
    Reason.CORRUPT_FILE: "the file is damaged",
    Reason.ENCRYPTED_FILE: "the file is encrypted",
    Reason.UNKNOWN_KIND: "the file is of a kind that is not read",
    Reason.LEAK_FOUND: "the second check found text that may name someone, so nothing was written",
    Reason.OFFSETS_BROKEN: "the places of the replaced words did not fit the text",
    Reason.TOO_MANY_NUMBERS: "the case needs more placeholder numbers than there are",
    Reason.REDACTION_FAILED: "personal information could not be taken out",
    Reason.TAGGING_FAILED: "the redacted text could not be read for passages",
    Reason.TIMED_OUT: "the note took too long",
    Reason.WORKER_DIED: "the program stopped while it worked on the note",
}


def in_words(code: str, table: Mapping[str, str] | None = None) -> str:
    """The plain words for a code; an unknown code becomes its own words, with spaces."""
    known = (table or {}).get(code)
    return known if known is not None else code.replace("_", " ")


def reason_in_words(code: str | None) -> str:
    """Why a note was not processed, in plain words."""
    return in_words(code, REASON) if code else "no reason was recorded"


def number(count: int) -> str:
    """A count with thousands set apart: `1,204`."""
    return f"{count:,}"


def score(point: float) -> str:
    """A probability 0-1 with up to three decimals: `0.3`, `0.264`."""
    return f"{point:.3f}".rstrip("0").rstrip(".")


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun: `1 note`, `1,204 notes`."""
    return f"{number(count)} {one if count == 1 else many}"
