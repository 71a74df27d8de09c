"""Plates, vehicle numbers, descriptions of vehicles, tickets."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import Rule

MAKES: Final = (
    r"toyota|honda|nissan|ford|chevy|chevrolet|dodge|ram|gmc|jeep|chrysler|buick|cadillac|lincoln|hyundai|kia|mazda|subaru|mitsubishi|"
    r"volkswagen|vw|bmw|mercedes|benz|audi|lexus|acura|infiniti|tesla|volvo|mini cooper|pontiac|saturn|porsche|vauxhall|peugeot|renault|"
    r"vito|trafic|vivaro|berlingo|kangoo|caddy|crafter|ducato|boxer|astro|express|savana|frontier|ranger|colorado|ridgeline|equinox|traverse|cruze|fusion|taurus|crown victoria|avalon|matrix|yaris|fit|versa|soul|sorento|sportage|tucson|forester|outback|impreza|micra|qashqai|clio|megane|astra|insignia|mondeo|octavia|polo|tiguan|punto|skoda|fiat|seat|land rover|range rover|jaguar|isuzu|suzuki|freightliner|peterbilt|kenworth|altima|sentra|maxima|camry|corolla|"
    r"civic|accord|odyssey|pilot|sprinter|transit|econoline|f-?150|f-?250|silverado|tahoe|suburban|explorer|expedition|escalade|"
    r"charger|challenger|caravan|impala|malibu|mustang|tacoma|tundra|sienna|yukon|durango|wrangler|cherokee|sonata|elantra|"
    r"optima|sedona|passat|jetta|golf|corsa|astra|focus|fiesta|prius|rav4|cr-v|highlander|pathfinder|rogue|town car|navigator"
)
_COLOURS: Final = r"(?:white|black|gr[ea]y|silver|red|blue|green|gold|tan|beige|brown|maroon|burgundy|yellow|orange|purple|navy|champagne|pearl|dark|light|teal|bronze)"
_BODY: Final = r"(?:cube van|box van|panel van|cargo van|passenger van|work van|transit van|lorry|campervan|caravan|moped|scooter|van|minivan|suv|sedan|truck|pickup|coupe|car|jeep|wagon|hatchback|motorcycle|rv|camper|box truck|semi|limo)"
_FEATURE: Final = (
    r"(?:,? (?:w/|with|has|missing|one|cracked|broken|no|dented|tinted) ?(?:a |an |the )?(?!her\b|him\b|them\b|two men\b)[a-z]{2,14}"
    r"(?: (?!and\b|then\b|she\b|he\b|who\b|that\b|pulled\b|parked\b|came\b|drove\b)[a-z]{2,14}){0,5})?"
)
_PLATE: Final = r"(?=[A-Za-z \-]{0,7}\d|[A-Za-z]{2,3}[\d]|[A-Z]{3}\b)[A-Za-z0-9]{1,4}[ \-\u00b7]?[A-Za-z0-9]{2,5}"


def _plate(match: re.Match[str]) -> bool:
    value = re.sub(r"[ \-]", "", match["v"])
    digits = sum(character.isdigit() for character in value)
    return len(value) >= 4 and digits >= 1 and (any(c.isalpha() for c in value) or digits >= 4)


def _mixed(match: re.Match[str]) -> bool:
    value = match["v"]
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


def _vin(match: re.Match[str]) -> bool:
    value = re.sub(r"[ \-]", "", match[0])
    return sum(c.isdigit() for c in value) >= 5 and sum(c.isalpha() for c in value) >= 3


RULES: Final = (
    Rule("plate_cued", "PLATE",
         r"(?i)\b(?:plates?|license plate|licence plate|tags?|lp|l/p|rego|reg(?:istration)?(?: plate| no\.?)?|placas?|matricula)\b"
         r"(?:[ ]?(?:no|num|number|is|was|reads?|starts? with|starting|beginning|ends? (?:in|with)|partial|vehicle|[A-Z]{2}(?= [A-Z0-9]{2,4}[ \-]?\d))\b\.?){0,3}[ :#(\"=,]{1,4}"
         rf"(?P<v>{_PLATE})(?![A-Za-z0-9])", 0.9, accept=_plate),
    Rule("plate_partial", "PLATE", r"(?i)\b(?:plate|tag|lp|registration)\b[^\n.;]{0,20}?\b(?:starts?|starting|begins?|beginning|ends?|ending|partial|first|last)\b(?: (?:with|in|three|two|is|of|letters|digits|numbers))*[ :\"]{1,3}(?P<v>[A-Z0-9]{2,4})\b", 0.85, ("plate", "tag", "lp", "regi")),
    Rule("plate_near_vehicle", "PLATE",
         rf"(?i)\b(?:{MAKES}|van|truck|sedan|suv|pickup|car|minivan|vehicle|motorcycle|scooter|taxi)\b[^\n]{{0,40}}?[ ,(:\"](?P<v>(?-i:(?=[A-Z0-9 \-]{{0,7}}\d)(?:[A-Z]{{2,3}}[ \-]\d{{3,4}}|\d{{3}}[ \-][A-Z]{{3}}|\d[A-Z]{{3}}\d{{3}}|[A-Z]{{3}}\d{{3,4}}|[A-Z]{{2}}\d{{2}} ?[A-Z]{{3}}|[A-Z0-9]{{6,8}})))(?![A-Za-z0-9])",
         0.85, accept=_mixed),
    Rule("plate_far", "PLATE",
         r"(?i)\b(?:plate|licen[cs]e plate|tag|registration|reg|number ?plate)s?\b[^\n]{0,70}?[ :(,\"](?P<v>(?-i:(?:[A-Z]{2}[ ])?(?:[A-Z]{2,4}[ \-]?\d{2,4}(?:[ \-]?[A-Z]{1,3})?|\d{1,3}[ \-]?[A-Z]{2,3}(?:[ \-]?\d{1,4}[A-Z]?)?|\d[A-Z][ \-]\d{2}[A-Z0-9]{2})))(?-i:(?![A-Z0-9]))", 0.8,
         accept=_mixed),
    Rule("plate_bracket", "PLATE", rf"(?i)\b(?:{MAKES}|van|truck|lorry|sedan|suv|pickup|car|minivan|vehicle|motorcycle|scooter|taxi|bus)[ ]?\((?:plate |reg\.? |tag )?(?P<v>(?-i:[A-Z0-9]{{1,4}}(?:[ \-][A-Z0-9]{{1,6}}){{1,2}}|[A-Z0-9]{{5,8}}))\)", 0.85, ("(",), accept=_mixed),
    Rule("plate_hyphened", "PLATE", r"(?<![\w\-])(?:[A-Z]{1,3}-\d{2,4}-[A-Z]{1,3}|\d{2,3}-(?:C|CE|CN|CW|D|DL|G|KE|KK|KY|L|LD|LH|LK|LM|LS|MH|MN|MO|OY|RN|SO|T|TN|TS|W|WD|WH|WW|WX)-\d{1,6}|[A-Z]{2}-[A-Z]{2}-\d{2,3}|\d{2,3}-[A-Z]{2,3}-\d{1,2})(?![\w\-])", 0.8),
    Rule("plate_uk", "PLATE", r"(?<![A-Za-z0-9])[A-Z]{2}\d{2} ?[A-Z]{3}(?![A-Za-z0-9])", 0.85),
    Rule("plate_old_uk", "PLATE", r"(?<![A-Za-z0-9])[A-Z]\d{1,3} [A-Z]{3}(?![A-Za-z0-9])", 0.7),
    Rule("plate_state", "PLATE", r"(?<![A-Za-z0-9])\d[A-Z]{3}\d{3}(?![A-Za-z0-9])", 0.8),
    Rule("vin", "VIN", r"(?i)(?<![A-Za-z0-9])(?=[A-Z\d \-]{0,6}\d)[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])", 0.95, accept=_vin),
    Rule("vin_cued", "VIN", r"(?i)\bvin\b(?:[ ]?(?:no|number|is|#|last|ending|in|six|eight|6|8|digits)\b\.?|:){0,4}[ :#]{0,3}(?P<v>(?=[A-Z \-]{0,6}\d)[A-HJ-NPR-Z0-9]{4,17}(?:[ \-][A-HJ-NPR-Z0-9]{3,9}){0,3})(?![A-Za-z0-9])", 0.95, ("vin",)),
    Rule("vehicle_feature", "VEHICLE_DESC",
         rf"(?i)\b(?:an? )?(?:(?:19|20)\d\d )?(?:old |newer |beat-up |rusty )?{_COLOURS}(?:[ \-]{_COLOURS})? (?:(?:19|20)\d\d )?(?:{MAKES})\b(?: (?:{MAKES}|{_BODY}|crew cab))*{_FEATURE}",
         0.85),
    Rule("vehicle_colour_feature", "VEHICLE_DESC",
         rf"(?i)\b(?:an? )?{_COLOURS} {_BODY}\b(?:,? (?:w/|with) (?:a |an |the )?(?!her\b|him\b|them\b|two\b|three\b|other\b|men\b|girls\b|women\b|a man\b)|, (?:no|one|missing|cracked|broken|dented|tinted) )[a-z]{{2,14}}(?: (?!and\b|then\b|she\b|he\b|who\b|that\b|pulled\b|parked\b)[a-z]{{2,14}}){{0,4}}", 0.8),
    Rule("vehicle_make", "VEHICLE_DESC", rf"(?<![A-Za-z])(?:(?:19|20)\d\d )(?i:{MAKES})(?: (?i:{MAKES}))?\b", 0.8),
    Rule("ticket", "OTHER_ID",
         r"(?i)\b(?:pnr|confirmation(?: code)?|conf(?: ?#| code)|booking(?: ref(?:erence)?)?|record locator|reservation|e-?ticket|ticket|flight|itinerary)\b(?: ?(?:no|number|code|is|#|:)\.?){0,2}[ :#]{1,3}(?P<v>(?-i:(?=[A-Z]{0,5}\d)[A-Z0-9]{5,8}|[A-Z]{6}|\d{6,14}))(?![A-Za-z0-9])", 0.9,
         ("pnr", "conf", "booking", "locator", "reserv", "ticket", "flight", "itiner")),
    Rule("flight", "OTHER_ID", r"(?i)\bflight[ :#]{1,3}(?P<v>[A-Z]{2}[ ]?\d{2,4})\b", 0.85, ("flight",)),
)
"""Every rule of the family; a check digit in a vehicle number is never asked for."""
