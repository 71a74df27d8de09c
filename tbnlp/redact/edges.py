"""How far a mask reaches: titles, articles, rooms, floors and the rest of a hyphenated word go with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tbnlp.redact.findings import Finding

_COURTESY: Final = re.compile(
    r"(?<![A-Za-z.])(?:(?:Old|Young|Dear)[ ](?=M))?(?:Mr|Mrs|Ms|Miss|Mx|Messrs|Mme|Mlle|Herr|Frau|Senora?|Srta|Sra?|Don|Dona)\.?[ ]{1,2}$"
)
"""A title that says sex or marital state and no role."""
_ROLE_TITLE: Final = re.compile(
    r"(?<![A-Za-z.])(?:(?:Dr|Prof|Professor|Judge|Justice|Det|Sgt|Cst|Lt|Capt|Hon|Sir|Lord|Lady|Rev|Fr)\.?[ ]{1,2}){1,2}$"
)
"""A title that says a role; it is masked in `maximal` alone, since a reader needs the role."""
_ARTICLE: Final = re.compile(r"(?<![A-Za-z'])(?:the|The)[ ]$")
_WORD_BEFORE: Final = re.compile(r"[A-Za-z0-9']{1,24}-$")
_WORD_AFTER: Final = re.compile(r"(?:-[A-Za-z0-9][A-Za-z0-9'.]{0,24}){1,3}(?<!\.)")
_UNIT_AFTER: Final = re.compile(
    r"(?:,?[ ]|,)\(?(?:(?i:apt|apartment|unit|suite|ste|rm|room|rms|lot|space|spc|sp|ward|(?:ed |er |icu )?bay|bed|pitch|berth|pod|dorm|cell|cot|bldg|building|tower|wing|gate|pier|"
    r"terminal|house|flat|villa|trailer|trlr|cabin|site|pad|box)\.?[ ]?#?[ ]?(?:[A-Z]?\d{1,5}[A-Za-z]?|[A-Z])(?![A-Za-z0-9])|"
    r"#[ ]?[A-Z]?\d{1,5}[A-Za-z]?|(?i:\d{1,2}(?:st|nd|rd|th)[ ](?:floor|flr|fl)\b\.?|(?:bsmt|basement|upstairs|downstairs|upper|lower|rear|front|down|upper level|ground floor|"
    r"(?:north|south|east|west|far|back)[ ](?:side|gate|entrance|wing|lot))(?=[ ]*(?:[.,;)\n]|$)))|\d{1,4}[A-Z]?(?=[ ]*(?:[;)\n]|$|\.(?:[ ]|\n|$)))|\d{1,2}[A-Z](?![A-Za-z0-9])|[T]\d(?!\w))"
)
"""A room, floor or flat behind an address or a house."""
_KIND_AFTER: Final = re.compile(
    r"[ ](?:(?:exit|night|drop-in|police|fire|bus|train|women's|youth|men's|bus|car|mental health|health|community|parish|church|school|food|walk-in|urgent|strip|safe|group)[ ]){0,2}"
    r"(?:hostel|shelter|clinic|rectory|annexe?|station|jobcentre|job centre|entrance|lot|branch|stop|park|drop-in|interchange|depot|mall|arcade|centre|center|house|home|"
    r"pantry|hall|library|courthouse|court|jail|prison|hospital|school|church|mosque|temple|convent|refuge|unit|ward|dorm|campus|site|plaza|terminal|market|laundromat|"
    r"motel|hotel|inn|lodge|apartments|apts|complex|institution|forecourt)\b(?![ ](?:staff|worker|manager|visit|time|shift|rules|bed|beds|report|record|records|number|phone|line))"
)
"""The sort of place, said behind its name."""
_DATE_BEFORE: Final = re.compile(
    r"(?<![A-Za-z])(?:(?:Mon|Tue|Tues|Wed|Weds|Thu|Thur|Thurs|Fri|Sat|Sun|Carnival|Holy|Ash|Easter|Palm|Pancake|Bank)\b\.?,?[ ]|(?:end|mid|early|late|start|beginning|middle)(?:[ ]of)?[ \-])$"
)
_DATE_AFTER: Final = re.compile(r"[ ](?:19|20)\d\d(?![\w/\-])|\.?-\d{1,2}\.\d{1,2}\.?(?!\d)")
_CODE_AFTER: Final = re.compile(r"(?:[\-/](?=[A-Za-z0-9]{1,8}(?![A-Za-z0-9]))[A-Za-z0-9]{1,8}){1,3}|(?:[ ]?/[ ]?-\d{1,6}){1,4}|[ ]to[ ]-[A-Za-z0-9]{1,4}\b|[ ](?=[A-Z0-9]{0,5}\d)[A-Z0-9]{2,5}(?![A-Za-z0-9])(?=[ ]*(?:[.,;)\n]|$))")
_AGE_AFTER: Final = re.compile(r"[ ]?(?:yo|y/o|mo|mos|yrs?)(?![A-Za-z])|[ \-](?:years?|months?|weeks?)[ \-]old\b|[ ](?:months?|weeks?)\b")
_CODE_BEFORE: Final = re.compile(r"(?:#|[*xX]{2,16}[ \-]?)$")
_POLICE_BEFORE: Final = re.compile(r"(?<![A-Za-z])(?:[A-Z]{1,4}(?:PD|PS|SO|SP|P)[ ]|#)$")
_PLACES: Final = frozenset({"ADDRESS", "FACILITY"})
_NAMED: Final = frozenset({"PERSON", "ORG", "EMPLOYER", "SCHOOL", "LOCATION", "FACILITY", "ADDRESS"})
_CODES: Final = frozenset({
    "OTHER_ID", "PLATE", "LICENCE", "PASSPORT", "MRN", "ACCOUNT", "POLICE_CASE", "COURT_CASE", "HOTLINE_CASE", "VIN", "A_NUMBER", "USCIS_RECEIPT",
})
_REACH: Final = 40


def grown(findings: Sequence[Finding], text: str, *, maximal: bool) -> list[Finding]:
    """The findings, each with what belongs to it; the text between two masks is left to the caller."""
    return [_grown(item, text, maximal=maximal) for item in findings]


def _grown(item: Finding, text: str, *, maximal: bool) -> Finding:
    start, end = item.start, item.end
    if item.kind in _NAMED:
        start, end = _hyphenated(text, start, end)
    if item.kind == "PERSON":
        start = _reach_back(_ARTICLE, text, _reach_back(_COURTESY, text, start))
        if maximal:
            start = _reach_back(_COURTESY, text, _reach_back(_ROLE_TITLE, text, start))
    elif item.kind in _PLACES:
        end = _reach_on(_UNIT_AFTER, text, _reach_on(_KIND_AFTER, text, end))
        start = _reach_back(_ARTICLE, text, start)
    elif item.kind == "ORG":
        end = _reach_on(_UNIT_AFTER, text, _reach_on(_KIND_AFTER, text, end))
    elif item.kind == "DATE":
        start = _reach_back(_DATE_BEFORE, text, start)
        end = _reach_on(_DATE_AFTER, text, end)
    elif item.kind == "AGE":
        end = _reach_on(_AGE_AFTER, text, end)
    elif item.kind in _CODES:
        end = _reach_on(_CODE_AFTER, text, end)
        start = _reach_back(_POLICE_BEFORE if item.kind == "POLICE_CASE" else _CODE_BEFORE, text, start)
    return item if (start, end) == (item.start, item.end) else replace(item, start=start, end=end)


def _hyphenated(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole of a word joined by hyphens, of which a mask took a part."""
    before = _WORD_BEFORE.search(text[max(0, start - _REACH) : start])
    # "non-Maria" and "ex-Rico" keep their prefix; a part with a capital is a part of the name.
    if before and (before[0][0].isupper() or before[0][0].isdigit()):
        start -= len(before[0])
    after = _WORD_AFTER.match(text, end)
    return start, after.end() if after else end


def _reach_back(pattern: re.Pattern[str], text: str, start: int) -> int:
    floor = max(0, start - _REACH)
    match = pattern.search(text[floor:start])
    return floor + match.start() if match else start


def _reach_on(pattern: re.Pattern[str], text: str, end: int) -> int:
    match = pattern.match(text, end)
    return match.end() if match else end
