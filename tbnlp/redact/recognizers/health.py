"""Medical record, insurance and prescription numbers; marks on the body; rare facts."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import DIGITS, Rule, cued, has_digits

_MEMBER: Final = r"(?=[A-Za-z\-]{0,6}\d)[A-Za-z0-9](?:[ \-]?[A-Za-z0-9]){3,15}"
_INK: Final = r"(?:tatt?oo?s?|tatted|tats?|brand(?:ed|ing)?|ink(?:ed)?|scars?|birthmark|piercing)"
_BODY: Final = (
    r"(?:(?:left|right|upper|lower|inner|outer|back of (?:her|his|the)|her|his|the|side of (?:her|his|the))[ ]){0,3}"
    r"(?:neck|wrist|hand|arm|forearm|shoulder|back|chest|ankle|leg|thigh|face|cheek|hip|breast|finger|stomach|ear|eye|lip|calf|foot|rib(?:s|cage)?|collarbone|knuckles)"
)
_LEAD: Final = r"(?:[ ]?(?:reads?|reading|says?|saying|that says|of|with|w/|is|was|:|-)[ ]?){0,3}"


def _phrase(match: re.Match[str]) -> bool:
    return len(match["v"].strip()) > 1


_NUMBERS: Final = (
    Rule("mrn_cued", "MRN",
         cued(r"mrn|med(?:ical)? ?rec(?:ord)?s?|chart|patient(?: id| no\.?| ?#)|pt ?#|hospital (?:no\.?|number|id)|mbi|medicare|medicaid(?: id)?|medi-?cal|"
              r"member(?:ship)?|subscriber|policy|group|plan|insurance|health card|ohip|nhs(?: no\.?| number)?|rx|prescription|npi|dea|"
              r"encounter|visit|specimen|lab|accession|bic|hicn", _MEMBER), 0.9, accept=has_digits(4)),
    Rule("mbi", "MRN", r"(?<![A-Za-z0-9])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![A-Za-z0-9])", 0.95),
    Rule("npi", "MRN", cued(r"npi", r"\d{10}"), 0.95, ("npi",), DIGITS),
    Rule("dea", "MRN", cued(r"dea", r"[A-Z]{2}\d{7}"), 0.95, ("dea",)),
    Rule("nhs", "MRN", r"(?i)\bnhs\b[^\n.;]{0,12}?(?P<v>\d{3}[ \-]?\d{3}[ \-]?\d{4})(?!\d)", 0.95, ("nhs",), DIGITS),
)
_MARKS: Final = (
    Rule("mark_quoted", "BODY_MARK", rf"(?i)\b{_INK}\b[^\n.;\"]{{0,40}}?(?P<v>\"[^\"\n]{{1,80}}\")(?:[^\n.;\"]{{0,12}}?\b(?:on|across|under|behind|above|near)[ ](?P<w>{_BODY})\b)?", 0.9, accept=_phrase),
    Rule("mark_quoted_inner", "BODY_MARK", r"(?i)\b(?:tatt?oo?|ink|brand)\b[^\n.;]{0,40}?\"(?P<v>[^\"\n]{1,80})\"", 0.9, accept=_phrase),
    Rule("mark_after_quote", "BODY_MARK", rf"(?i)(?P<v>\"[^\"\n]{{1,60}}\")[ ]?(?:was |is )?(?:{_INK}|written|carved)\b(?:[^\n.;]{{0,12}}?\b(?:on|across|under|behind)[ ](?P<w>{_BODY}))?", 0.85, accept=_phrase),
    Rule("mark_worded", "BODY_MARK", rf"(?i)\b(?:branded with|tatt?oo?s? (?:of|reading|that (?:says|reads)|saying)|inked with|tatt?ooed with|tatted with|ink of)[ ](?P<v>(?:a |an |the |his |her |their )?[^\n.,;\"]{{2,50}}?)(?=[ ]?(?:[.,;\n]|$|\bon\b|\bacross\b|\bbehind\b|\bunder\b|\bthat\b|\band she\b|\band he\b))(?:[ ](?:on|across|behind|under)[ ](?P<w>{_BODY})\b)?", 0.85, ("brand", "tat", "ink")),
    Rule("mark_design", "BODY_MARK", r"(?i)\b(?P<v>(?:a |an |the )?(?:crown|rose|star|heart|dollar (?:sign|bag)|money bag|cross|barcode|teardrop|spider|skull|dragon|butterfly|anchor|snake|diamond|panther|scorpion|angel|lips|letters?|initials?|numbers?|name|word)(?: [A-Za-z0-9\"]{1,14}){0,4}?) (?:on|across|behind|over) (?:left |right |the |her |his |back of |inner |upper |lower )*(?:neck|wrist|hand|arm|forearm|shoulder|back|chest|ankle|leg|thigh|face|cheek|hip|breast|finger|stomach|ear|knuckles)\b", 0.75),
    Rule("mark_shape", "BODY_MARK", r"(?i)\b(?:scar|birthmark|mark|brand|burn|tatt?oo?)s?[ ](?P<v>(?:shaped|in the shape|that looks|like|running|from (?:her|his))[^\n.,;]{2,60})", 0.85, ("shape", "look", "like", "running", "from")),
    Rule("mark_listed", "BODY_MARK", rf"(?i)\b{_INK}[ ]?[:=][ ]?(?!none\b|no\b|denies\b|n/a\b|yes\b|unknown\b|see\b)(?P<v>(?:\"[^\"\n]{{1,40}}\"|[^\".;,\n]){{3,90}})", 0.85, accept=_phrase),
    Rule("mark_listed_last", "BODY_MARK", r"(?i)(?:: |; |\(|, )(?P<v>(?:(?:a|an|small|large|tiny|faded|old|new|home-?made|prison) )?(?:[a-z]{3,14} ){1,3}tatt?oos?)(?=[.,;)\n]|$)", 0.7, ("tatoo", "tattoo")),
    Rule("mark_placed", "BODY_MARK", rf"(?i)\b(?P<v>(?:[a-z]{{3,12}} ){{1,2}}(?:tatt?oo|scar|birthmark|brand)) (?:on|across|behind|under|above|over|along) {_BODY}\b", 0.7, ("tatoo", "tattoo", "scar", "birthmark", "brand"),
         accept=lambda m: re.match(r"(?i)(?:has|have|had|the|a|an|her|his|with|shows?|got|and|new|any|saw|is|was|some|old|small)\b", m["v"].split()[-2]) is None),
    Rule("mark_place", "BODY_MARK", rf"(?i)\b(?:{_INK}|birthmark)[ ](?:on|across|behind|under|above|over)[ ](?P<v>{_BODY})\b", 0.75),
)
_RARE: Final = (
    Rule("rare_news", "RARE_FACT", r"(?i)\b(?:the )?(?:channel \d{1,2}|fox \d{1,2}|abc ?\d{1,2}|nbc ?\d{0,2}|cbs ?\d{0,2}|univision|telemundo)(?: news)? (?:story|report|segment|interview|piece|broadcast)\b", 0.85),
    Rule("rare_multiple", "RARE_FACT", r"(?i)\b(?:(?:mother|mom|father|dad|parent|sister|brother) of |(?:her|his|has|had|with|the) )?(?:triplets?|quadruplets|quintuplets|conjoined twins)\b", 0.85),
    Rule("rare_only", "RARE_FACT", r"(?i)\b(?:the )?(?:only|sole|lone|last) (?:survivor|witness|woman|girl|female|man|one) (?:of|from|to (?:survive|escape)|in) (?:the )?[^\n.,;]{3,40}", 0.8),
    Rule("rare_first", "RARE_FACT", r"(?i)\b(?:the )?(?:first|youngest|oldest)(?: ever)? (?:woman|girl|female|man|person|client|student|graduate|judge|officer|mayor) (?:to|in|from|of) [^\n.,;]{3,40}", 0.8),
    Rule("rare_prize", "RARE_FACT", r"(?i)\b(?:won|winner of|crowned|was named) (?:the )?(?P<v>[^\n.,;]{0,40}?(?:prize|award|pageant|lottery|medal|championship|title))\b", 0.8),
    Rule("rare_pageant", "RARE_FACT", r"\bMiss (?:[A-Z][a-z]+ |\.{2,3} ?|[A-Z][a-z]+ [A-Z][a-z]+ )(?:19|20)\d\d\b", 0.9),
    Rule("rare_job", "RARE_FACT", r"(?i)\b(?:county |state )?(?:fair|carnival|circus|rodeo)(?: [a-z]{3,10}){0,2} (?:ride )?(?:operator|performer|worker|clown|acrobat|rider|trainer)\b", 0.8),
    Rule("rare_media", "RARE_FACT", r"(?i)\b(?:viral|front[ -]page|nationally televised|in the papers?|documentary about (?:her|him|them))\b[^\n.,;]{0,30}?\b(?:story|video|case|article|interview)\b", 0.7),
)
RULES: Final = (*_NUMBERS, *_MARKS, *_RARE)
"""Every rule of the family."""
