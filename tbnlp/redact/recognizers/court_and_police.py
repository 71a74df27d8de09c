"""Dockets, police and hotline numbers, social-security and tax numbers, licences, internal case numbers."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.known_bodies import ABBREVIATIONS
from tbnlp.redact.recognizers.table import CODE, DIGITS, Rule, cued, has_digits

_TYPES: Final = r"(?:cv|cr|mj|mc|md|bk|ap|po|misc|civ|crim|jv|fl|dr|fa|pr|sc|tr|cp|dv|ju|ja|dp|gt|mh|cf|mm|ct|dc|gs|cc|fc|ad|pa|pf)"


def _not_statute(match: re.Match[str]) -> bool:
    """False behind `U.S.C.`, `section` and the like, where the number is a law and not a person's."""
    before = match.string[max(0, match.start("v") - 14) : match.start("v")].lower()
    return re.search(r"(?:u\.?s\.?c\.?|c\.?f\.?r\.?|section|sec\.|art(?:icle)?|\u00a7|title|chapter)\s*$", before) is None


def _code(match: re.Match[str]) -> bool:
    value = match["v"]
    digits = sum(c.isdigit() for c in value)
    return digits >= 4 and re.fullmatch(r"(?:19|20)\d\d", value) is None and _not_statute(match)


def _made_up(match: re.Match[str]) -> bool:
    """True for a code of capitals and figures that is no form, road, illness or model of a thing."""
    value = match[0]
    groups = value.split("-")
    digits = sum(c.isdigit() for c in value)
    mixed = any(re.search(r"\d", group) and re.search(r"[A-Z]", group) for group in groups[1:])
    return len(value) >= 7 and (digits >= 4 or (mixed and digits >= 2)) and value.lower() not in ABBREVIATIONS


_COURT: Final = (
    Rule("docket_federal", "COURT_CASE", rf"(?i)(?<![A-Za-z0-9])(?:\d{{1,2}}:)?\d{{2,4}}-?(?:{_TYPES})-?\d{{3,6}}(?:-[A-Za-z0-9]{{1,6}}){{0,4}}(?![A-Za-z0-9])", 0.95),
    Rule("docket_old", "COURT_CASE", r"(?<![A-Za-z0-9])\d{2} (?:Civ|Cr|Crim|Cv|Mag|Misc)\.? ?\d{1,5}(?: ?\([A-Z]{2,4}\))?", 0.95),
    Rule("docket_letters_first", "COURT_CASE", rf"(?i)(?<![A-Za-z0-9]){_TYPES}[ \-]?\d{{2,4}}[ \-]\d{{2,7}}(?:-[A-Za-z0-9]{{1,4}}){{0,2}}(?![A-Za-z0-9])", 0.85),
    Rule("docket_cued", "COURT_CASE",
         cued(r"docket|cause|index|petition|pet\.?|court case|case(?= ?(?:no|num|#))|case ?(?:no\.?|number|#)|dkt|citation|cit\.?|warrant|"
              r"restraining order|protective order|order of protection|injunction|indictment|application|appl?\.?|"
              r"application \(?no\.?|matter|complaint", CODE), 0.85, accept=_code),
    Rule("docket_spaced", "COURT_CASE", r"(?<![\w/.\-])(?:\d{2}|(?:19|20)\d\d)[ ](?!AM|PM|EU|US|UK|MG|KM)[A-Z]{2}[ ]\d{3,7}(?![\w/])", 0.85),
    Rule("docket_register", "COURT_CASE", r"(?<![\w/.\-])\d{1,3}[ ][A-Z][A-Za-z]{0,3}[ ]\d{1,5}/\d{2}[a-z]?(?![\w/])", 0.85),
    Rule("echr_number", "COURT_CASE", r"(?i)\b(?:nos?|no)\.? ?(?P<v>\d{3,6}/\d{2})(?:(?:,| and) (?P<w>\d{3,6}/\d{2}))?", 0.9, ("no",)),
    Rule("agency_case", "OTHER_ID", r"(?i)\b(?:case|file|client|ref(?:erence)?|intake|record|matter|voucher|slip|ticket|claim)\b(?: ?(?:id|no|num|number|#|:|is)\.?){0,3}[ :#]{0,3}(?P<v>(?:[A-Za-z]{1,6}[\-/])?\d{1,4}(?:[\-/]\d{2,8}){1,3}|[A-Za-z]{1,6}[\-/ ]?\d{2,10}(?:[\-/]\d{1,8}){0,3})(?![A-Za-z0-9])", 0.85,
         accept=has_digits(3)),
    Rule("letters_number", "OTHER_ID", r"(?<![A-Za-z0-9\-])[A-Z]{2,5}-\d{2,4}-\d{2,6}(?:-\d{1,4})?(?![A-Za-z0-9])", 0.8),
)
_POLICE: Final = (
    Rule("police_cued", "POLICE_CASE",
         cued(r"(?:police|incident|offense|offence|crime|arrest|event|inc\.?|sheriff'?s?)(?: (?:report|case|ref(?:erence)?|log|file|rpt))?|"
              r"(?:police )?report(?=[ ]?[#:n])|rpt|cad|oca|i/?r ?#?|fir|ori|ncic|fbi(?= ?(?:#|no|num))|ucn|sid|bop(?: reg(?:ister)?)?|reg(?:ister)? (?:no|#)|inmate|booking|bkg|"
              r"badge|shield|collar|pd case|pd ?#|warrant|crn|urn|crime ref(?:erence)?|cris|jail id|spn|so ?#|dr ?#|rd ?#", CODE),
         0.9, accept=_code),
    Rule("badge", "POLICE_CASE", r"(?i)\b(?:badge|shield|star|unit|collar)[ :#]{0,3}(?:no\.? |number |#)?(?P<v>[A-Z]?\d{2,6})\b", 0.8, ("badge", "shield", "star", "unit", "collar")),
    Rule("officer_number", "POLICE_CASE", r"(?<![A-Za-z])(?:PC|PCSO|DC|DS|WPC|Cst|Officer|Ofc|Deputy|Garda|Insp|Trooper)\.?[ ]#?\d{2,6}(?![\w/:])", 0.8),
    Rule("incident_of", "POLICE_CASE", r"(?i)\b(?:inc(?:ident)?|log|cad|ref)\.?[ ](?:no\.? |#)?(?P<v>\d{1,5} of \d{1,2}/\d{1,2}(?:/\d{2,4})?)", 0.9, (" of ",)),
    Rule("bop_register", "POLICE_CASE", r"(?<![\w\-])\d{5}-\d{3}(?![\w\-])", 0.85),
    Rule("police_shape", "POLICE_CASE", r"(?<![\w\-/])\d{2,4}-\d{5,8}(?![\w\-])", 0.8),
)
_HOTLINE: Final = (
    Rule("hotline_cued", "HOTLINE_CASE",
         cued(r"cyber ?tip(?:line)?(?: report)?|ncmec(?: case| report)?|hotline(?: case| ref| report)?|polaris(?: case)?|cps(?: intake| case| ref)?|aps(?: intake| case)?|"
              r"dcfs|dfps|dhs intake|(?:intake|tip|missing(?: child| person)?|referral)(?: (?:case|ref|report|id))?|hmis(?: id)?|nrm(?: ref(?:erence)?)?|"
              r"mash|duns|call id", CODE), 0.9, accept=_code),
    Rule("hmis", "HOTLINE_CASE", cued(r"hmis(?: (?:id|#|no\.?|number))?", r"(?=[A-Za-z]{0,4}\d)[A-Za-z0-9]{4,16}"), 0.9, ("hmis",)),
)
_TAX: Final = (
    Rule("ssn", "SSN", r"(?<![\w\-])\d{3}[ \-.\u2022]{1,2}\d{2}[ \-.]{1,2}\d{4}(?![\w\-])", 0.95, view=DIGITS),
    Rule("ssn_spoken", "SSN", r"(?<![\w\-])\d{3}[ ,.\-]{1,2}\d{2}[ ,.\-]{1,2}\d{4}(?![\w\-])", 0.85, view=DIGITS),
    Rule("ssn_cued", "SSN",
         cued(r"ssns?|s\.s\.n\.?|soc(?:ial)?(?: sec(?:urity)?)?|ss ?#|ss|seguro social|itin|atin|ein|fein|tin|tax ?(?:payer)? ?(?:id|no\.?|number|#)|w-?7(?: no\.?)?|w-?9",
              r"\d(?:[ ,.\-*]{0,3}\d){3,9}"), 0.95, view=DIGITS,
         accept=lambda match: re.fullmatch(r"(?:19|20)\d\d", match["v"]) is None),
    Rule("ssn_masked", "SSN", r"(?i)(?:x{3}|\*{3})[ \-]?(?:xx|\*\*)[ \-]?(?P<v>\d{4})\b", 0.95),
    Rule("ein", "SSN", r"(?<![\w\-])\d{2}-\d{7}(?![\w\-])", 0.85),
    Rule("nine_digits", "SSN", r"(?<![\w\-.$])\d{9}(?![\w\-])", 0.7),
    Rule("ssn_last", "SSN",
         r"(?i)\b(?:ssn|social|soc|ss ?#)\b[^\n.;]{0,24}?\b(?:ending|ends|last (?:four|4|digits))(?: (?:in|with|is|of|digits))*[ :#\-]{0,3}(?P<v>\d{2,4})\b", 0.95, view=DIGITS),
)
_LICENCE: Final = (
    Rule("licence_cued", "LICENCE",
         cued(r"d\.?l\.?|cdl|oln|dln|ol ?#|driver'?s? ?(?:lic(?:en[cs]e)?|permit)?|lic(?:en[cs]e)?|licencia|state id|fake id|photo id|real id|ids?(?= ?(?:card|no|num|#|:))|id(?= [A-Z]{0,2}\d)|permit",
              r"(?=[A-Za-z\-]{0,5}\d)[A-Za-z0-9]{2,16}(?:[ \-]\d[A-Za-z0-9]{0,5}){0,5}"), 0.85, accept=has_digits(2)),
    Rule("licence_soundex", "LICENCE", r"(?<![A-Za-z0-9])[A-Z]\d{3}-\d{3}-\d{2}-\d{3}(?:-\d)?(?![A-Za-z0-9])", 0.95),
    Rule("licence_shape", "LICENCE", r"(?<![A-Za-z0-9])[A-Z]\d{12,14}(?![A-Za-z0-9])", 0.9),
)
_FILES: Final = (
    Rule("file_name", "OTHER_ID", r"(?<![\w/])[A-Za-z0-9_][\w\-.()]{0,80}\.(?i:jpe?g|png|gif|heic|mp[34]|mov|avi|pdf|docx?|xlsx?|csv|txt|zip|wav|m4a|tiff?|msg|eml)\b", 0.9, (".",)),
    Rule("photo_number", "OTHER_ID", r"(?<![A-Za-z0-9])(?:IMG|DSC|DSCN|PXL|VID|MVI|SCAN|WA|PHOTO|Screenshot)[_\-]?\d{3,14}\w{0,20}", 0.9),
    Rule("part_number", "OTHER_ID", r"(?i)\b(?:frame|chassis|engine|hull|serial|battery|meter|locker|key)(?: (?:no\.?|number|#))[ :]{1,2}(?P<v>(?-i:(?=[A-Z \-]{0,8}\d)[A-Z0-9]{1,8}(?:[ \-][A-Z0-9]{1,6}){0,5}))(?![A-Za-z0-9])", 0.85, accept=has_digits(3)),
    Rule("code_hyphened", "OTHER_ID", r"(?<![\w\-/.])(?=[A-Z\-]{0,10}\d)(?=[\d\-]{0,10}[A-Z])[A-Z0-9]{2,6}(?:-[A-Z0-9]{2,8}){1,3}(?![\w\-])", 0.7, accept=_made_up),
    Rule("print_number", "OTHER_ID", cued(r"fingerprint|print|biometric|dna|sample|exhibit|evidence|property tag|bag|item", CODE), 0.8, accept=_code),
)
RULES: Final = (*_COURT, *_POLICE, *_HOTLINE, *_TAX, *_LICENCE, *_FILES)
"""Every rule of the family. A failed check digit never unmasks: no rule looks at one."""
