"""Addresses, corners, motels with their rooms, coordinates, small places."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import Rule

SUFFIX: Final = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Circle|Cir|Way|Place|Pl|Terrace|Ter|"
    r"Parkway|Pkwy|Highway|Hwy|Freeway|Fwy|Expressway|Expy|Loop|Trail|Trl|Square|Sq|Plaza|Plz|Alley|Pike|Crescent|Cres|"
    r"Close|Grove|Gardens|Gate|Parade|Esplanade|Rise|View|Vale|Green|Strand|Wharf|Embankment|Sideroad|Boreen|Heights|Point|Landing|Estate|Meadows?|Glen|Mount|Row|Walk|Mews|Hill|Quay|Turnpike|Bypass|Crossing|Xing|Ridge|Run|Path|Bend|Cove|Commons|"
    r"Calle|Avenida|Camino|Calzada)"
)
_CAP: Final = r"(?:[A-Z][\w'.\-]{0,20}|\d{1,3}(?:st|nd|rd|th))"
_NAME: Final = rf"{_CAP}(?:[ ]{_CAP}){{0,3}}"
_UNIT: Final = (
    r"(?:(?:,?[ ]|,)(?:(?:(?i:apt|apartment|unit|suite|ste|rm|room|lot|space|spc|floor|flr|fl|bldg|building|trlr|flat|no)\b\.?[ ]?#?[ ]?|#[ ]?)"
    r"[A-Za-z]?\d{0,5}[A-Za-z]?\b)){0,3}"
)
_CITY: Final = r"(?:,[ ]{1,2}[A-Z][A-Za-z.'\-]{1,20}(?:[ ][A-Z][A-Za-z.'\-]{1,20}){0,2})?(?:,?[ ]{1,2}[A-Z]{2}\b)?(?:,?[ ]{1,2}\d{5}(?:-\d{4})?)?"
_BRANDS: Final = (
    r"(?:motel ?6|super ?8|red roof(?: inn)?|la quinta|days inn|econo ?lodge|knights inn|rodeway(?: inn)?|travelodge|howard johnson|hojo|"
    r"comfort (?:inn|suites)|quality inn|holiday inn(?: express)?|best western|ramada(?: inn)?|studio 6|extended stay(?: america)?|"
    r"america'?s best value(?: inn)?|budget (?:inn|suites|lodge|host)|microtel|hampton inn|sleep inn|red carpet inn|scottish inns?|"
    r"motel one|premier inn|ibis(?: budget)?|hilton|marriott|hyatt|sheraton|westin|courtyard|residence inn|candlewood|woodspring|"
    r"intown suites|crossland|americinn|baymont|country inn|drury inn|doubletree|embassy suites|fairfield inn)"
)
_STOPS: Final = r"(?:pilot|flying j|love'?s|ta|petro|loves|buc-?ee'?s|sapp bros|kwik trip|wawa|quiktrip|qt|sheetz|racetrac)"
_SHOPS: Final = (
    r"(?:exxon|shell|chevron|texaco|valero|mobil|citgo|sunoco|arco|7-?eleven|circle k|walmart|wal-mart|target|kroger|heb|h-e-b|"
    r"walgreens|cvs|mcdonald'?s|burger king|wendy'?s|waffle house|denny'?s|ihop|subway|dollar general|family dollar|dollar tree|"
    r"kfc|taco bell|whataburger|jack in the box|popeyes|home depot|lowe'?s|greyhound(?: station)?|kmart|spar|lidl|amtrak|costco|aldi|tesco|lidl)"
)
_ROAD: Final = r"(?:I-?\d{1,3}|US[ \-]?\d{1,3}|FM ?\d{1,4}|CR ?\d{1,4}|SR[ \-]?\d{1,4}|(?:Rte|Route|Hwy|Highway|Interstate|State Road)\.? ?\d{1,4}|[AM]\d{1,3}(?!\w))"
_NEAR: Final = r"(?:behind|next to|across from|opposite|in front of|outside|beside|near|by|over by|down from|around the corner from|past)"

_STREETS: Final = (
    Rule("address_number_street", "ADDRESS",
         rf"(?<![\w$.])\d{{1,6}}[A-Za-z]?(?:[ ]?1/2)?,?[ ](?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?[ ])?{_NAME}[ ]{SUFFIX}\b\.?(?:[ ](?:[NSEW]|NE|NW|SE|SW)\b\.?)?{_UNIT}{_CITY}", 0.95),
    Rule("address_lower", "ADDRESS",
         r"(?i)(?<![\w$.])\d{2,6}[ ](?:[nsew]\.? |north |south |east |west )?(?:[a-z0-9][\w'.\-]{1,20}[ ]){1,3}(?:street|avenue|ave|road|rd|boulevard|blvd|drive|lane|ln|parkway|pkwy|highway|hwy|terrace|crescent)\b\.?" + _UNIT, 0.9,
         accept=lambda m: re.search(r"(?i)\d (?:way|of|in|on|girls|people|men|women|to|at|and|the|hours|days|weeks|times|dollars|years|miles|blocks|guys)\b", m[0]) is None),
    Rule("address_street_only", "ADDRESS", r"(?<![\w$.])(?:(?:[NSEW]|North|South|East|West)\.?[ ])?(?:[A-Z][a-z'.\-]{2,20}|\d{1,3}(?:st|nd|rd|th))(?:[ ][A-Z][a-z'.\-]{2,20}){0,2}[ ](?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Lane|Ln|Parkway|Pkwy|Terrace|Crescent|Turnpike|Hwy|Highway|Freeway|Fwy|Loop|Pike)\b\.?(?![ ]?[A-Z][a-z])", 0.8),
    Rule("address_capitals", "ADDRESS", r"(?<![\w$.])\d{1,6} (?:[NSEW] )?(?:[A-Z][A-Z'\-]{1,20} ){1,3}(?:STREET|ST|AVENUE|AVE|ROAD|RD|BOULEVARD|BLVD|DRIVE|DR|LANE|LN|COURT|CT|CIRCLE|WAY|PLACE|PL|PARKWAY|PKWY|HIGHWAY|HWY|TERRACE|LOOP|TRAIL|SQUARE)(?![A-Z])" + _UNIT, 0.9),
    Rule("address_compass", "ADDRESS", rf"(?<![\w$.])\d{{1,6}}[ ](?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?[ ](?:\d{{1,3}}(?:st|nd|rd|th)|[A-Z][a-z]{{2,20}})\b{_UNIT}(?:,[ ]?\d{{1,3}}[A-Z]\b)?", 0.85),
    Rule("address_bare_number", "ADDRESS", r"(?:\b(?:at|to|from|of|near|address|addr|lives|reside[sd]?)[ :]{1,2}|,[ ])(?P<v>\d{2,5}[ ][A-Z][a-z]{3,20}(?:[ ][A-Z][a-z]{2,20})?)(?=[,.;\n)]|[ ](?:apt|unit|#|and|with|w/|by|near))", 0.6,
         accept=lambda m: re.search(r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Filipin|Mexic|Indones|Chin|Viet|Persons|People|Women|Men|Girls)", m[0]) is None),
    Rule("address_by", "ADDRESS", rf"{_NAME}[ ](?:Blvd|Ave|Rd|Hwy|Pkwy|Dr|Ln|St)\b\.?[ ](?:by|near|behind|across from|off|at)[ ](?:the )?(?:old |former )?[A-Z][\w'&]{{1,20}}", 0.85),
    Rule("address_po_box", "ADDRESS", r"(?i)\b(?:p\.? ?o\.? ?box|post office box|apartado(?: postal)?|pmb|general delivery)(?:[ ]#?\d{1,6})?" + r"(?-i:" + _CITY + ")", 0.95, ("box", "apartado", "pmb", "general delivery")),
    Rule("address_unit", "ADDRESS", r"(?i)\b(?:apt|apartment|unit|lot|spc|space|trailer|trlr|suite|ste|flat|casita|cabin|bay)\b\.?[ ]?#?[ ]?(?:[A-Za-z]?\d{1,5}[A-Za-z]?|[A-Z])\b(?!\w)", 0.8,
         accept=lambda m: re.search(r"\d|#|\b[B-HJ-Z]$", m[0]) is not None),
    Rule("address_park", "ADDRESS", r"\b(?:(?:Lot|Space|Spc|Unit|Trailer)\b\.? ?#?\d{1,4},? )?(?:[A-Z][\w'\-]{1,20} ){1,4}(?i:park|trailer park|mobile home park|mobile home(?:s| community)?|rv park|apartments|apts|apartment complex|townhomes|condos|projects|housing complex|villas|estates|manor apartments)\b", 0.85),
    Rule("address_walkup", "ADDRESS", rf"(?i)\b(?:\d{{1,2}}(?:st|nd|rd|th) (?:floor|flr|fl)|basement|upstairs|duplex|walk-?up|trailer|brownstone|row ?house|townhouse|apartment|apt|house|home|place|spot|studio|corner store|bodega)\b(?: (?:walk-?up|apt|apartment|unit|flat|house))? (?:on|off)(?: of)? (?-i:{_NAME}(?:[ ]{SUFFIX})?)", 0.85),
    Rule("address_spanish", "ADDRESS", r"\b(?i:calle|avenida|av\.|calz(?:ada)?\.?|camino|privada|callejon|carretera|barrio|colonia|col\.|carrera|cra\.|manzana|mz\.)[ ](?:[A-Z0-9][\w'.\-]{0,20}|de|del|la|las|los|el)(?:[ ](?:[A-Z0-9][\w'.\-]{0,20}|de|del|la|las|los|el)){0,5}(?:,?[ ]?#?[ ]?\d{1,5}[A-Za-z]?)?(?:,[ ](?:Col\.|Colonia|Barrio|Zona)[ ][A-Z0-9][\w.]{0,20}(?:[ ][A-Z][\w.]{1,20}){0,2})?", 0.85,
         accept=lambda m: re.search(r"[ ][A-Z0-9]", m[0]) is not None),
    Rule("address_uk_postcode", "ADDRESS", r"(?<![A-Za-z0-9])[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![A-Za-z0-9])", 0.9),
    Rule("address_canada_postcode", "ADDRESS", r"(?<![A-Za-z0-9])[A-Z]\d[A-Z] ?\d[A-Z]\d(?![A-Za-z0-9])", 0.9),
    Rule("address_house_comma", "ADDRESS", rf"(?<![\w$.])\d{{1,5}}[A-Za-z]?,[ ]{_NAME}(?:,[ ]{_NAME}){{0,2}}", 0.55,
         accept=lambda m: re.search(r"(?i)(?:street|road|lane|villa|block|sector|zone|phase|barangay|brgy|purok|soi|moo|marg|nagar|colony)\b", m[0]) is not None),
    Rule("address_building", "ADDRESS", r"(?i)\b(?:villa|block|tower|house no\.?|plot|purok|brgy\.?|barangay|sitio|soi|building|bldg\.?)[ ]#?(?:\d{1,5}[A-Z]?\b|(?-i:[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?))(?:,[ ](?-i:(?:Street|St|Road|Al|El)[ ]?[\w\-]{0,20})(?: \w{1,20})?)?", 0.75,
         ("villa", "block", "tower", "house no", "plot", "purok", "brgy", "barangay", "sitio", "soi", "building", "bldg")),
)
_POINTS: Final = (
    Rule("corner", "ADDRESS", rf"(?i)\b(?:(?:the )?corner(?: of)?|cnr(?: of)?|intersection of|at the corner of|crossroads of|junction of)[ ](?-i:{_NAME})(?:[ ]{SUFFIX}\b\.?)?[ ](?:&|and|/|at)[ ](?-i:{_NAME})(?:[ ]{SUFFIX}\b\.?)?", 0.95, ("corner", "intersection", "crossroad", "junction")),
    Rule("corner_short", "ADDRESS", rf"(?<![\w])(?:at |@ ?)(?P<v>{_CAP}(?:[ ]{_CAP})?(?:[ ]{SUFFIX})?[ ]?(?:&|/)[ ]?{_CAP}(?:[ ]{_CAP})?(?:[ ]{SUFFIX})?)", 0.7),
    Rule("corner_suffix", "ADDRESS", rf"{_NAME}[ ]{SUFFIX}\b\.?[ ]?(?:&|and|/|at)[ ]?{_NAME}(?:[ ]{SUFFIX}\b\.?)?", 0.85),
    Rule("road_at", "ADDRESS", rf"(?<![\w]){_ROAD}[ ](?:at|and|&|near|@|off)[ ](?:{_NAME}|{_ROAD})", 0.9),
    Rule("exit", "ADDRESS", rf"(?i)\b(?:off |on )?(?:(?-i:{_ROAD})[ ,]{{1,2}})?(?:exit|mm|mile marker|milepost|mile)[ ]#?\d{{1,4}}[A-Za-z]?\b(?:[ ](?:on|off|of)[ ](?-i:{_ROAD}|\d{{1,3}}\b))?", 0.85, ("exit", "mm", "mile"),
         accept=lambda m: re.search(r"(?i)mile[ ]#?\d", m[0]) is None or re.search(r"(?i)on|off", m[0]) is not None),
    Rule("road_farm", "ADDRESS", r"(?<![\w\-])(?:FM|CR|RM|SR|Hwy|Highway|Interstate|US Highway|State Highway|County Road|Farm to Market(?: Road)?|State Route|Rte|Route)\.?[ ]\d{1,4}\b", 0.8),
    Rule("landmark", "ADDRESS", rf"(?i)\b{_NEAR}[ ](?:the )?{_SHOPS}(?:[ ](?:on|off|at|by)[ ](?-i:{_NAME}(?:[ ]{SUFFIX})?))?", 0.85),
    Rule("shop_on", "ADDRESS", rf"(?i)\b{_SHOPS}(?:'s)?(?: (?:parking lot|gas station|station|store|lot))?[ ](?:on|off|at|by|near|in)[ ](?-i:{_NAME}(?:[ ]{SUFFIX})?)", 0.85),
    Rule("bus_line", "ADDRESS", r"(?i)\b(?P<v>(?:the )?(?:number |no\. ?|#|route )?\d{1,3}[A-Z]?(?:/\d{1,3})? (?:bus|tram|streetcar|metro|train line|trolley))\b(?! ?(?:pass|ticket|token|ride|fare|tickets|passes|tokens))", 0.75, ("bus", "tram", "streetcar", "metro", "train", "trolley")),
    Rule("track", "ADDRESS", rf"(?i)\b(?:the )?(?:track|blade|stroll|strip|circuit|block|ho stroll|corner|spot)[ ](?:on|off|at|along|down)[ ](?-i:{_NAME}(?:[ ]{SUFFIX})?)", 0.85, ("track", "blade", "stroll", "strip", "circuit", "block")),
)
_LODGING: Final = (
    Rule("lodging_brand", "FACILITY",
         rf"(?i)\b(?:the )?{_BRANDS}\b(?:[ ](?:inn|hotel|motel|suites|lodge|express)\b)?(?:[ ,]{{1,2}}(?:off|on|by|near|at|in|across from|next to)(?: of)?[ ](?:the |i-|exit )?[\w\-.&']{{1,20}}(?:[ ](?-i:[A-Z0-9])[\w\-.]{{0,20}}){{0,2}}(?:[ ]exit[ ]\d{{1,4}}[A-Za-z]?)?)?(?:[ ,(]{{1,3}}(?:rm|room|unit|suite|#)[ .#]{{0,2}}\d{{1,4}}[A-Za-z]?)?", 0.9),
    Rule("lodging_named", "FACILITY", r"\b(?:[Tt]he )?(?:[A-Z][\w'&\-]{1,20} ){1,4}(?:Inn|Motel|Hotel|Lodge|Suites|Hostel|Motor Court|Guest ?house|B&B|Resort|Casino|Motor Lodge)\b(?:[ ,(]{1,3}(?i:rm|room|unit|suite|#)[ .#]{0,2}\d{1,4}[A-Za-z]?)?", 0.85),
    Rule("room", "FACILITY", r"(?i)\b(?:room|rm|rms|suite)\b[ .#]{1,3}\d{2,4}[A-Za-z]?\b(?![ ]?(?:girls|people|women|men|others|beds|times))", 0.8, ("room", "rm", "suite")),
    Rule("truck_stop", "FACILITY", rf"(?i)\b(?:the )?{_STOPS}[ ](?:truck ?stop|travel (?:center|plaza|stop)|gas station)(?:[ ](?:on|off|at|by|in|near)[ ](?:[\w\-]{{1,20}}))?", 0.9),
    Rule("truck_stop_on", "FACILITY", r"(?i)\b(?:truck ?stop|rest (?:stop|area)|travel (?:center|plaza)|weigh station)[ ](?:on|off|at|near)[ ](?P<v>(?:the )?(?-i:[A-Z0-9])[\w\-]{0,20})", 0.8, ("stop", "area", "travel", "weigh")),
    Rule("short_let", "FACILITY", r"(?i)\b(?:the |an |her |his |their )?(?:airbnb|air bnb|vrbo|homestay)[ ](?:near|by|on|off|at|in|across from)[ ](?:the )?[\w'&\-]{2,20}(?:[ ](?-i:[A-Z])[\w'&\-]{1,20}){0,2}", 0.85, ("airbnb", "air bnb", "vrbo", "homestay")),
)
_GPS: Final = (
    Rule("gps_decimal", "ADDRESS", r"(?<![\w.])[+\-]?\d{1,3}\.\d{3,8}\s?[NS]?\s?[,;/ ]\s?[+\-]?\d{1,3}\.\d{3,8}\s?[EW]?(?![\w.]\d)", 0.95),
    Rule("gps_dms", "ADDRESS", r"\d{1,3}\s?[\u00b0o\u00ba]\s?\d{1,2}\s?['m]\s?(?:\d{1,2}(?:\.\d{1,3})?\s?(?:\"|'')\s?)?[NSEW](?:[ ,]{0,3}\d{1,3}\s?[\u00b0o\u00ba]\s?\d{1,2}\s?['m]\s?(?:\d{1,2}(?:\.\d{1,3})?\s?(?:\"|'')\s?)?[NSEW])?", 0.95),
    Rule("plus_code", "ADDRESS", r"(?i)(?<![A-Za-z0-9])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![A-Za-z0-9])", 0.95, ("+",)),
    Rule("mgrs", "ADDRESS", r"(?<![A-Za-z0-9])\d{1,2}[C-HJ-NP-X][ ]?[A-HJ-NP-Z]{2}[ ]?\d{4,5}[ ]?\d{4,5}(?!\d)", 0.95),
)
RULES: Final = (*_STREETS, *_POINTS, *_LODGING, *_GPS)
"""Every rule of the family. Shelters and small places are in `organisation` and `region`."""
