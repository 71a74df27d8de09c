"""What only the profile `maximal` masks: bare years, countries, common nationalities, national bodies."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import national_bodies
from tbnlp.redact.words import Words

_YEAR: Final = re.compile(r"(?<![\w/\-.])(?:1[89]|20)\d\d(?:'?s)?(?![\w/]|\.\d|-\d)")
_SPAN: Final = re.compile(
    r"(?i)\b(?:(?:about|approximately|almost|nearly|over|more than|at least|some)[ ])?(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|eighteen|twenty|thirty|several|a few|many)(?:[ ](?:and a half|or so))?[ \-](?:hour|day|week|month|year)s?\b"
)
_PROFESSION: Final = re.compile(
    r"(?<![A-Za-z])(?:(?:an?|the|former|retired|practising|trainee|police|army|civil)[ ]){0,3}(?:lawyer|barrister|solicitor|advocate|attorney|notary|judge|prosecutor|professor|lecturer|teacher|doctor|physician|surgeon|"
    r"nurse|dentist|psychiatrist|psychologist|engineer|architect|accountant|journalist|editor|publisher|photographer|businessman|businesswoman|shopkeeper|farmer|fisherman|driver|electrician|carpenter|builder|"
    r"officer|soldier|serviceman|sergeant|policeman|policewoman|civil servant|politician|mayor|deputy|member of parliament|translator|interpreter|student|pensioner|priest|imam|pastor|monk|nun|artist|actor|musician|writer|"
    r"economist|banker|cleaner|waitress|cook|domestic worker|seamstress|mechanic|sailor)(?=[ ](?:practising|working|employed|living|residing|based|at[ ]the|in[ ][A-Z])|,?[ ]by[ ]profession)"
)
"""A profession that is said of one person: with where the work is done."""
_MOST_WORDS: Final = 4


def maximal_findings(text: str, words: Words) -> list[Finding]:
    """Findings of quasi-identifiers that the other profiles keep."""
    found = [Finding(*match.span(), "DATE", "maximal_year", 0.6) for match in _YEAR.finditer(text)]
    found += [Finding(*match.span(), "DATE", "maximal_duration", 0.6) for match in _SPAN.finditer(text)]
    found += [Finding(*match.span(), "ORG", "maximal_body", 0.6) for match in national_bodies(text)]
    found += [Finding(*match.span(), "RARE_FACT", "maximal_profession", 0.6) for match in _PROFESSION.finditer(text)]
    for place, word in enumerate(words.texts):
        if not word[0].isupper():
            continue
        lowered = word.lower()
        if lowered in vocabulary.COMMON_LANGUAGES:
            found.append(Finding(words.starts[place], words.ends[place], "NATIONALITY", "maximal_group", 0.6))
        for length in range(1, _MOST_WORDS + 1):
            last = min(place + length, len(words)) - 1
            piece = text[words.starts[place] : words.ends[last]]
            if vocabulary.is_kept_place(piece):
                found.append(Finding(words.starts[place], words.ends[last], "LOCATION", "maximal_place", 0.6))
    return found
