"""File names as they may be shown: known words stay, everything else could be a person's name."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = frozenset("""
    a all and archive attachment backup batch body case cases client clients closing contact
    contacts csv data database demo doc docs document documents eval example examples export
    exports file files final folder form forms hmis hotline incident input intake letter list memo
    message messages minutes new note notes of old output part phone plan progress q1 q2 q3 q4
    record records redacted referral report reports sample samples scan session sessions sheet
    small statement summary table template test tests text the toy transcript transcripts update
    v1 v2 visit
""".split())
_PIECE: Final = re.compile(r"[^\W_]+")
_ENDINGS: Final = frozenset("""
    arrow arrows bmp bz2 csv db dbf doc docm docx dotx eml epub gif gz htm html ipc
    jpeg jpg json jsonl log markdown md mdb mht msg ndjson odp ods odt
    parquet pdf png ppt pptx ps rar rtf sas7bdat sav sql sqlite sqlite3 svg tab tar text tif tiff
    tmp tsv txt wpd wps xhtml xls xlsb xlsm xlsx xlt xltx xml xps xz yaml yml zip zst
""".split())
"""Endings of files; what else stands behind the last dot could be a surname."""
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,8})\Z")
_SHORT_NUMBER: Final = re.compile(r"\d{1,3}\Z")
_MAX_SHOWN: Final = 80


def shown_name(name: str) -> str:
    """The file name with every piece masked that is not a known word or a short number.

    `Maria_Lopez intake 12.docx` becomes `*_* intake 12.docx`, and an ending that is none is masked
    like the rest. Says nothing about the content. Months are masked: they are given names too.
    """
    match = _ENDING.search(name)
    is_known = match is not None and match[1].lower() in _ENDINGS
    stem, ending = (name[: match.start()], match[0]) if match and is_known else (name, "")
    return (_PIECE.sub(_piece, stem)[:_MAX_SHOWN] + ending.lower()).strip()


def _piece(match: re.Match[str]) -> str:
    piece = match[0]
    return piece if piece.lower() in _WORDS or _SHORT_NUMBER.match(piece) else "*"
