"""File names as they may be shown: known words stay, everything else could be a person's name."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = frozenset("""
    a all and april archive attachment august backup batch body case cases client clients closing
    contact contacts csv data database december demo doc docs document documents eval example
    examples export exports february file files final folder form forms hmis hotline incident input
    intake january july june letter list march may memo message messages minutes new note notes
    november october of old output part phone plan progress q1 q2 q3 q4 record records redacted
    referral report reports sample samples scan september session sessions sheet small statement
    summary table template test tests text the toy transcript transcripts update v1 v2 visit
""".split())
_PIECE: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_SHORT_NUMBER: Final = re.compile(r"\d{1,3}\Z")
_MAX_SHOWN: Final = 80


def shown_name(name: str) -> str:
    """The file name with every piece masked that is not a known word or a short number.

    `Maria_Lopez intake 12.docx` becomes `*_* intake 12.docx`. Says nothing about the content.
    """
    match = _ENDING.search(name)
    stem, ending = (name[: match.start()], match[0]) if match else (name, "")
    return (_PIECE.sub(_piece, stem)[:_MAX_SHOWN] + ending.lower()).strip()


def _piece(match: re.Match[str]) -> str:
    piece = match[0]
    return piece if piece.lower() in _WORDS or _SHORT_NUMBER.match(piece) else "*"
