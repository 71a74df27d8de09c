"""Dates in every written form, holidays, weekdays, and ages."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.ages import NUMBER_WORDS
from tbnlp.redact.recognizers.table import DIGITS, Rule

MONTHS: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|dezembro)\b\.?"
)
_SURE_MONTHS: Final = (
    r"(?:January|February|April|June|July|August|September|October|November|December|Sept|Feb|Aug|Oct|Nov|Dec|Jan)\b"
)
WEEKDAYS: Final = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|thurs|thur|weds|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b"
)
_SHORT_WEEKDAYS: Final = r"(?:Mon|Tue|Wed|Thu|Thurs|Fri|Sat|Sun)\b\.?"
_DAY: Final = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
_ORDINAL: Final = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    r"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_YEAR: Final = r"(?:(?:18|19|20)\d\d|'\d\d)"
_TAIL: Final = rf"(?:,?[ ]{{0,2}}(?:of[ ])?{_YEAR}(?!\d))?"
_HEAD: Final = rf"(?:(?:{WEEKDAYS}|{_SHORT_WEEKDAYS}),?[ ]{{0,2}}(?:the[ ])?)?"
_HOLIDAYS: Final = (
    r"(?:christmas(?: eve| day)?|xmas(?: eve| day)?|thanksgiving(?: day)?|new year'?s?(?: eve| day)?|"
    r"halloween|easter(?: sunday| monday)?|good friday|ash wednesday|palm sunday|valentine'?s(?: day)?|"
    r"mother'?s day|father'?s day|(?:the )?fourth of july|4th of july|july 4th|memorial day|labou?r day|"
    r"mardi gras(?: day)?|canada day|st\.? patrick'?s day|bank holiday|veterans'? day|presidents'? day|mlk day|juneteenth|columbus day|independence day|boxing day|"
    r"ramadan|eid(?: al[- ](?:fitr|adha))?|diwali|hanukkah|passover|yom kippur|rosh hashanah|tet|"
    r"lunar new year|chinese new year|cinco de mayo|dia de los muertos|super bowl(?: sunday)?|nochebuena)"
)
_RELATIVE: Final = r"(?:last|this|next|past|coming|on|by|since|until|till|from|every|each)"


def _calendar(match: re.Match[str]) -> bool:
    """True when the three numbers can be a day, a month and a year in some order."""
    numbers = [int(part) for part in re.findall(r"\d+", match[0])[:3]]
    small = [number for number in numbers if number <= 31]
    return len(numbers) == 3 and len(small) >= 2 and any(1 <= number <= 12 for number in small)


def _day_month(match: re.Match[str]) -> bool:
    first, second = int(match["a"]), int(match["b"])
    fits = 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12
    if not fits or (first, second) in {(24, 7), (1, 2), (1, 3), (1, 4), (3, 4), (2, 3), (50, 50)}:
        return False
    before = match.string[max(0, match.start("a") - 16) : match.start("a")].lower()
    after = match.string[match.end("b") : match.end("b") + 14].lower()
    scale = re.search(r"pain|rate[sd]?|scale|score|mood|anxiety|level|phase|step|grade|ratio|about a", before)
    return not (second in {5, 10} and (scale or re.match(r" ?(?:pain|on|scale|mood|anxiety)", after)))


_NUMERIC: Final = (
    Rule("date_numeric", "DATE", r"(?<![\w.\-/])\d{1,2}[/\-.]\d{1,2}[/\-.](?:\d{4}|\d{2})(?![\w]|[\-/.]\d)", 0.9,
         view=DIGITS, accept=_calendar),
    Rule("date_iso", "DATE", r"(?<![\w.\-])(?:19|20)\d\d[\-/.]\d{1,2}[\-/.]\d{1,2}(?:T[\d:.]{4,15}Z?)?(?![\w]|[\-/.]\d)",
         0.95, view=DIGITS),
    Rule("date_long_digits", "DATE", r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)", 0.85, view=DIGITS),
    Rule("date_mistyped", "DATE", r"(?<![\d\-])(?:19|20)\d\d-\d\d-\d{4}(?![\d\-])", 0.8, view=DIGITS),
    Rule("date_month_year", "DATE", r"(?<![\w/\-.])(?:0?[1-9]|1[0-2])[/\-](?:19|20)\d\d(?![\w/\-])", 0.85, view=DIGITS),
    Rule("date_day_month", "DATE",
         r"(?i)\b(?:on|since|by|until|till|dated|due|before|after|thru|through|appt|seen|for|from|to|call(?:ed)?|"
         r"visit|of|hearing|week of|d\.?o\.?b\.?|born)\b[ :]{1,2}(?P<v>(?P<a>\d{1,2})[/\-](?P<b>\d{1,2}))(?![\w/\-]|[ ](?:of|times|hours))",
         0.75, ("/", "-"), accept=_day_month),
    Rule("date_slashed", "DATE", r"(?<![\w/$.\-])(?P<v>(?P<a>\d{1,2})/(?P<b>\d{1,2}))(?![\w/]|[ ]?(?:of|cup|tsp|mile|hour|inch|the|tab)\b)", 0.7, ("/",), accept=_day_month),
    Rule("date_range", "DATE", r"(?<![\w/])(?P<v>(?P<a>\d{1,2})/(?P<b>\d{1,2})) ?(?:-|to|thru|through) ?(?P<w>\d{1,2}/\d{1,2})(?![\w/])",
         0.75, ("/",), accept=_day_month),
    Rule("birth_date", "DATE",
         r"(?i)\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday|born(?: on| in)?|fecha de nacimiento|nacid[oa] (?:el|en))"
         r"[ :#=\-]{1,3}(?P<v>\d{1,4}(?:[ /\-.]\d{1,4}){0,2})\b", 0.9, view=DIGITS),
)
_WRITTEN: Final = (
    Rule("date_day_of_month", "DATE", rf"(?i)\b{_HEAD}(?:the[ ])?(?:{_DAY}|{_ORDINAL})(?:[ \-]{{0,2}}(?:of|de|del)[ ]|[ \-]{{0,2}}){MONTHS}{_TAIL}", 0.9),
    Rule("date_days_of_month", "DATE", rf"(?i)(?<![\w.,$])(?:{_DAY})(?:(?:,[ ]|[ ]and[ ]|[ ]to[ ]|[ ]?-[ ]?|[ ]or[ ])(?:{_DAY})){{1,3}}[ ]{MONTHS}{_TAIL}", 0.9),
    Rule("date_month_day", "DATE",
         rf"(?i)\b{_HEAD}{MONTHS}[ ]{{0,2}}(?:the[ ])?(?:{_DAY}|{_ORDINAL})\b(?![ ]?(?:dollars|hours|times|%|people|girls))"
         rf"(?:[ ]?(?:-|to|and|thru|through)[ ]?{_DAY}\b)?{_TAIL}", 0.9),
    Rule("date_month_with_year", "DATE", rf"(?i)\b{MONTHS},?[ ]{{0,2}}(?:of[ ]|de[ ])?{_YEAR}(?!\d)", 0.9),
    Rule("date_bare_month", "DATE", rf"\b(?:(?:early|mid|late)[ -])?{_SURE_MONTHS}", 0.8),
    Rule("date_ambiguous_month", "DATE", r"\b(?i:in|by|since|until|till?|of|end|early|mid|late|from|to|last|this|next|through|before|after)[ \-](?P<v>(?:March|May|Mar)\b)(?![a-z'])", 0.7),
    Rule("date_preposed_month", "DATE", rf"(?i)\b(?:in|since|last|this|next|until|till|by|of|early|mid|late|every)[ -](?P<v>{MONTHS})(?=[ ]*(?:[.,;:)]|$|\n|and|with|when|she|he|they|to|for|because|at))", 0.7),
    Rule("date_weekday", "DATE", rf"(?i)\b(?:(?:last|this|next|past|coming)[ ])?{WEEKDAYS}(?:,?[ ]the[ ](?:{_DAY}|{_ORDINAL})|,?[ ]{_DAY}(?=[ ]*[,.;)]))?", 0.8),
    Rule("date_short_weekday", "DATE", rf"\b(?:(?:{_RELATIVE}|(?i:{_RELATIVE}))[ ])(?P<v>{_SHORT_WEEKDAYS})", 0.7),
    Rule("date_holiday", "DATE", rf"(?i)\b{_HOLIDAYS}\b{_TAIL}", 0.8),
    Rule("date_ordinal_day", "DATE", rf"(?i)\b(?:on|by|until|till?|since|before|after|due|is|was|from|through|thru|ready|dated|starts?|ends?|week of|back|opens|closes)[ ](?P<v>the[ ](?:{_ORDINAL}|(?:[0-2]?\d|3[01])(?:st|nd|rd|th)))(?=[ ]*(?:[.,;:)]|$|\n|at\b|and\b|she\b|he\b|they\b|for\b|if\b|to\b|card\b|w/|with\b))(?<!the first)(?<!the second)", 0.7),
)
_AGE_NUMBER: Final = r"(?:1[0-4]\d|[1-9]?\d)"
_AGE_WORD: Final = rf"(?:{NUMBER_WORDS})"
_AGE: Final = rf"(?:{_AGE_NUMBER}|{_AGE_WORD})"
_END: Final = r"(?=[ ]*(?:[.,;:!?)\]/]|$|\n|-|and\b|but\b|now\b|when\b|so\b|yrs?\b|years?\b|with\b|at\b|y/?o\b|then\b|today\b|this\b|next\b|last\b|or\b))(?!\.\d)(?![/:]\d)"
_KIN: Final = (
    r"daughters?|sons?|girls?|boys?|bab(?:y|ies)|kids?|child(?:ren)?|sisters?|brothers?|cousins?|niece|nephew|"
    r"mother|father|mom|dad|grandmother|grandma|husband|wife|boyfriend|girlfriend|client|ct|pt|patient|minor|"
    r"female|male|woman|man|teen(?:ager)?|toddler|twins|victim|youth|juvenile"
)
_SMALL: Final = re.compile(r"(?i)\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|uno|dos|tres)")


def _of_a_person(match: re.Match[str]) -> bool:
    """False for a sum, a score or a clock time: small numbers want a person before the verb."""
    before = match.string[max(0, match.start() - 14) : match.start()] + match[0][: match.start("v") - match.start()]
    if re.search(r"(?i)\b(?:it|there|that|this|what|balance|total|price|count|score|rate|rent|fee|cost|limit|number|which|temp|weight|left|open|time|today)(?:'s)?[ ](?:is |was |are |were )?(?:only |now |just |about |almost )?$", before):
        return False
    if _SMALL.fullmatch(match["v"]) is None:
        return True
    person = re.search(rf"(?i)\b(?:he|she|i|who|they|you|ct|client|{_KIN})(?:'s|[ ](?:is|was|am|are|were))[ ](?:only |now |just |about |almost )?$|\b(?:i'm|im|shes|hes)[ ]", before)
    named = re.search(r"\b[A-Z][a-z]+(?:'s|[ ](?:is|was))[ ](?:only |now |just |about |almost )?$", before)
    return person is not None or (named is not None and named[0].split("'")[0].split(" ")[0].lower() not in {"it", "there", "that", "this", "what", "rent", "balance", "total"})


_AGES: Final = (
    Rule("age_years_old", "AGE",
         rf"(?i)(?<![\w.$/\-])(?P<v>{_AGE})[ \-]{{0,2}}(?:(?:years?|yrs?|yr|months?|mos?|weeks?|wks?)\.?[ \-]{{0,2}}olds?|y\.?[/ ]?o\b\.?|yr?s?[/ \-]?old|years? of age|year[ -]olds?)",
         0.9),
    Rule("age_cued", "AGE", rf"(?i)\b(?:ages?|aged|edad)(?: (?:of|is|was|about|around))?[ :=\-]{{0,3}}(?P<v>{_AGE})\b(?:[ ](?:and|to|or|-)[ ](?P<w>{_AGE})\b)?(?![./]\d)", 0.9),
    Rule("age_turned", "AGE", rf"(?i)\b(?:turn(?:s|ed|ing)?|almost|just|barely|only)[ ](?P<v>{_AGE}){_END}", 0.85),
    Rule("age_copula", "AGE", rf"(?i)(?:\b(?:is|was|am|were|be|being|i'm|im|he's|she's|shes|hes)|\b[A-Za-z]{{2,12}}'s)[ ](?:only |now |just |about |almost )?(?P<v>{_AGE}){_END}", 0.75, accept=_of_a_person),
    Rule("age_at", "AGE", r"(?i)\b(?:at|since|when)[ ](?P<v>1[3-9]|[2-9]\d)(?=[ ]*(?:[.;)]|$|\n|years))(?!\.\d)", 0.6),
    Rule("age_kin", "AGE", rf"(?i)\b(?:{_KIN})[ ]?(?:[(,][ ]?|is |was |who is |aged? )(?:age )?(?P<v>{_AGE})(?=[ ]*(?:[,.;)]|and\b|&|y))(?:[ ]?(?:,|and|&|, and)[ ]?(?P<w>{_AGE})(?=[ ]*[,.;)]))?", 0.85),
    Rule("age_apposed", "AGE", rf"\b[A-Z][a-zA-Z'\-]{{1,24}}[\"']?[ ]?(?:,|\()[ ]?(?P<v>{_AGE_NUMBER})(?=[ ]?[,.;:)])(?![.:]\d)", 0.8),
    Rule("age_after_initials", "AGE", rf"(?<![A-Za-z])(?:[A-Z]\.[ ]?){{1,3}},?[ ]?(?:\((?P<v>{_AGE_NUMBER})(?=[ ]?[,.;:)])|(?P<w>{_AGE_NUMBER})(?=[ ]?[,.;:]))(?![.:]\d)", 0.8),
    Rule("age_guessed", "AGE", r"(?i)\b(?:maybe|about|approx\.?|looks|looked|appears|seems|possibly|probably|around)[ ](?P<v>1\d|[2-9]\d)s?(?=[ ]?[,.;)])(?![.,]\d)", 0.65),
    Rule("age_brought_at", "AGE", rf"(?i)\b(?:brought|sold|taken|recruited|married|pregnant|left|started|first|since|runaway|homeless|trafficked|arrived|came)(?: [a-z]{{2,10}}){{0,2}} at (?:age )?(?P<v>(?:{_AGE_WORD}|1\d|2\d|[6-9]))\b(?![:.]\d|[ ]?(?:am|pm|a\.m|p\.m|hrs|o'clock))", 0.7),
    Rule("age_sex", "AGE", rf"(?<![\w.$/\-:])(?P<v>{_AGE_NUMBER})[ ]?(?:/[ ]?)?(?:[MF]\b|yr\b|y\b|(?i:fem(?:ale)?|male)\b)", 0.75, accept=lambda m: re.search(r"(?i)(?:outside|up to|apt|unit|temp|temps|feels|low|high|seat|floor|at|around)[ .:]*$", m.string[max(0, m.start() - 10) : m.start()]) is None),
    Rule("age_spanish", "AGE", rf"(?i)\b(?P<v>{_AGE}[ ]an~?i?os)\b", 0.85, ("anos",)),
    Rule("age_born_ninety", "AGE", rf"(?i)\b(?P<v>(?:ninety|hundred)[ -]?(?:{_AGE_WORD})?)[ ](?:years|yrs)\b", 0.8),
)
RULES: Final = (*_NUMERIC, *_WRITTEN, *_AGES)
"""Every rule of the family. Bare years and clock times are not in it; `maximal` adds them elsewhere."""
