"""Dates in other countries' forms, feasts of many calendars, days of the month without a month."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import DIGITS, Rule

_CUE: Final = r"(?:on|of|since|until|till|from|by|due|dated|next|last|talk|contact|meeting|visit|appt|appointment|session|hearing|closure|closed|back|call|called|seen|met|born|letter|retires?|ends?|starts?|begins?|before|after|for|texts? set for|reminder|follow-?up|f/?u|week of|again|phone|mtg|court|dob|expires?|exp|valid|issued|rent|paid|in|at)"
_LATE_ORDINAL: Final = r"(?:thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
_FEASTS: Final = (
    r"(?:(?:the )?(?:first|second|third|fourth) (?:sunday (?:of|in) )?advent|advent(?: sunday)?|carnival(?: (?:monday|tuesday|sunday))?|holy (?:thursday|week|saturday)|maundy thursday|nowruz|navruz|yalda(?: night)?|ashura|"
    r"vaisakhi|baisakhi|navratri|songkran|pesach|purim|sukkot|whitsun(?:day)?|whit monday|pentecost|corpus christi|epiphany|three kings(?: day)?|dia de reyes|mid-autumn festival|moon festival|"
    r"orthodox (?:christmas|easter|st\.? [a-z]+)|guy fawkes(?: night)?|bonfire night|hogmanay|anzac day|australia day|remembrance (?:day|sunday)|armistice day|qingming|hari raya|loy krathong|"
    r"(?:orthodox )?st\.? (?:nicholas|brigid|george|andrew|david|john|stephen)'?s? day|simbang gabi|all (?:saints|souls)'?(?: day)?|shavuot|lailat al-qadr|pancake (?:day|tuesday)|"
    r"(?:early )?(?:may|august|spring|easter|june|october) (?:bank )?holiday|black friday|cyber monday|april fools'?(?: day)?|groundhog day|election day|day of the dead)"
)


def _fits(match: re.Match[str]) -> bool:
    """True when two numbers can be a day and a month in some order."""
    first, second = (int(part) for part in re.findall(r"\d+", match["d"])[:2])
    return 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12


RULES: Final = (
    Rule("date_day_month_dots", "DATE", rf"(?i)(?:\b{_CUE}[ :]{{1,2}}|\n|-[ ])(?P<v>(?P<d>\d{{1,2}}\.[ ]?\d{{1,2}})\.)(?!\d)", 0.75, (".",), DIGITS, _fits),
    Rule("date_day_month_dots_range", "DATE", r"(?<![\w.])(?P<v>(?P<d>\d{1,2}\.\d{1,2})\.[ ]?(?:-|to|bis|until)[ ]?\d{1,2}\.\d{1,2}\.)(?!\d)", 0.85, (".",), accept=_fits),
    Rule("date_day_month_dots_free", "DATE", r"(?<![\w.$])(?P<v>(?P<d>\d{1,2}\.\d{1,2})\.)(?=,[ ](?:at|room|from|\d{1,2}[.:]\d\d|a\b|[A-Z])|[ ](?:at|um|in the|in front|she|he)\b|:[ ])", 0.7, (".",), accept=_fits),
    Rule("date_day_month_hyphen", "DATE", rf"(?i)\b{_CUE}[ :]{{1,2}}(?P<v>(?P<d>\d{{1,2}}-\d{{1,2}}))(?![\d\-/.]|[ ](?:days|weeks|hours|hrs|years|yrs|months|mins?|minutes|times|people|girls|men|women|lbs|kg|miles|pm|am|y/?o|percent|%|of))(?=[ ]?(?:,[ ]\d|[ ]at[ ]\d|[.;)]|\n|$|[ ]\d{{1,2}}[.:]))", 0.7, ("-",), accept=_fits),
    Rule("date_fraction", "DATE", r"(?<![\w/$.\-])(?P<v>(?P<d>\d{1,2}/\d{1,2}))(?=,?[ ](?:at[ ])?\d{1,2}(?::\d\d|[ap]m|[ ][ap]m|\.\d\d[ ]))(?![ ]?of)", 0.8, ("/",), accept=_fits),
    Rule("date_fraction_cued", "DATE", r"(?i)\b(?:by|on|until|till|since|due|dated|expires?|seen|appt|hearing|court|filed|out by|back|week of|visit|next|starting|starts|dob|sent|signed|received)[ :]{1,2}(?P<v>(?P<d>\d{1,2}/\d{1,2}))(?![\w/]|[ ]?(?:of|cup|tsp|mile|hour|inch|the|tab|way|price|pay)\b)", 0.8, ("/",), accept=_fits),
    Rule("date_span_days", "DATE", r"(?<![\w/.\-])\d{1,2}[ ]?(?:to|-|until|thru|through)[ ]?\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\w/])", 0.8, ("/",)),
    Rule("date_season_year", "DATE", r"(?i)\b(?:early |late |mid-?)?(?:spring|summer|autumn|fall|winter)(?: of)? (?:19|20)\d\d\b", 0.85),
    Rule("date_short_year", "DATE", r"(?i)(?:\b(?:in|since|from|until|till|before|after|of|summer|fall|spring|winter|around|back in|by)[ ])(?P<v>'\d\d)(?![\w'])", 0.85, ("'",)),
    Rule("date_late_ordinal", "DATE", rf"(?i)\bthe[ ]{_LATE_ORDINAL}(?![ -](?:century|floor|birthday|time|street|avenue|grade|year|anniversary|amendment|day|week|month|one|person|girl|man|woman|percentile|place|row|hour|minute|st\b|ave))(?=[ ]*(?:[.,;:)?!\"]|$|\n|and\b|at\b|but\b|or\b|then\b|when\b|because\b|of\b|for\b|she\b|he\b|they\b|is\b|was\b|if\b|to\b))", 0.75),
    Rule("date_instant", "DATE", r"(?i)\b\d{1,2}(?:st|nd|rd|th)[ ](?:inst|ult|prox)\b\.?", 0.9, ("inst", "ult", "prox")),
    Rule("date_ordinals_listed", "DATE", r"(?i)(?::|dates?(?: are| for \w+)?:?|,)[ ](?P<v>\d{1,2}(?:st|nd|rd|th))(?=[ ]?(?:,|and|&|was|\.|;|or)[ ]?(?:\d{1,2}(?:st|nd|rd|th)|it\b|\n|$|-))", 0.7),
    Rule("date_feast", "DATE", rf"(?i)\b{_FEASTS}(?:,?[ ](?:19|20)\d\d)?(?![A-Za-z])", 0.8,
         accept=lambda m: m[0].lower() not in {"carnival", "advent", "epiphany"} or (m[0][0].isupper() and not m[0].lower().startswith("epiphany"))),
    Rule("date_weekdays_in", "DATE", r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?[ ](?:in|of|before|after)[ ](?:january|february|march|april|may|june|july|august|september|october|november|december)\b", 0.85),
    Rule("date_may", "DATE", r"(?i)(?:\b(?:in|by|since|until|last|this|next|early|mid|late|of|end of|for)[ ](?P<v>may|march)(?=[ ]*(?:[.,;:)]|$|\n|cos\b|because\b|when\b|and\b|after\b|before\b|she\b|he\b|they\b|'?cause\b|cuz\b|with\b|at\b)))", 0.7),
    Rule("date_clocks", "DATE", r"(?i)\bsince (?P<v>the clocks (?:went|go) (?:back|forward))", 0.7, ("clocks",)),
    Rule("date_decades", "DATE", r"(?i)\b(?:the |mid-?|late |early )?(?:nineteen )?(?:fifties|sixties|seventies|eighties|nineties)(?:[ ](?:into|to|and)[ ](?:the )?(?:sixties|seventies|eighties|nineties|noughties))", 0.7),
)
"""Every rule of the family."""
