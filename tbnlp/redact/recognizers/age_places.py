"""Ages by where they stand: in brackets, apposed, in lists, behind a preposition, as a birthday."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.ages import NUMBER_WORDS
from tbnlp.redact.recognizers.region import NATIONALITIES
from tbnlp.redact.recognizers.table import Rule

_N: Final = r"(?:1[0-4]\d|[1-9]?\d)"
_TEEN: Final = (
    r"(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ \-](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
"""Numbers in words above any clock time."""
_WORD: Final = rf"(?:{NUMBER_WORDS})"
_UNIT: Final = r"(?:[ ]?(?:y/?o|yo|yrs?|years?(?:[ -]old)?|mo|mos|months?(?:[ -]old)?|weeks?(?:[ -]old)?|wks?)\b\.?)?"
_THING: Final = re.compile(
    r"(?i)(?:pages?|pp?|items?|days?|visits?|weeks?|sessions?|steps?|para(?:graph)?s?|figures?|fig|notes?|no|nos|#|phases?|of|points?|x|level|chapters?|sections?|rooms?|rm|beds?|cots?|"
    r"bus|lots?|units?|apts?|flats?|questions?|q|forms?|lines?|calls?|groups?|count|total|score|scored|rate[sd]?|pain|scale|phq|gad|size|shelf|box|version|v|table|"
    r"min|mins|minutes|hours?|hrs?|times|present|attended|copies|vol|issue|exhibit|grade|gr|class|year|yr|floor|fl|route|rt|ward|bay|channel|ext|extension|at|room's|by|from|until|till|to|am|pm)[ .:#(]*$"
)


def _person_before(match: re.Match[str]) -> bool:
    """False where the number counts pages, beds, sessions and the like."""
    return _THING.search(match.string[max(0, match.start("v") - 18) : match.start("v")]) is None


def _bracket(match: re.Match[str]) -> bool:
    """True where a bracket stands behind a name or a person and no thing."""
    before = match.string[max(0, match.start() - 24) : match.start()].rstrip()
    word = re.findall(r"[\w'.\"/\-]+$", before)
    if not word or _THING.search(before + " "):
        return False
    capital = word[0][0].isupper() or word[0][0] in "\"'" or "." in word[0]
    person = re.search(r"(?i)(?:daughter|son|girl|boy|baby|kid|child|children|sister|brother|cousin|niece|nephew|mother|father|mom|mum|dad|husband|wife|partner|boyfriend|girlfriend|client|ct|pt|couple|twins?|grandson|granddaughter|aunt|uncle|friend|woman|man|female|male|teen|minor|youth|\d{4}|\d\d)$", before)
    return capital or person is not None


def _list(match: re.Match[str]) -> bool:
    return re.search(r"\d{3}", match["v"]) is None


_PLACED: Final = (
    Rule("age_bracket", "AGE", rf"[ ]\((?:(?:now|aged?|just|rm \d{{1,3}},|room \d{{1,3}},|f,|m,|she/her,|he/him,|they/them,|[A-Z][a-z]{{2,12}},|[A-Z]\.[ ]?[A-Z]\.,)[ ])?(?P<v>{_N}{_UNIT})(?:(?:,| and| &|/)[ ](?P<w>{_N}))?(?=\)|,[ ](?!\d))(?!\)[ ]?\d{{3}})", 0.75, ("(",), accept=_bracket),
    Rule("age_after_bracket", "AGE", r"[\"\)][\"\)]?,[ ](?P<v>[1-9]\d)(?=,[ ]|[ ]?\.[ ]|[ ](?:year|yr|y/?o)|;)", 0.7, accept=_person_before),
    Rule("age_just", "AGE", rf"(?:,|\(|[a-z])[ ]?(?:now|just|almost|nearly|barely|only|about to be)[ ](?P<v>(?:[1-9]\d|{_TEEN}))(?=[ ]?[,.;)]|[ ]\()", 0.75, accept=_person_before),
    Rule("age_just_bracket", "AGE", r"[,(][ ]?(?P<v>[1-9]\d)[ ]\((?:just|now|today|barely|nearly|almost|approx|reported|claims?|says|per)", 0.85),
    Rule("age_apposed_since", "AGE", r"(?<![A-Za-z])[A-Z][a-z'\-]{1,24},[ ](?P<v>[1-9]\d)(?=[ ](?:since|years|yrs|from|and|with|w/|in|of|who|has|is)\b)", 0.7, accept=_person_before),
    Rule("age_of_them", "AGE", r"(?i)\b(?:them|others|him|her|one|girl|boy|woman|man|lad|lass|youngest|oldest|eldest|younger|older|elder|second|third|first|twins|other),[ ](?P<v>[1-9]?\d)(?=,[ ](?-i:[a-z]))", 0.75, accept=_person_before),
    Rule("age_initials_pair", "AGE", r"(?:[A-Z]\.?[ ](?:and|&)[ ][A-Z]\.?|[a-z]{3,10}s|kids|boys|girls),[ ](?P<v>\d{1,2})[ ](?:and|&)[ ](?P<w>\d{1,2})(?=[ ]?[,.;)])", 0.8),
    Rule("age_list", "AGE", rf"(?i)\bage[sd]?[ :]{{1,2}}(?:are |is |of )?(?P<v>{_N}(?:,[ ]?{_N}){{1,9}}(?:,?[ ](?:and|&|or)[ ]{_N})?)(?!\d)", 0.9, ("age",), accept=_list),
    Rule("age_sentence", "AGE", r"(?:[.!?\"][ ]|^|\n)(?P<v>[1-9]\d)(?=\.[ ][A-Z]|,[ ](?:she/her|he/him|they/them|trans|cis|retired|single|married|widow|divorced|pregnant|from|has|no|lives|male|female|nonbinary|unemployed|works|ex-|on\b|in\b|two\b|mother|father|mom|dad|one\b))", 0.7),
    Rule("age_pronouns", "AGE", r"(?<![\w.$/:\-])(?P<v>[1-9]\d),?[ ](?:she/(?:her|they)|he/(?:him|they)|they/(?:them|she|he)|trans\b|cis\b|year ?old)", 0.85),
    Rule("age_before_origin", "AGE", rf"(?<![A-Za-z])[A-Z][a-z'\-]{{1,24}},?[ ](?P<v>[1-9]\d),?[ ](?i:{NATIONALITIES})\b", 0.8, accept=_person_before),
    Rule("age_after_birth", "AGE", r"(?i)\b(?:dob|d\.o\.b\.?|born|birth)\b[ :]{0,2}[\d./\-]{6,10}[ ,]{1,3}\(?(?:age[: ]{1,2})?(?P<v>[1-9]?\d)\)?(?=[ ),;\n]|$)", 0.85),
    Rule("age_turns", "AGE", rf"(?i)\b(?:turn(?:s|ed|ing)?|hits?|reach(?:es|ed)?|be|nearly|almost)[ ](?P<v>{_TEEN}|[1-9]\d)(?=[ ](?:in|on|next|this|last|soon|tomorrow|today|before|after|the|that|while|and|when|yesterday|at)\b)(?![ ]at[ ]?\d)", 0.8,
         accept=lambda m: re.match(r"(?i)turn", m[0]) is not None or re.search(r"(?i)(?:will|would|to|he'll|she'll|i'll)[ ]$", m.string[max(0, m.start() - 8) : m.start()]) is not None),
    Rule("age_at_word", "AGE", rf"(?i)\b(?:at|from|since|by|until|till?|before|after)[ ](?P<v>{_TEEN})(?=[ ]*(?:[,.;:)\"!?]|$|\n|she\b|he\b|they\b|i\b|and\b|or\b|to\b|by\b|in\b|with\b|when\b|because\b|for\b|was\b|went\b|that\b|had\b))(?![ ](?:to|and|or|in)[ ]\d)", 0.75),
    Rule("age_at_figure", "AGE", r"(?i)(?:^|[.;,][ ]|[ ])(?:at|since|by|from)[ ](?P<v>1[2-9]|[2-5]\d)(?=[ ](?:she|he|they|i|her|his)\b|,[ ](?:she|he|they|i)\b)", 0.7),
    Rule("age_raised_from", "AGE", rf"(?i)\b(?:raised|kept|brought up|reared|cared for|looked after|had|known)[ ](?:her|him|them|me|us)?[ ]?(?:from|since)[ ](?:age[ ])?(?P<v>{_WORD}|{_N})(?=[ ]?[,.;]|[ ](?:on|and|to|until)\b)", 0.75),
    Rule("age_at_twelve", "AGE", r"(?:^|[.!?\"][ ]|\n)At[ ](?P<v>six|seven|eight|nine|ten|eleven|twelve)[ ](?=(?:she|he|they|I|her|his)\b)(?!she (?:called|arrived|left|came|rang|woke|returned))", 0.7),
    Rule("age_man_of", "AGE", rf"(?i)\b(?:man|woman|girl|boy|widow(?:er)?|child|lad|lass|kid|client|mother|father|person|female|male)[ ]of[ ](?:about |maybe |around |only )?(?P<v>{_TEEN}|[1-9]\d)(?=[ ]*(?:[,.;:)\"]|$|\n|and\b|or\b|who\b|with\b|from\b|years\b))", 0.8),
    Rule("age_birthday", "AGE", r"(?i)\b(?P<v>\d{1,3}(?:st|nd|rd|th)|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|ninetieth))(?=[ ](?:birthday|b-?day|bday))", 0.85),
    Rule("age_makes", "AGE", rf"(?i)\b(?:makes?|made)[ ](?:you|her|him|me|them)[ ](?P<v>[1-9]\d|{_TEEN})(?=[ ]?[,.;!?]|$|\n)", 0.8),
    Rule("age_said", "AGE", rf"(?i)\b(?:said|says|claimed|claims|gave|given as|reported|listed as|states|stated|looks|looked|put)[ ](?P<v>1[0-9]|2[0-9]|{_TEEN})(?=[ ]?[,.;]|$|\n)", 0.65),
    Rule("age_check", "AGE", r"(?i)\bage\b[^\n.;]{0,40}?[:=][ ](?P<v>[1-9]\d)(?![\d/:.]\d|\d)", 0.75, ("age",)),
    Rule("age_i_am", "AGE", rf"(?i)\b(?:i'm|i am|she's|he's|she is|he is|who is|ct is|she was|he was|i was)[ ](?:only |just |now |already )?(?P<v>{_TEEN}|[1-9]\d)(?=[ ](?:since|already|years|by|in|going|and|years|yrs|or|soon)\b)(?![ ](?:years|yrs)[ ](?!old))", 0.75),
    Rule("age_quoted", "AGE", rf"\"(?P<v>(?:{_TEEN}))(?=[ ]|[,.\"])", 0.6),
    Rule("age_decade", "AGE", r"(?:[A-Z][a-z'\-]{1,24}|\b(?:man|woman|male|female|guy|lady)),[ ](?:early |mid-?|late )?(?P<v>[1-9]0)'?s(?=[ ]?[,.;)])", 0.7),
)
RULES: Final = _PLACED
"""Every rule of the family."""
