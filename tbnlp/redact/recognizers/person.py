"""Persons by cue: titles, kin, introductions, aliases, initials."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.known_bodies import ABBREVIATIONS, is_known_body
from tbnlp.redact.persons import TITLES
from tbnlp.redact.recognizers.table import Rule

_CAP: Final = r"(?:[A-Z]'[A-Z]?[a-z]{1,20}|Mc[A-Z][a-z]{1,20}|[A-Z][a-z'\-]{1,20}(?:-?[A-Z][a-z]{1,20})?|[A-Z]{2,20}|[A-Z]\.)"
_PARTICLE: Final = r"(?:de la|de los|de las|de|del|da|dos|van|von|bin|binti|al|el|la|le|di|y)"
_NAME: Final = rf"{_CAP}(?:[ \-](?:{_PARTICLE}[ ])?{_CAP}){{0,3}}"
_ANY: Final = r"[A-Za-z][A-Za-z'\-]{1,20}"
_TITLE: Final = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Rev|Fr|Sr|Sra|Srta|Don|Dona|Det|Detective|Officer|Ofc|Ofcr|Off|Sgt|Sergeant|Lt|Lieutenant|Cpt|Capt|Captain|Cpl|Deputy|Dep|Trooper|"
    r"Agent|SA|Judge|Justice|Hon|Atty|Attorney|ADA|AUSA|DA|Nurse|RN|Coach|Pastor|Father|Sister|Brother|Imam|Rabbi|Uncle|Aunt|Auntie|Tia|Tio|Grandma|Grandpa|Principal|Sheriff|PO|DC|PC|DS|DI|"
    r"Advocate|Counselor|Senora|Senor|Madame|Mme|Mister|Big|Lil|Ate|Kuya|Tita|Tito|Lola|Lolo)"
)
_KIN: Final = (
    r"(?:boyfriend|bf|girlfriend|gf|husband|wife|partner|ex|fiance|pimp|trafficker|boss|madam|manager|roommate|friend|bff|cousin|sister|brother|mother|mom|father|dad|"
    r"stepdad|stepfather|stepmom|stepmother|stepbrother|stepsister|aunt|uncle|grandmother|grandma|grandfather|grandpa|daughter|son|baby|niece|nephew|neighbou?r|landlord|"
    r"client|ct|cl|clt|pt|patient|victim|minor|child|youth|teen|suspect|perp|offender|recruiter|driver|bottom|wifey|advocate|caseworker|worker|interpreter|"
    r"therapist|attorney|lawyer|officer|detective|intern|supervisor|coworker|co-worker|teacher|doctor|nurse|volunteer|sponsor|foreman|contractor|employer|owner|guardian|resident|applicant|respondent|buyer|john|trick|guy|man|woman|girl|kid|son-in-law|mother-in-law|father-in-law|sister-in-law|brother-in-law)"
)
_INITIALS: Final = r"(?:[A-Z]\.[ ]?){1,3}[A-Z]\.?"


def _unusual(match: re.Match[str]) -> bool:
    """True when a lower-case word after a cue is no ordinary word, or is a name that is also a word."""
    value = match["v"]
    if value[0].isupper():
        return value.lower() not in vocabulary.function_words()
    return not vocabulary.is_common(value.lower())


def _name_or_word(match: re.Match[str]) -> bool:
    value = match["v"].lower()
    return value in vocabulary.word_names() or not vocabulary.is_common(value)


def _alias(match: re.Match[str]) -> bool:
    words = match["v"].lower().split()
    return bool(words) and words[0] not in vocabulary.function_words() and words[0] not in {"it", "that", "being", "having", "going"}


def _is_name(match: re.Match[str]) -> bool:
    words = [word for word in re.split(r"[ \-]", match["v"]) if word]
    return bool(words) and not all(vocabulary.is_sentence_word(word) for word in words)


def _plain_name(match: re.Match[str]) -> bool:
    word = match["v"].split()[0].lower()
    return not (
        word in vocabulary.function_words() or word in vocabulary.CALENDAR or word in vocabulary.NOTE_WORDS
        or word in ABBREVIATIONS or is_known_body(match["v"]) or word in TITLES
    )


def _initial_surname(match: re.Match[str]) -> bool:
    """True for `J. Moore`; false for the letter of a heading (`A. Procedure`) and for `U.S. Law`."""
    if not _not_abbreviation(match) or match["v"].replace(" ", "").startswith("U.S."):
        return False
    opens_line = match.string[max(0, match.start() - 3) : match.start()].strip(" ") in {"", "\n", "\n\n", "\n\n\n"}
    last = re.split(r"[. ]+", match["v"])[-1].lower()
    if last.split("'")[0] in vocabulary.function_words():
        return False
    before = match.string[max(0, match.start() - 24) : match.start()].rstrip(" ")
    behind_capital = re.search(r"(?:[A-Z][\w'\-]*|\d|#)$", before) is not None and re.search(rf"(?:{_TITLE}|[Cc]lient|[Cc]t|[Pp]t|[Ll]iaison|[Ss]taff|[Ww]orker)\.?$", before) is None
    if behind_capital and vocabulary.is_common(last):
        # "Apt C. Blue card", "Circle K. Next": the letter ends a sentence.
        return False
    return not (opens_line and vocabulary.is_common(last) and "\n" in match.string)


def _no_lettered_thing(match: re.Match[str]) -> bool:
    """False where the letter numbers a thing: vitamin D., plan B., section C."""
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    return re.search(r"(?:vitamin|hepatitis|hep|type|class|section|plan|grade|exhibit|unit|room|block|part|option|appendix|schedule|group|wing|gate|lot|apt|no)\.? ?$|(?:^|\n)\s*$", before) is None


def _not_abbreviation(match: re.Match[str]) -> bool:
    value = match["v"].replace(" ", "").rstrip(".")
    return value.upper() not in {"U.S", "P.M", "A.M", "U.K", "D.C", "E.G", "I.E", "L.A", "N.Y", "U.N", "E.U", "U.S.C", "C.F.R", "P.O", "D.O.B", "M.D", "Ph.D", "R.N", "B.A", "M.A", "U.S.A", "D.A", "E.R"}


_TITLED: Final = (
    Rule("person_titled", "PERSON", rf"(?<![A-Za-z]){_TITLE}\.?[ ]{{1,2}}(?P<v>{_NAME})(?![a-z])", 0.9, accept=_is_name),
    Rule("person_titled_capitals", "PERSON", r"(?<![A-Za-z])(?:MR|MRS|MS|MISS|DR|SGT|DET|OFC|OFFICER|DETECTIVE|NURSE|JUDGE|PC|CST|CPL|INTERPRETER|CLIENT|SUSPECT|NAME|WORKER|HAND|MATE|CAPTAIN)[.:]?[ ](?P<v>(?:[A-Z]\.[ ]?)?[A-Z][A-Z'\-]{2,20}(?:[ ][A-Z][A-Z'\-]{2,20})?)(?![A-Za-z])", 0.8, accept=_is_name),
    Rule("person_titled_lower", "PERSON", rf"(?i)\b(?:mr|mrs|ms|mister|officer|ofc|det|detective|nurse|dr|judge|sgt|deputy)\.?[ ](?P<v>(?-i:[a-z]){_ANY})(?![A-Za-z])", 0.8, accept=_name_or_word),
    Rule("person_kin", "PERSON", rf"(?i)\b{_KIN}(?:'s name(?: is)?|[ ](?:is|was|named|called|name is|goes by))?[ ,(:]{{1,2}}(?P<v>(?-i:{_NAME}))(?![a-z])", 0.7, accept=_is_name),
    Rule("person_kin_lower", "PERSON", rf"(?i)\b(?:{_KIN})[ ](?:named|called|name is|is named)[ ](?P<v>{_ANY}(?:[ ](?-i:[A-Z])[a-z'\-]{{1,20}})?)", 0.85, accept=_alias),
    Rule("person_met_lower", "PERSON", r"(?i)\b(?:met|meet(?:ing)?|spoke|talked|tx?t(?:ed)?|visit(?:ed)?|mtg|call|session|appt|intake|home visit|hv|f/?u|check[- ]in)[ ](?:w/|with|to)[ ]?(?P<v>(?-i:[a-z])[A-Za-z'\-]{1,20})(?![A-Za-z/])(?=[ ,.;]|$)", 0.75, accept=_name_or_word),
    Rule("person_fear_initial", "PERSON", r"(?i)\b(?:scared|afraid|terrified|frightened|fear(?:s|ed)?) of (?P<v>(?-i:[A-Z])\b\.?)(?![A-Za-z'])", 0.85),
    Rule("person_speaker", "PERSON", r"(?m)(?:^|\n)[ ]?\[?\d{1,2}[:.]\d{2}(?:[:.]\d\d)?\]?[ ](?P<v>[A-Z]{1,2}|[A-Z][a-z]{1,15})(?=:)", 0.8, accept=lambda m: m["v"].lower() not in {"me", "cw", "note", "staff", "worker"}),
    Rule("person_met", "PERSON", r"(?i)\b(?:met|meet(?:ing)?|spoke|talked|visit(?:ed)?|mtg|session|appt|intake|f/?u|check[- ]in|tel|interp(?:reter)?|per|taken by|saw|seen by|signed)[ .:]{1,2}(?:(?:w/|with|to|by)[ ]?)?(?P<v>(?-i:[A-Z][a-z'\-]{1,20}(?:[ ][A-Z][a-z'\-]{1,20})?))(?=[ ]?[,.;:\n]|[ ](?:at|in|on|by|re|for|and|about|says|said|to)\b|$)", 0.7, accept=_plain_name),
    Rule("person_initial_surname", "PERSON", r"(?<![A-Za-z.'])(?P<v>[B-HJ-Z][ ][A-Z][a-z]{3,20})(?![A-Za-z])", 0.7, accept=lambda m: not vocabulary.is_common(m["v"][2:].lower())),
    Rule("person_initial", "PERSON", r"(?i)\b(?:with|to|from|by|of|for|told|called|texted|saw|met|and|says|said|w/)[ ](?P<v>(?-i:[B-HJ-Z])\.?)(?=[ ,.;!?)]|$|')(?![.]?[ ]?[A-Z]\.|[ ]?(?:visa|class|shift|section|grade|team|wing|pod|block|vitamin))", 0.6),
    Rule("person_named", "PERSON", rf"(?i)\b(?:my name is|name'?s|i am called|this is|named|call(?:s|ed)? (?:her|him|me)|introduced (?:herself|himself) as|signed|sincerely|client name|name|worker|interpreter|staff|author|completed by|reported by|supervisor|cc|attn|re)[ :,]{{1,3}}(?P<v>(?-i:{_NAME}))", 0.8, accept=_is_name),
    Rule("person_before_role", "PERSON", rf"(?P<v>{_NAME})(?:,)?[ ]\((?i:{_KIN}|probation|parole|cps|cw|advocate|mother|father|dad|mom|sister|brother|son|daughter|po|ada|da|lawyer|attorney|rn|md|lcsw|age \d|\d{{1,2}})\b", 0.85, accept=_is_name),
    Rule("person_credentials", "PERSON", rf"(?P<v>{_NAME}),[ ](?:LCSW|LMSW|LPC|MSW|MD|RN|PhD|Esq|JD|NP|PA-C|LMFT|BSW|CSW|MA)\b", 0.95),
    Rule("person_possessive", "PERSON", rf"(?P<v>{_NAME})'s[ ](?i:sister|brother|mother|mom|father|dad|son|daughter|boyfriend|girlfriend|husband|wife|cousin|aunt|uncle|friend|lawyer|attorney|phone|car|house|place|apartment|room|baby|kids?|number|passport|family|crew|girls)\b", 0.8, accept=_is_name),
    Rule("person_particle", "PERSON", r"(?<![A-Za-z])(?P<v>[A-Z][A-Za-z'\-]{1,20}(?: [A-Z][A-Za-z'\-]{1,20})?(?: (?:DE LOS|DE LAS|DE LA|DEL|DE|de los|de las|de la|del|de|da|dos|bin|binti|van der|van|von|al|ibn))(?: [A-Z][A-Za-z'\-]{1,24}){1,3})", 0.7, accept=_is_name),
    Rule("person_caps_particle", "PERSON", r"(?<![A-Za-z])(?P<v>O'[A-Z][A-Za-z]{2,20}|Mc[A-Z][a-z]{2,20}|Mac[A-Z][a-z]{2,20})", 0.8),
    Rule("person_place_holder", "PERSON", r"(?i)\b(?:jane|john|baby|jim|janie) (?:doe|roe)(?:[ ](?:no\.? ?|#)?\d{1,3})?\b", 0.95, ("doe", "roe")),
    Rule("person_versus", "PERSON", rf"(?P<v>{_NAME})[ ](?:v|vs)\.?[ ](?P<w>{_NAME})", 0.75),
)
_ALIASES: Final = (
    Rule("alias_aka", "PERSON", r"(?i)(?<![A-Za-z])(?:aka|a\.k\.a\.?|a/k/a|alias|nicknamed?|nickname (?:is|of)|street names?(?: is)?|stage names?(?: is)?|working names?(?: is)?|work names?(?: is)?|apodo|known as|goes by(?: the name(?: of)?)?|went by the name(?: of)?|go by|going by|screen name(?: is)?|tag ?name|moniker(?: is)?)[ ]?[:,=]?[ ]?[\"']?(?P<v>(?-i:[A-Z]|\$)[\w$.\-']{0,20}(?:[ ](?-i:[A-Z])[\w\-.]{0,20}){0,2}|(?-i:[a-z])[a-z\-]{1,20}(?![a-z]))(?:[ ]?(?:or|and|/)[ ]?[\"'](?P<w>[^\"'\n]{1,30})[\"'])?", 0.9, accept=_alias),
    Rule("alias_quoted", "PERSON", r"(?i)\b(?:they call|calls?|called|known as|goes by|named|aka|answers to|nickname[d]?|name(?:s|d)? (?:is|was)|everyone (?:calls?|knows)|everybody calls?)(?:[ ](?:him|her|himself|herself|them|me|as|the girl|the man))?[ ,:]{1,2}\"(?P<v>(?-i:[A-Z$])[^\"\n]{1,30})\"", 0.9),
    Rule("alias_under", "PERSON", r"(?i)\b(?:under the names?|saved (?:in her phone )?as|listed as|name on it is|contact name|signs? as|works as|under|handle is|on paper as) \"?(?P<v>(?-i:[A-Z])[a-z]{2,20}(?:[ ](?-i:[A-Z])[a-z]{1,20})?)\"?(?=[ ]?[.,;:)\"]|$)", 0.75, accept=_plain_name),
    Rule("alias_is_quoted", "PERSON", r"(?P<v>\"[A-Z][a-z]{2,15}(?: [A-Z][a-z]{1,15})?[.,]?\")(?=[ ]?(?:[A-Z(.,;\n]|$|is\b|was\b|and\b|who\b|had\b|has\b|told\b|said\b|drove\b|drives\b))", 0.5, accept=lambda m: not any(w.strip('".,').lower() in vocabulary.function_words() or w.strip('".,').lower() in {"okay", "never", "always", "sometimes", "nothing", "maybe", "fine", "sorry", "thanks", "please", "good", "stop", "well"} for w in m["v"].split())),
    Rule("alias_call", "PERSON", r"(?i)\b(?:calls?|called|call) (?:him|her|himself|herself|them|me|us) (?P<v>(?-i:[A-Z])[\w\-']{1,20}(?:[ ](?-i:[A-Z])[\w\-']{0,20}){0,2})", 0.85),
    Rule("alias_everybody", "PERSON", r"(?i)\b(?:everybody|everyone|people|they|friends|the girls|the others|folks|all) (?:just )?calls? (?:him|her|them) (?P<v>(?-i:[A-Z])[\w\-']{1,20}(?:[ ](?-i:[A-Z])[\w\-']{0,20}){0,2})", 0.9),
    Rule("alias_use", "PERSON", r"(?i)\b(?:use|used|using|gave her|given) (?:the name |the names )?\"?(?P<v>(?-i:[A-Z])[a-z]{2,20})\"? (?:for|in|on) (?:the |her |his |an )?(?:ads?|posts?|website|page|work|dates|pictures)", 0.9),
    Rule("alias_between", "PERSON", r"(?<![A-Za-z])[A-Z][a-z'\-]{1,20},? (?:\"|\(\"?)(?P<v>[A-Z][\w'\-]{0,20}(?: [A-Z][\w'\-]{0,20}){0,2})(?:\"\)?|\"?\))(?=,? [A-Z][a-z]|,|\.|;| )", 0.8, accept=_is_name),
    Rule("alias_daddy", "PERSON", r"\b(?P<v>(?:Daddy|Papi|Papa|Mami|Mama|Momma|King|Queen|Lil'?|Big|Young|Baby|Mister|Madam|Madame|Uncle|Auntie|Aunty|Tia|Tio|Boss|Don|Captain|Chief|Sister|Brother|Pastor|Coach) [A-Z][A-Za-z'\-]{1,20})(?![A-Za-z])", 0.7, accept=lambda m: m["v"].split()[1].lower() not in vocabulary.function_words() and m["v"].split()[1] not in {"Apple", "Bird", "Mac", "Macs", "Lots", "Deal", "Day", "Time"}),
)
_MINORS: Final = (
    Rule("initials_cued", "PERSON", rf"(?i)\b(?:minors?|child|children|victims?|juveniles?|in re|matter of|interest of|youth|girl|boy|client|ct|pt|witness|sister|brother|daughter|son|baby|parent|mother|father|ward|student|applicant|respondent|suspect|initials?|friend)[ :,(]{{1,3}}(?P<v>(?-i:{_INITIALS}|[A-Z]{{2,3}}(?=[),. ]|$)))", 0.85, accept=lambda m: not m["v"].upper().replace(" ", "").startswith(("U.S", "P.M", "A.M", "U.K")) and m["v"] not in {"DV", "IN", "IS", "ID", "PTSD", "SSI", "DL", "HT", "CSE", "LE", "CPS", "ICE", "ER", "MD", "GED", "DOB", "SSN", "IEP", "VM", "UTA", "CM", "BF", "GF"}),
    Rule("initials_bracket", "PERSON", r"(?i)\b(?:baby|daughter|son|child|girl|boy|kid|sister|brother|boyfriend|bf|cousin|niece|nephew|minor)[ ]?\((?P<v>(?-i:[A-Z]{1,3}|[A-Z]\.[ ]?[A-Z]\.?))\)", 0.9),
    Rule("name_and_initials", "PERSON", r"(?<![A-Za-z.])(?P<v>[A-Z][a-z'\-]{2,20}[ ](?:[A-Z]\.){2,3})(?![A-Za-z0-9])", 0.8, accept=_is_name),
    Rule("initial_alone", "PERSON", r"(?<![A-Za-z0-9.&/\-])(?P<v>[B-HJ-Z]\.)(?=[ ]{1,2}[a-z(]|[,;]|[ ]and[ ])", 0.6, accept=_no_lettered_thing),
    Rule("initials_with_age", "PERSON", r"(?<![A-Za-z0-9.\-])(?P<v>[A-Z]{2,3})(?=,? \(?(?:now|age|aged|is|turned|was) \d{1,2}\b|,? \(?\d{1,2}[),] )", 0.7, accept=lambda m: m["v"].lower() not in ABBREVIATIONS),
    Rule("given_and_initial", "PERSON", r"(?<![A-Za-z.])(?P<v>[A-Z][a-z'\-]{2,20}[ ][A-Z](?:-[A-Z])?)(?=[ ,;)\n]|$)", 0.7, accept=lambda m: m["v"].split()[0].lower() in vocabulary.given_names() and m["v"].split()[0].lower() not in vocabulary.CALENDAR and m["v"].split()[0].lower() not in vocabulary.function_words()),
    Rule("initials_three", "PERSON", r"(?<![A-Za-z.])(?P<v>[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?)(?![A-Za-z0-9])", 0.7, accept=_not_abbreviation),
    Rule("initial_surname", "PERSON", r"(?<![A-Za-z0-9.])(?P<v>(?:[A-Z]\.[ ]?){1,2}[A-Z][a-z'\-]{2,20}(?:-[A-Z][a-z]{1,20})?)(?![A-Za-z])", 0.8, accept=_initial_surname),
    Rule("name_initial", "PERSON", r"(?<![A-Za-z.])(?P<v>[A-Z][a-z'\-]{2,20}[ ][A-Z]\.)(?![A-Za-z0-9])(?=[ ,;)]|$|')", 0.7, accept=_is_name),
)
RULES: Final = (*_TITLED, *_ALIASES, *_MINORS)
"""Every rule of the family. Aliases and minors' initials are PERSON: an alias has its person's number."""
