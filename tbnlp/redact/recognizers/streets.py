"""Streets and stops in the forms of other countries, rural routes, grids, and places named after their kind."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import Rule

_CAP: Final = r"[A-Z][\w'.\-]{1,24}"
_LINK: Final = r"(?:de|du|des|la|le|les|l'|d'|del|della|di|da|do|dos|van|von|der|den|het|the|of)"
_NAME: Final = rf"(?:{_LINK}[ ])?{_CAP}(?:[ ](?:{_LINK}[ ])?{_CAP}){{0,3}}"
_ORDINAL: Final = r"\d{1,3}(?:st|nd|rd|th)"
_COMPASS: Final = r"(?:[NSEW]|NE|NW|SE|SW)\.?"
_GRID: Final = rf"(?:{_COMPASS}[ ])?{_ORDINAL}(?:[ ](?:St|Street|Ave|Avenue|Pl|Place|Rd|Road|Ct|Court)\b\.?)?(?:[ ]{_COMPASS}(?![A-Za-z]))?"
_BEFORE_WAY: Final = r"(?:\b(?:on|off|along|down|up|near|under|under the|at|by|from|past|onto|take|traffic on|via)[ ])"
_KIND: Final = (
    r"(?:station|metro|camping|campsite|hotel|hostal|hostel|pension|motel|gasthaus|haus|foyer|gare|plaza|mercado|barrio|colonia|urbanizacion|residencia|albergue|"
    r"clinica|centro|parque|estacion|terminal|berth|pier|quay|gate|dock|camp|compound|villa|villas)"
)


def _a_street(match: re.Match[str]) -> bool:
    """False for a count of people or things and for a date (`2nd and March`)."""
    return re.search(r"(?i)\b(?:grade|floor|place|january|february|march|april|may|june|july|august|september|october|november|december|trimester|shift|and [a-z])\b", match[0]) is None


_FOREIGN: Final = (
    Rule("street_compound", "ADDRESS", r"(?<![A-Za-z])[A-Z][A-Za-z\-]{2,24}(?:str\.?|strasse|gasse|weg|platz|allee|ufer|damm|laan|straat|plein|gracht|kade|gade|vej|gatan|vagen)[ ]{1,2}\d{1,4}[a-z]?(?![\w])", 0.9),
    Rule("street_compound_bare", "ADDRESS", r"(?<![A-Za-z])[A-Z][A-Za-z\-]{2,24}(?:strasse|gasse|platz|laan|straat|plein|gracht)(?![A-Za-z])", 0.75),
    Rule("street_two_words", "ADDRESS", r"(?<![A-Za-z])[A-Z][a-z\-]{2,24}[ ](?:Strasse|Gasse|Platz|Allee|Laan|Straat)(?:[ ]\d{1,4}[a-z]?)?(?![\w])", 0.85),
    Rule("street_romance", "ADDRESS", rf"(?<![\w$.])(?:\d{{1,5}}[ ,]{{1,2}})?(?i:rue|boul\.?|boulevard|chemin|impasse|quai|via|viale|piazza|corso|rua|travessa|praca|largo|ulica|ul\.|strada|str\.|bulevardul|jalan|jl\.|duong|bothar)[ ]{_NAME}(?:[ ,]{{1,2}}(?:no\.?[ ]?)?\d{{1,5}}[a-z]?(?!\w))?", 0.85,
         accept=lambda m: re.match(r"(?i)(?:via|largo|str)\b", m[0]) is None or re.search(r"\d", m[0]) is not None),
    Rule("street_numbered_name", "ADDRESS", r"(?<![\w$.])\d{1,6},?[ ](?:Street|Road|Avenue|Lane|Soi|Sector|Concession|Sideroad|Line|Range|Block)[ ]#?\d{1,4}[A-Za-z]?(?:,[ ][A-Z][\w\-]{1,20}(?:[ ][A-Z][\w\-]{1,20})?)?", 0.85),
    Rule("eircode", "ADDRESS", r"(?<![A-Za-z0-9])[AC-FHKNPRTV-Y]\d[0-9W][ ]?(?=[0-9AC-FHKNPRTV-Y]{0,3}\d)[0-9AC-FHKNPRTV-Y]{4}(?![A-Za-z0-9])", 0.85),
    Rule("australian_postcode", "ADDRESS", r"(?<![A-Za-z])(?:[A-Z][A-Za-z'\-]{1,20}[ ]){0,3}(?:NSW|VIC|QLD|TAS|ACT)[ ,]{1,2}\d{4}(?!\d)", 0.9),
    Rule("irish_district", "LOCATION", r"\b(?:Dublin|Cork|Galway|Limerick|Belfast|London|Glasgow|Paris|Budapest|Praha|Wien)[ ](?:\d{1,2}W?(?![\w:/]))", 0.85),
    Rule("outward_postcode", "LOCATION", r"(?<![A-Za-z0-9])(?:E|EC|N|NW|SE|SW|W|WC|B|M|L|LS|BD|S|NE|G|EH|CF|BS|HU|DY|WV|SR|DH|TS)\d{1,2}[A-Z]?(?=[ ]*(?:area|postcode|area\b|[.,;)]|$))(?<=\w)", 0.6,
         accept=lambda m: re.search(r"(?i)(?:postcode|area|in|to|from|london|leeds|manchester|glasgow)[ :]{1,2}$", m.string[max(0, m.start() - 14) : m.start()]) is not None),
)
_RURAL: Final = (
    Rule("rural_route", "ADDRESS", r"(?<![A-Za-z])(?i:r\.?r\.?|rural (?:route|delivery)|hc|star route|route)[ ]?#?\d{1,4},?[ ](?i:box)[ ]#?\d{1,6}[A-Z]?\b", 0.95, ("box",)),
    Rule("box_bare", "ADDRESS", r"(?<![A-Za-z])(?:Box|BOX|Postfach|Postbus|Casilla|C\.?P\.)[ ]#?\d{2,6}(?![\w/])", 0.85),
    Rule("archive_box", "OTHER_ID", r"(?i)\b(?:archive|storage|locker|safe)[ ](?:box|no\.?|number|#)[ ]?#?(?P<v>\d{1,5}(?:-?[A-Z])?)\b", 0.8),
    Rule("address_said", "ADDRESS", r"(?i)\b(?:address|addr)(?: is| was|:)?[ ](?P<v>(?-i:\d{1,6}[A-Z]?)[ ](?-i:[A-Z0-9])[^,.;\n]{2,40}(?:,[ ]?#[ ]?\w{1,8})?)", 0.85, ("addr",)),
)
_GRIDS: Final = (
    Rule("grid_corner", "ADDRESS", rf"(?<![\w$.]){_GRID}[ ]?(?:near|and|&|at|/|by|@|off)[ ]?(?:{_CAP}(?:[ ]{_CAP})?|{_GRID})(?![A-Za-z])", 0.85, accept=_a_street),
    Rule("grid_corner_after", "ADDRESS", rf"(?<![\w$.]){_CAP}(?:[ ](?:St|Ave|Rd|Street|Avenue|Road)\b\.?)?[ ]?(?:near|&|/|@|off)[ ]?(?:{_GRID}|\d{{3,5}}[ ](?:[NSEW])(?![A-Za-z]))", 0.8, accept=_a_street),
    Rule("grid_compass", "ADDRESS", rf"(?<![\w$.])(?:\d{{1,6}}(?:[ ]1/2)?[ ])?{_COMPASS}[ ]{_ORDINAL}(?:[ ](?:St|Street|Ave|Avenue|Pl|Place)\b\.?)?(?![A-Za-z])", 0.85, accept=_a_street),
    Rule("grid_stop", "ADDRESS", rf"(?i)\b(?:stop|corner|lot|ramp|exit ramp|exit|underpass|bench|shelter)[ ](?:at|on|by|off|near)[ ](?-i:{_GRID}|{_CAP}(?:[ ]{_CAP})?)", 0.75, accept=_a_street),
    Rule("road_on", "ADDRESS", rf"(?i){_BEFORE_WAY}(?P<v>(?-i:I-\d{{1,3}}|(?:Rt|Rte|Route|US|SR|CR|FM|Hwy|Highway|State Route|County Road)\.?[ \-]?\d{{1,4}}|[AM]\d{{1,3}}))(?!\w)(?!,?[ ](?:form|visa)|[ ]to[ ]I-)", 0.75),
    Rule("road_thing", "ADDRESS", r"(?<![A-Za-z])(?:Rt|Rte|Route)\.?[ ]\d{1,4}\b(?:[ ](?:[A-Z][a-z]{2,20}[ ])?(?:stop|exit|station|diner|motel|lot|ramp|overpass|underpass))?", 0.8),
    Rule("bus_number", "ADDRESS", r"(?i)(?<![A-Za-z])(?:bus|tram|streetcar|metro line|train line|subway|u-bahn|tramline|line|route)[ ](?:no\.? |number |#)?\d{1,3}[A-Z]?(?![\w:/$%]|\.\d|[ ](?:people|passes|tickets|dollars|girls|men|women|hours|minutes|min|times|a\b|p\b|am|pm|years|items))", 0.65,
         accept=lambda m: re.match(r"(?i)line|route", m[0]) is None or m[0][0].isupper()),
)
_NAMED: Final = (
    Rule("kind_before", "FACILITY", rf"(?<![A-Za-z]){_KIND}[ ](?:(?:De|La|Le|El|Los|Las|Het|Het|Am|Zum|Zur|Im|de|la|del)[ ])?{_CAP}(?:[ ]{_CAP}){{0,2}}", 0.7,
         accept=lambda m: re.search(r"(?i)^(?:station|terminal|gate|camp|berth|pier|dock|quay|plaza|centro)[ ](?:mon|tue|wed|thu|fri|sat|sun|she|he|they)", m[0]) is None),
    Rule("upon", "LOCATION", rf"(?<![A-Za-z]){_CAP}[ \-](?:upon|on|under|sur|am|an der|le|in)[ \-](?:the[ ])?{_CAP}(?![A-Za-z])", 0.7,
         accept=lambda m: re.search(r"(?i)[ \-]upon[ \-]|-(?:on|under|sur|am|le|in)-", m[0]) is not None),
    Rule("the_named", "ORG", rf"(?<=[a-z,/;(] )The[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}", 0.65),
    Rule("the_named_headed", "ORG", rf"(?<=[A-Za-z]: )The[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}(?=[ ]?(?:[.,;:)\n]|$))", 0.65),
    Rule("compound_house", "FACILITY", r"(?<![A-Za-z])[A-Z][a-z\-]{2,24}(?:kirche|kerk|bahnhof|spital|krankenhaus|klinikum|klinik|herberge|wohnheim|frauenhaus|gefangnis|mission|zentrum|ziekenhuis|opvang)(?![A-Za-z])", 0.8,
         accept=lambda m: m[0].lower() not in {"commission", "permission", "submission", "admission", "transmission", "readmission", "remission", "intermission", "emission", "omission", "dismission"}),
    Rule("pier_numbered", "FACILITY", r"\b(?:Pier|Berth|Quay|Dock|Terminal|Hangar|Bay|Gate)[ ]#?\d{1,3}[A-Z]?\b", 0.8),
    Rule("cruise_stop", "ADDRESS", r"(?i)\b(?:behind|outside|in front of|next to|across from|opposite|around)[ ](?P<v>(?:the |an? )(?:[a-z\-]{2,14}[ ]){0,3}(?:on|off|at|by|near|behind)[ ](?-i:[A-Z][\w'.\-]{1,20}(?:[ ][A-Z][\w'.\-]{1,20}){0,2}))", 0.7),
)
RULES: Final = (*_FOREIGN, *_RURAL, *_GRIDS, *_NAMED)
"""Every rule of the family."""
