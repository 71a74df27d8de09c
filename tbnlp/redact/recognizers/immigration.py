"""Immigration numbers: A-numbers, USCIS receipts, passports, I-94, SEVIS, visas, foreign identity cards."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import CODE, DIGITS, Rule, cued, has_digits

_A_NUMBER: Final = r"A?[ #\-]{0,2}\d{1,3}[ \-.]?\d{3}[ \-.]?\d{1,3}"
_PREFIXES: Final = r"(?:EAC|WAC|LIN|SRC|MSC|NBC|YSC|IOE|TSC|NSC|CSC|VSC|ZAR|ZHN|ZSF|ZCH|ZNY)"


def _letters_and_digits(match: re.Match[str]) -> bool:
    value: str = match["v"] if "v" in match.re.groupindex else match[0]
    return sum(c.isdigit() for c in value) >= 4


_A_NUMBERS: Final = (
    Rule("a_number", "A_NUMBER", r"(?<![A-Za-z0-9])[Aa](?:[ \-#]{0,2}|[ ]?[Nn]o\.?[ ]?)\d{3}[ \-.]?\d{3}[ \-.]?\d{1,3}(?![\d])", 0.95, view=DIGITS),
    Rule("a_number_short", "A_NUMBER", r"(?<![A-Za-z0-9])[Aa][ \-#]{0,2}\d{2}[ \-.]\d{3}[ \-.]\d{3}(?![\d])", 0.95, view=DIGITS),
    Rule("a_number_cued", "A_NUMBER",
         cued(r"a ?#|a[ \-]?(?:no\.?|num(?:ber)?|file)|alien(?: registration)?|uscis ?(?:#|no\.?|number)?|anum|arn|"
              r"a-?numbers?|registration", _A_NUMBER), 0.95, view=DIGITS, accept=has_digits(7)),
    Rule("a_number_last", "A_NUMBER",
         r"(?i)\ba(?:lien|-?number|[ ]?#|[ ]?no\.?)\b[^\n.;]{0,20}?\b(?:ending|ends|last (?:three|four|3|4))(?: (?:in|with|is|digits))*[ :#]{0,2}(?P<v>\d{3,4})\b",
         0.9, ("ending", "ends", "last"), DIGITS),
)
_RECEIPTS: Final = (
    Rule("uscis_receipt", "USCIS_RECEIPT", rf"(?i)(?<![A-Za-z0-9]){_PREFIXES}[ \-*#.]{{0,2}}\d(?:[ \-.*]{{0,2}}\d){{7,11}}(?!\d)", 1.0, view=DIGITS),
    Rule("uscis_receipt_cued", "USCIS_RECEIPT",
         r"(?i)\b(?:receipt|rcpt|i-?(?:914|918|360|765|485|130|589|131|90|192|929)|uscis|case status)\b[^\n;]{0,20}?"
         r"(?P<v>(?<![A-Za-z])[A-Za-z]{3}[ \-*]{0,2}\d(?:[ \-]{0,2}\d){8,11})(?!\d)", 0.95, view=DIGITS),
)
_PASSPORTS: Final = (
    Rule("passport_cued", "PASSPORT",
         r"(?i)\b(?:passports?|pasaportes?|ppt|travel document)\b(?:[ ,:#.\-(]{0,3}(?:book|card|no|num|number|nbr|is|was|id|"
         r"numero|copy|of|n[o\u00ba]|from|mex(?:ican)?|usa?|philippine|phil|filipino|issued|valid|ending|in)\b){0,4}[ :#.,\-(]{0,4}"
         r"(?P<v>(?=[A-Za-z]{0,3}[ \-]?\d)[A-Za-z0-9]{1,3}[ \-]?\d{3,9}[A-Za-z]?)(?![A-Za-z0-9])", 0.95, ("pas", "ppt", "travel"),
         accept=has_digits(4)),
    Rule("passport_before", "PASSPORT",
         r"(?i)(?<![A-Za-z0-9])(?P<v>[A-Za-z]{1,2}\d{6,8}[A-Za-z]?)[ ,(]{1,3}(?:[A-Za-z]{2,10}[ ]){0,2}(?:passport|pasaporte)", 0.95, ("pas",)),
    Rule("passport_shape", "PASSPORT", r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{7,8}[A-Z]?(?![A-Za-z0-9])", 0.7),
    Rule("passport_mrz", "PASSPORT", r"[A-Z][A-Z<][A-Z]{3}[A-Z<]{2,40}<<[A-Z<0-9]{2,60}|(?<![A-Z0-9])[A-Z0-9<]{9}\d[A-Z]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{2,20}", 1.0),
)
_TRAVEL: Final = (
    Rule("i94", "OTHER_ID", cued(r"i-?94|admission|arrival[ /-]departure", r"\d[ \-]?\d{7,9}[ \-]?[A-Z0-9]{1,2}"), 0.95, ("94", "admission", "arrival")),
    Rule("i94_shape", "OTHER_ID", r"(?<![A-Za-z0-9])\d{9}[A-Z]\d(?![A-Za-z0-9])", 0.9),
    Rule("sevis", "OTHER_ID", r"(?<![A-Za-z0-9])N[ \-]?00\d{8}(?!\d)", 0.95),
    Rule("sevis_cued", "OTHER_ID", cued(r"sevis", r"N?[ \-]?\d{6,11}"), 0.95, ("sevis",)),
    Rule("visa_foil", "OTHER_ID", cued(r"visa(?: foil| control| stamp)?|foil", r"[A-Z]?\d{7,14}"), 0.9, ("visa", "foil")),
    Rule("ds160", "OTHER_ID", cued(r"ds-?160|ds-?2019|confirmation", r"AA?(?=[0-9A-Z]{0,9}\d)[0-9A-Z]{7,10}"), 0.95, ("ds", "confirmation")),
    Rule("orr", "OTHER_ID",
         cued(r"orr(?: hhs)?|hhs(?: tracking| letter)?|certification(?: letter)?|eligibility letter|otip|tracking|eoir|uac|"
              r"t[ -]?visa|u[ -]?visa|parole|work permit|ead|employment authori[sz]ation|green ?card|"
              r"residence permit|brp|share code|visa grant|file|folio|expediente", CODE), 0.85, accept=has_digits(4)),
)
_CARD: Final = (
    r"curp|rfc|dpi|cui|dni|dui|nie|nif|cedula|c\.?i\.?|cpf|rg|aadhaar|aadhar|pan card|ric|thai id|cnp|pesel|rntrc|nik|nin|"
    r"bvn|nrc|umid|philsys|national id(?:entity)?(?: card)?|id card|identity card|identificacion|ine|ife|credencial|"
    r"matricula(?: consular)?|consular id|voter id|resident id|cccd|cmnd|citizen id|nino|national insurance|sin|tfn|pps(?:n)?|"
    r"ni number|nhs|emirates id|iqama|kitas|passport card"
)
_FOREIGN: Final = (
    Rule("foreign_id_cued", "OTHER_ID", cued(_CARD, r"(?=[A-Za-z\-]{0,9}\d)[A-Za-z0-9](?:[ .\-/]?[A-Za-z0-9]){4,24}"), 0.9,
         accept=_letters_and_digits),
    Rule("curp", "OTHER_ID", r"(?<![A-Za-z0-9])[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?![A-Za-z0-9])", 1.0),
    Rule("rfc", "OTHER_ID", r"(?<![A-Za-z0-9])[A-Z&]{3,4}\d{6}[A-Z0-9]{3}(?![A-Za-z0-9])", 0.95),
    Rule("nino", "SSN", r"(?<![A-Za-z0-9])[A-Z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-Z](?![A-Za-z0-9])", 0.95),
    Rule("cpf", "OTHER_ID", r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)", 0.95),
    Rule("thai_pin", "OTHER_ID", r"(?<!\d)\d-\d{4}-\d{5}-\d{2}-\d(?!\d)", 0.95),
    Rule("dui_shape", "OTHER_ID", r"(?<!\d)\d{8}-\d(?!\d)", 0.8),
)
RULES: Final = (*_A_NUMBERS, *_RECEIPTS, *_PASSPORTS, *_TRAVEL, *_FOREIGN)
"""Every rule of the family."""
