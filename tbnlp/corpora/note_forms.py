"""What kind of document a note is, told by its layout: a guess for counting forms, never a label."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.corpora.raw_rows import NoteRow


def _headed(*names: str) -> re.Pattern[str]:
    """Lines that begin with each of the names, in this order."""
    lines = (rf"^\s*(?:{name})\s*[:\-\u2013/)]" for name in names)
    return re.compile(r"[\s\S]*?".join(lines), re.MULTILINE | re.IGNORECASE)


FORMS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("SOAP", _headed("s|subj\\w*", "o|obj\\w*", "a|ass\\w*", "p|plan\\w*")),
    ("DAP", _headed("d|data", "a|ass\\w*", "p|plan\\w*")),
    ("BIRP", _headed("b|behaviou?r\\w*", "i|int\\w*", "r|resp\\w*", "p|plan\\w*")),
    ("e-mail", re.compile(r"^(?:subject|re|subj)\s*:|^(?:from|to)\s*:.*@", re.MULTILINE | re.IGNORECASE)),
    ("SMS", re.compile(r"\b(?:SMS|text (?:thread|messages?)|WhatsApp|texts)\b", re.IGNORECASE)),
    ("transcript", re.compile(r"(?:^\s*(?:Q|A|INT|[A-Z][\w.]{0,14}(?: [A-Z][\w.]+)?)\s*:[^\n]+\n+){4}", re.MULTILINE)),
    ("affidavit", re.compile(r"\b(?:affidavit|sworn|declare|declaration|under oath|of perjury)\b", re.IGNORECASE)),
    ("form with boxes", re.compile(r"\[[ xX\u2713]?\]|[\u2610\u2611\u2612\u25a1]|\([xX ]\)|\bY ?/ ?N\b")),
    ("letter", re.compile(r"^\s*(?:dear|to whom)\b", re.MULTILINE | re.IGNORECASE)),
    ("supervision note", re.compile(r"\bsupervision\b|\bsupervisor'?s? (?:note|meeting|session)", re.IGNORECASE)),
    ("interpreter note", re.compile(r"\b(?:interp(?:reter|reted|\.)?|via terp|through the interpreter|LanguageLine)\b",
                                    re.IGNORECASE)),
    ("hotline log", re.compile(r"\b(?:hotline|helpline|caller|call (?:log|taken|came in))\b", re.IGNORECASE)),
    ("log", re.compile(r"(?:^\s*(?:\d{1,2}[:.h]?\d{2})\s*(?:[ap]\.?m\.?|hrs?)?\b[^\n]*\n[\s\S]*?){3}", re.MULTILINE)),
    ("bullet handover", re.compile(r"(?:^\s*[-*\u2022\u2013]\s[^\n]+\n?){3}", re.MULTILINE)),
)
"""Forms from the most to the least distinct layout; the first that fits is taken."""
PLAIN: Final = "running text"


def form_of(note: NoteRow) -> str:
    """The form that the writer gave, else the first that the layout fits, else running text.

    A wrong guess is possible in both directions: the count of forms says that layouts vary, not which are right.
    """
    if note.form is not None:
        return note.form
    return next((name for name, layout in FORMS if layout.search(note.text)), PLAIN)
