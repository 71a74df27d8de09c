"""Persons by where they stand: apposed, surname first, single letters that act, words used as names."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.known_bodies import is_known_body
from tbnlp.redact.recognizers.table import Rule
from tbnlp.redact.residual_capitals import SAFE_CAPITALS

_CAP: Final = r"[A-Z][A-Za-z'\-]{1,24}"
_SAYS: Final = (
    r"(?:said|says|told|tells|asked|asks|wants|wanted|thinks|thought|feels|felt|states|stated|reports|reported|denies|denied|called|calls|texted|texts|"
    r"came|comes|went|goes|left|leaves|was|is|has|had|will|would|did|does|can|could|made|makes|took|takes|got|gets|gave|gives|knows|knew|changed|moved|"
    r"agreed|declined|brought|brings|remembers|explained|keeps|kept|lives|lived|needs|needed|cried|laughed|nodded|sat|signed|wrote|started|stopped|arrived|"
    r"spoke|disclosed|shared|refused|returned|attended|missed|stayed|plans|hopes|worries|sleeps|works|worked|found|ran|put|stood|met|saw|heard|didn't|doesn't|wasn't|isn't|won't)"
)
_ROLE: Final = (
    r"(?:chief|leader|boss|manager|owner|driver|pimp|trafficker|madam|recruiter|foreman|captain|partner|boyfriend|husband|wife|girlfriend|ex|daughter|son|sister|brother|"
    r"cousin|friend|mother|father|mum|mom|dad|uncle|aunt|nephew|niece|client|ct|pt|patient|kid|lad|lass|baby|child|boy|girl|roommate|housemate|flatmate|colleague|"
    r"co-?worker|interpreter|interp|worker|wkr|keyworker|sponsor|landlord|landlady|neighbour|neighbor|buyer|john|customer|man|woman|guy|bottom|supervisor|"
    r"trustee|volunteer|nurse|doctor|teacher|counsellor|counselor|therapist|lawyer|solicitor|attorney|advocate|probation officer|officer|caretaker|handler|"
    r"dishwasher|cook|waitress|dancer|intern|member|resident|guest|speaker|leader's name|street|writer|present)"
)
_OPENING: Final = frozenset(
    "the this that these those there then now here when while after before because since if so but and or yes no not never always maybe still also just only our my your "
    "his her their its it he she they we you i who what where why how all both each some any none nothing someone everyone nobody everybody today tomorrow yesterday".split()
)


def _name_like(match: re.Match[str]) -> bool:
    """False for a word that opens a sentence or belongs to the office."""
    word = re.split(r"[ \-]", match["v"])[0].strip(".'").lower()
    return not (word in _OPENING or word in SAFE_CAPITALS or word in vocabulary.CALENDAR or word in vocabulary.function_words() or is_known_body(match["v"]))


def _given(match: re.Match[str]) -> bool:
    word = match["v"].lower()
    return word in vocabulary.given_names() and word not in vocabulary.function_words() and word not in vocabulary.CALENDAR


def _surname_first(match: re.Match[str]) -> bool:
    return _name_like(match) and not vocabulary.is_kept_place(match["w"]) and not vocabulary.is_kept_place(match["s"])


def _surname_line(match: re.Match[str]) -> bool:
    return _surname_first(match) and match["s"].lower() not in vocabulary.cities()


def _no_heading(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start("v") - 16) : match.start("v")].lower()
    return re.search(r"(?:vitamin|hepatitis|hep|type|class|section|plan|grade|exhibit|unit|room|block|part|option|appendix|schedule|group|wing|gate|lot|apt|no|row|team|visa|size|level|step|shift|building|form|bay|cell|line)\.? ?$", before) is None


_PLACED: Final = (
    Rule("person_courtesy", "PERSON", r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Mx|Miss|Mme|Mlle|Herr|Frau|Messrs|Senora?|Srta)\.?[ ]{1,2}(?P<v>[A-Z](?:\.|[A-Za-z'\-]{1,24})?(?:[ ][A-Z][A-Za-z'\-]{1,24}){0,2})(?![A-Za-z])", 0.85,
         accept=lambda m: not (m[0].startswith("Miss") and m["v"].lower() in vocabulary.function_words())),
    Rule("person_ranked", "PERSON", r"(?<![A-Za-z])(?:Cpl|Cst|Insp|Det|Sgt|Lt|Capt|Ofc|Dr|Prof|Atty|Rev|Fr|Supt|Const|Hon|Adm|Maj|Col|Gen|Pte|Gda|Ptl|Mag|Dipl|Ing|PO|SSA|ASA)\.?(?:[ ](?:Det|Sgt|Insp|Cst|Lt)\.?)?[ ]{1,2}(?P<v>(?:[A-Z]\.[ ]?)?[A-Z][a-z][A-Za-z'\-]{0,24}(?:[ ][A-Z][A-Za-z'\-]{1,24})?)(?![A-Za-z])", 0.8, accept=_name_like),
    Rule("person_apposed_age", "PERSON", r"(?:(?<=, )|(?<=: )|(?<=\n)|(?<=^)|(?<=\. )|(?<=- ))(?P<v>[A-Z][A-Za-z'\-]{1,24}(?:[ ][A-Z][A-Za-z'\-]{1,24}){0,3})(?=[ ]?(?:,|\()[ ]?(?:now |aged? |just )?\d{1,2}(?:[,.;)]|[ ](?:y\b|yo\b|yrs?\b|years|months|mo\b|f\b|m\b)))", 0.75,
         accept=lambda m: _name_like(m) and m.string[m.end("v") : m.end("v") + 1] != "/" and re.search(r"(?i)^(?:next|back|room|rm|cot|bed|page|para|item|step|day|week|visit|session|call|time|form|line|age|bus|lot|unit|apt|meeting|group|hearing|court|appt|f/u)\b", m["v"]) is None),
    Rule("person_role_comma", "PERSON", rf"(?i)\b{_ROLE},[ ](?P<v>(?-i:[A-Z][a-z'\-]{{1,24}}(?:[ ][A-Z][a-z'\-]{{1,24}}){{0,2}}))(?=,|;|\.|\)|$|\n)", 0.8, accept=_name_like),
    Rule("person_nick_surname", "PERSON", r"(?<![A-Za-z])(?P<v>[A-Z][a-z'\-]{1,24}(?:[ ][A-Z][a-z'\-]{1,24})?[ ](?:\"[^\"\n]{1,24}\"|\([A-Z][a-z'\-]{1,20}\))[ ][A-Z][A-Za-z'\-]{1,24}(?:[ \-][A-Z][A-Za-z'\-]{1,24})?)(?![A-Za-z])", 0.85, accept=lambda m: _name_like(m) and not vocabulary.is_common(m["v"].split()[0].lower())),
    Rule("person_role_age", "PERSON", rf"(?i)\b{_ROLE},[ ](?P<v>(?-i:[A-Z][a-z'\-]{{1,24}}))(?=,[ ]\d{{1,2}}\b)", 0.8),
    Rule("person_role_word", "PERSON", rf"(?<=[a-z,(] )(?i:{_ROLE})[ ](?P<v>[A-Z][a-z'\-]{{1,24}})(?![A-Za-z])", 0.75, accept=_name_like),
    Rule("person_list_head", "PERSON", r"(?i)(?:^|\n)[ \-*]{0,4}(?:kids|children|siblings|present|attending|attendees|staff|team|participants|facilitators?|writer|author|worker|wkr|mentor|interp(?:reter)?|client|guest|visitor|caller|with|from|to|cc|by|people|family|household)[ ]?:[ ]?(?P<v>(?-i:[A-Z][a-z'\-]{1,24}(?:[ ][A-Z][a-z'\-]{1,24}){0,2}))(?=[ ]?[,.;(\n]|$)", 0.75, accept=_name_like),
    Rule("surname_first", "PERSON", rf"(?i)\b(?:patient|pt|name|client|ct|re|student|youth|minor|child|defendant|respondent|applicant|resident|filled in|subject|complainant|caller|mother|father|guardian|ward|claimant|referral for|seen)[ :]{{1,3}}(?P<v>(?P<s>(?-i:{_CAP}(?:[ ]{_CAP})?)), ?(?P<w>(?-i:{_CAP}(?:[ ](?:{_CAP}|[A-Z]\.))?)))(?=[ ]*(?:[.,;(\n]|$|DOB|MRN|born|aged?|\d))", 0.85, accept=_surname_first),
    Rule("surname_first_line", "PERSON", r"(?:^|\n)[ ]*(?P<v>(?P<s>[A-Z][A-Za-z'\-]{2,24}), ?(?P<w>[A-Z][a-z'\-]{2,24}(?:[ ][A-Z]\.?)?))(?=[ ]*(?:[,;(]?[ ]*(?:DOB|MRN|born|\d{1,2}\b|age)|\n|$))", 0.75, accept=_surname_line),
    Rule("person_particle_short", "PERSON", r"(?<=[a-z,] )(?P<v>[A-Z][a-z]{1,15}[ ](?:didi|bhai|bhabhi|khala|aunty|abla|abi|hanim|bey|khanum|sahib|san|sensei|tia|tio))\b", 0.8),
    Rule("person_log_lower", "PERSON", r"(?m)^[ ]?\[?\d{1,2}[:.]?\d{2}\]?(?: ?(?:am|pm|hrs|h))?[ \-:]{1,3}(?P<v>[A-Za-z]{2,15})(?=[ ](?:says|said|got|came|went|back|in\b|out\b|left|asks|asked|has|had|up\b|down\b|calls|called|texts|texted|still|not\b|asleep|awake|home|wants|wanted|tells|told|is\b|was\b|did\b|phoned|rang|returned|'))", 0.75, accept=_given),
    Rule("person_given_acts", "PERSON", rf"(?:(?<=[.!?\"] )|(?<=\n)|(?<=^)|(?<=- ))(?P<v>[A-Z][a-z]{{1,15}})(?=[ ]{_SAYS}\b)", 0.6,
         accept=lambda m: _given(m) and _name_like(m)),
    Rule("person_country_named", "PERSON", r"(?<![A-Za-z])(?P<v>Jordan|Chad|Georgia|Virginia|Carolina|Israel|Kenya|China|India|Dakota|Montana|Indiana|Cuba|Malia|Ireland|Holland|Brittany|Francia|Asia|Africa|America)(?='s[ ](?:mom|mother|dad|father|sister|brother|house|phone|room|baby|kids?|car)|[ ](?:drove|said|says|told|asked|texted|called|cried|laughed|came|went|wants|wanted|left|waited|feels|felt|reports|reported|states|stated|denies|denied|was seen|attended|disclosed)\b)", 0.7),
)
_LETTERS: Final = (
    Rule("letter_says", "PERSON", rf"(?<![\w.:/)(\-&])(?P<v>[B-HJ-Z]\.?)(?=[ ]{_SAYS}\b)", 0.65, accept=_no_heading),
    Rule("letter_asked", "PERSON", r"(?i)\b(?:if|whether|that|because|when|since|while|before|after|where|why|how|but|asks if|told|ask|asked|ring|rang|phone|text|texted|called|call|see|seen|met|meet|with|w/|for|from|to|by|of|and|or|as)[ ](?P<v>(?-i:[B-HJ-Z])\.?)(?=[ ](?-i:[a-z])|'s|[,;:](?!\d)|\)|\.[ \n]|$)", 0.6, accept=_no_heading),
    Rule("letter_titled", "PERSON", r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Officer|Det|Judge|Sister|Brother|Auntie|Aunt|Uncle|Mama|Papa|Baba|Mam)\.?[ ](?P<v>[A-Z])(?![A-Za-z.'])", 0.85),
    Rule("letter_signed", "PERSON", r"(?:\n|^)[ ]*(?:[-~][ ]?)?(?P<v>[B-HJ-Z]\.?)[ ]*(?=$|\n(?![ ]*[A-Za-z]))", 0.6),
    Rule("initials_signed", "PERSON", r"(?:\n|^|[-/,][ ])(?P<v>[A-Z]{2})[ ]*(?=$)", 0.55, accept=lambda m: not is_known_body(m["v"])),
)
RULES: Final = (*_PLACED, *_LETTERS)
"""Every rule of the family."""
