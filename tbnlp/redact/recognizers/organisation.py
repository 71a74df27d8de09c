"""Shelters, clinics, agencies, employers and schools."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.known_bodies import is_known_body
from tbnlp.redact.recognizers.table import Rule

_CAP: Final = r"[A-Z][\w'&.\-]{0,20}"
_LINK: Final = r"(?:of|for|the|and|&|de|del|la|las|los|at|on|in)"
_NAME: Final = rf"{_CAP}(?:[ ](?:{_LINK}[ ])?{_CAP}){{0,4}}"
_ON: Final = r"(?:[ ](?:on|at|in|of)[ ](?:[A-Z][\w'.\-]{1,20}|\d{1,3}(?:st|nd|rd|th))(?:[ ][A-Z][\w'.\-]{1,20}){0,2})?"
_SHELTER: Final = r"(?:House|Haven|Shelter|Home|Place|Refuge|Harbor|Harbour|Lodge|Manor|Sanctuary|Hall|Residence|Safehouse|Casa|Village|Ranch|Cottage)"
_CLINIC: Final = (
    r"(?:Hospital|Clinic|Medical Cent(?:er|re)|Health(?: Cent(?:er|re))?|Infirmary|Surgery|Pharmacy|ER|Urgent Care|Women'?s Cent(?:er|re)|"
    r"Detention(?: Cent(?:er|re)| Facility)?|Jail|Prison|Correctional(?: Facility| Cent(?:er|re))?|Juvenile Hall|Immigration Court|Courthouse|Station|"
    r"Institution|Penitentiary|Remand Cent(?:er|re)|Custody Suite|Magistrates|Combined Court|Crown Court|Sheriff Court|Police Station|Rehab|Treatment Cent(?:er|re)|Recovery Cent(?:er|re)|Processing Cent(?:er|re))"
)
_ORG: Final = (
    r"(?:Fellowship|Assembly|Tabernacle|Congregation|Gurdwara|Masjid|Iglesia|Outreach|Pantry|Chaplaincy|Task Force|Guild|Federation|Church|Parish|Chapel|Ministries|Ministry|Temple|Mosque|Synagogue|Cathedral|Mission|Foundation|Coalition|Alliance|Network|Society|Association|"
    r"Cent(?:er|re)|Services|Project|Program(?:me)?|Initiative|Collaborative|Council|Charities|Trust|Agency|Union|Institute|Library|Advocates|Partners|"
    r"Law(?: Firm| Group| Office| Offices)?|LLP|Legal(?: Aid| Services)?|Police(?: Department)?|PD|Sheriff'?s Office|Opticians|Dental|Bank|Credit Union|Records|Museum|Theatre|Club)"
)
_BUSINESS: Final = (
    r"(?:LLC|L\.L\.C\.|Inc|Corp|Co|Ltd|LP|PLC|GmbH|Kft|Zrt|SRL|S\.R\.L|Sp\. z o\.o|BV|B\.V|d\.o\.o|UAB|EOOD|OOD|SAS|SARL|Pty|Oy|AG|S\.A\.|Farms?|Nails?|Spa|Massage|Ranch|Staffing|Harvesting|Harvesters|Packing|Foods|Seafood|Fisheries|Restaurant|Grill|Cafe|"
    r"Diner|Buffet|Bakery|Bar|Lounge|Cleaning|Cleaners|Laundry|Construction|Roofing|Landscaping|Drywall|Contracting|Contractors|Trucking|Logistics|"
    r"Salon|Barbershop|Market|Mart|Supermarket|Grocery|Deli|Pizza|Taqueria|Enterprises|Industries|Manufacturing|Textiles|Garments|Poultry|Dairy|Orchards?|"
    r"Growers|Nursery|Vineyards?|Hotels?|Recruitment|Agency|Manpower|Employment|Solutions|Group|Holdings|Imports|Exports|Trading|Wellness|Bodywork|Sauna|Gentlemen'?s Club|Cabaret|Auto|Tires?|Motors)"
)
_SCHOOLS: Final = (
    r"(?:High School|HS|High|Middle School|Middle|MS|Elementary(?: School)?|ES|Primary(?: School)?|Secondary(?: School)?|Junior High|Academy|College|"
    r"Community College|University|Univ|ISD|School District|Charter School|Prep|Preparatory|Kindergarten|Montessori|Head Start|School)"
)
_TITLE: Final = r"(?:Dr|Ms|Mr|Mrs|Miss|Coach|Prof)\.?"


def _not_only_place(match: re.Match[str]) -> bool:
    return re.fullmatch(r"(?i)(?:the |a |her |his |our |their )?(?:safe |group |foster |nursing |funeral |halfway )?(?:house|home|place|shelter|center|program|services)", match[0]) is None


_NO_PLACE_NAMES: Final = frozenset(
    "the this that these those her his our their my your a an no any each every some one another which what said brought got gave took post social security family women's men's "
    "lung foot hand burn cast dental eye heart wound sleep skin bone pain fracture eating walk-in free mobile local nearest main head home parole probation immigration immigrant "
    "tax bail legal county city state federal front back admin billing records housing benefits welfare job central public school church".split()
)


def _names_a_place(match: re.Match[str]) -> bool:
    """False for the sort of a place alone: `The clinic`, `Foot clinic`, `SSA office`."""
    words = re.findall(r"[A-Z][\w'&.\-]*", match["v"])
    return not all(word.lower() in _NO_PLACE_NAMES or is_known_body(word) for word in words)


_FACILITY: Final = (
    Rule("shelter_named", "FACILITY", rf"\b(?:[Tt]he )?(?:{_CAP}[ ]){{1,3}}{_SHELTER}\b(?:[ ](?i:shelter|safe house))?", 0.75, accept=_not_only_place),
    Rule("shelter_cued", "FACILITY",
         rf"(?i)\b(?:placed (?:at|in|with)|placement at|bed (?:at|with|in)|intake at|dropped (?:her |him |them )?(?:off )?at|sheltered at|exited (?:to|from)|entered|admitted to|discharged (?:to|from)|transferred to|transported to|stay(?:s|ed|ing)? at|residing at|housed at|moved (?:in)?to|shelter(?:ed)? (?:at|called|named)|safe ?house (?:at|called|named|on|in)|lives at)[ ](?P<v>(?:the )?(?-i:{_NAME}){_ON})", 0.8),
    Rule("shelter_has_bed", "FACILITY", rf"(?P<v>(?:[Tt]he )?{_NAME})[ ](?:has|had|have|holds?|held|offered|found|saved)[ ](?:a |an |no |one |two |\d )?(?:open |free |emergency )?beds?\b", 0.9, ("bed",), accept=lambda m: re.fullmatch(r"(?:The|She|He|They|Client|Ct|Nobody|Who|It|We|I|Shelter|This|That|Everyone|Room|Staff)", m["v"]) is None),
    Rule("shelter_before", "FACILITY", rf"(?P<v>{_NAME}{_ON})[ ](?:(?:DV|domestic violence|women'?s|emergency|confidential|youth|homeless|family)[ ])?(?:shelter|safe ?house|transitional(?: housing)?|drop-in|halfway house|group home|sober living)\b", 0.85),
    Rule("shelter_bracket", "FACILITY", r"(?i)(?P<v>(?:blue|white|red|green|yellow|brick|grey|gray|big|old|corner|stone|pink|brown)?[ ]?(?:house|home|apartment|building|place|church|duplex)[ ](?:on|at|off|near|behind|by)[ ][\w'.\- ]{2,40}?)[ ]?\((?:the |our |a )?(?:safe ?house|shelter|confidential|undisclosed)", 0.95, ("safe house", "safehouse", "shelter", "confidential", "undisclosed")),
    Rule("shelter_site", "FACILITY", rf"(?i)\b(?P<v>(?:our|the)[ ](?-i:{_CAP})(?:[ ](?-i:{_CAP}))?[ ](?:site|location|house|campus|facility|office|shelter|program))\b", 0.75),
    Rule("address_programme", "FACILITY", r"(?i)\b(?:acp|address confidentiality(?: program)?|safe at home)\b[ ]?(?:no\.?|number|#|id|:)?[ ]?#?[ ]?\d{2,8}\b", 1.0, ("acp", "address conf", "safe at home")),
    Rule("casa", "FACILITY", r"\b(?:Casa|Hogar|Centro|Albergue|Refugio|Maison|Bahay|Bethany|Covenant|Salvation)[ ](?:(?:de|del|la|los|las|of)[ ]){0,2}[A-Z][\w'\-]{1,20}(?:[ ][A-Z][\w'\-]{1,20}){0,2}", 0.85),
    Rule("clinic", "FACILITY", rf"\b(?:{_CAP}[ ](?:{_LINK}[ ])?){{1,4}}{_CLINIC}\b", 0.8),
    Rule("place_noun", "FACILITY", rf"\b(?:[Tt]he )?(?P<v>(?:[Tt]he )?{_CAP}(?:[ ]{_CAP}){{0,2}}[ ](?:library|branch|clinic|hostel|rehab|drop-in|jail|prison|hospital|mosque|church|temple|pantry|laundromat|laundrette|diner|salon|truck stop|health cent(?:er|re)|detention(?: cent(?:er|re))?|annex|campus|courthouse|station|depot|terminal|community cent(?:er|re)|rec cent(?:er|re)|mall|plaza|flea market|food bank|office|wharf|pier))\b", 0.7, accept=_names_a_place),
    Rule("saint_named", "FACILITY", r"\b(?:St|Saint)\.? [A-Z][a-z]{2,20}(?:'s|s')(?: [A-Z][a-z]{2,20}){0,2}", 0.8),
    Rule("prison_named", "FACILITY", r"\b(?:HMP|HMYOI|FCI|USP|FDC|ICE Processing|IRC|RAF|USS)[ ][A-Z][a-z]{2,20}(?:[ ][A-Z][a-z]{2,20})?", 0.85),
    Rule("ward", "FACILITY", r"(?i)\b(?:ward|curtain|bay|pod|dorm|cell)[ ]#?[A-Z]?\d{1,3}[A-Z]?\b", 0.7, ("ward", "curtain", "bay", "pod", "dorm", "cell")),
    Rule("our_lady", "FACILITY", r"\bOur Lady(?: of)?(?: the)?(?: [A-Z][a-z]{2,20}){0,3}", 0.85),
    Rule("clinic_of", "ORG", rf"{_TITLE}[ ]{_CAP}(?:[ ]{_CAP})?[ ]?(?:clinic|office|practice|surgery)\b", 0.85),
    Rule("saint", "ORG", rf"\b(?:St|Saint|Sta|San|Santa|Our Lady(?: of)?)\.?[ ]{_CAP}(?:[ ](?:of[ ])?{_CAP}){{0,2}}(?:[ ](?i:parish|church|hospital|clinic|school|center|food pantry|ministries|mission|shelter))", 0.9),
)
_AGENCY: Final = (
    Rule("org_suffix", "ORG", rf"\b(?:{_CAP}[ ](?:{_LINK}[ ])?){{1,4}}{_ORG}\b{_ON}", 0.8),
    Rule("org_row", "ORG", r"(?<![A-Za-z])[A-Z][a-z]{2,20}s'[ ][A-Z][a-z]{2,20}(?:[ ][A-Z][a-z]{2,20})?", 0.75, accept=lambda m: m[0].split()[1].lower() not in vocabulary.CALENDAR),
    Rule("org_numbered", "ORG", r"(?<![A-Za-z])(?:Troop|Pack|Post|Local|Lodge|Chapter|Battalion|Company|Platoon|Squad|Ladder|Engine|Station|Division|Unit)[ ](?:No\.? |#)?\d{2,5}(?![\w/:])", 0.7),
    Rule("org_school_district", "ORG", r"(?<![A-Za-z])(?:[A-Z][A-Za-z'\-]{2,20}[ ]){1,3}(?:SD|USD|ISD|CSD|PD|SO|FD|NHS Trust|CCG|MBC|CC|DC)(?![A-Za-z])(?:[ ](?:vice|homicide|gang unit|svu|narcotics|juvenile|traffic|fraud squad|cid)\b)?", 0.75),
    Rule("org_of", "ORG", rf"\b(?:Legal Aid|Catholic Charities|College|School|Hospital|Academy|Sisters|Brothers|Daughters|Order|Chamber|Faculty|Court|Church|Diocese|University|Friends|Bank|Center|Office|Coalition|Society|Institute|Ministry|Department|Board|Council|Embassy|Consulate) of (?:the )?{_NAME}", 0.85),
    Rule("org_cued", "ORG", rf"(?i)\b(?:advocate|attorney|lawyer|case ?manager|caseworker|counsell?or|therapist|volunteer|staff|rep|worker|referral|referred|intern|interpreter|pro bono|translator|outreach|someone|lady)[ ](?:from|at|with|to|by|through)[ ](?P<v>(?:the )?(?-i:{_NAME}))", 0.8),
    Rule("org_acronym_on", "ORG", r"\b(?P<v>(?:YMCA|YWCA|VFW|AA|NA|Goodwill|Planned Parenthood|Red Cross|Boys and Girls Club|Boys & Girls Club|WIC|DHS|CPS|DMV|HHSC)[ ](?:on|at|in|off)[ ](?:[A-Z][\w'.\-]{1,20}|\d{1,3}(?:st|nd|rd|th))(?:[ ][A-Z][\w'.\-]{1,20}){0,2})", 0.85),
    Rule("police_local", "ORG", r"\b(?!(?:PTSD|COPD)\b)[A-Z]{1,4}(?:PD|SO|SD)\b", 0.8),
    Rule("precinct", "ORG", r"\b(?:the )?\d{1,3}(?:st|nd|rd|th) (?:[Pp]recinct|[Dd]istrict|[Dd]ivision|[Cc]ircuit)\b", 0.75),
)
_EMPLOYERS: Final = (
    Rule("business", "EMPLOYER", rf"\b(?:[A-Z0-9][\w'&.\-]{{0,20}}[ ](?:(?:of|the|and|&|de)[ ])?){{1,4}}{_BUSINESS}\b\.?(?:[ ](?:LLC|Inc|Corp|Co|Ltd)\b\.?)?(?:[ ]#\d{{1,3}})?", 0.85),
    Rule("employer_cued", "EMPLOYER",
         rf"(?i)\b(?:works?|worked|working|employed|hired|recruited|job|shift|shifts|contract(?:ed)?|crew ?leader|foreman|supervisor|manager|boss|labou?r contractor|recruiter|owner|cook|cleaner|dishwasher|cashier|picker|waitress|housekeeper|maid|nanny|paycheck|paystub|hostess)[ ](?:at|for|by|with|from|of)[ ](?P<v>(?:the )?(?-i:{_NAME}))", 0.75),
    Rule("shop_possessive", "ORG", r"(?i:\b(?:at|from|to|the|outside|behind|near|by|into|inside|in))[ ](?P<v>[A-Z][\w\-]{1,20}(?:[ ][A-Z][\w\-]{1,20}){0,2}(?:'s|s')(?:[ ](?:on|in|off|at)[ ][A-Z][\w.\-]{1,20}(?:[ ][A-Z][\w.\-]{1,20})?)?)(?=[ ]?[,.;)\n]|[ ](?:on|for|and|in|at|with|until|till|since|after|before|when|again|bag|parking|lot|car park|then|but|because|card|receipt)\b|$)", 0.6),
    Rule("vessel", "EMPLOYER", r"\b(?:F/V|M/V|FV|MV|MT|S/V|F/T|the longliner|the (?:vessel|boat|trawler))[ ](?P<v>[A-Z][\w'\-]{1,20}(?:[ ][A-Z0-9][\w'\-]{0,20}){0,2})", 0.9),
    Rule("vessel_prefix", "EMPLOYER", r"\b(?P<v>(?:F/V|M/V|FV|MV|S/V)[ ][A-Z][\w'\-]{1,20}(?:[ ][A-Z0-9][\w'\-]{0,20}){0,2})", 0.95),
)
_SCHOOL: Final = (
    Rule("school", "SCHOOL", rf"\b(?:{_CAP}[ ](?:(?:of|the)[ ])?){{1,4}}{_SCHOOLS}\b", 0.85),
    Rule("school_number", "SCHOOL", r"(?<![A-Za-z0-9])(?:P\.?S\.?|I\.?S\.?|M\.?S\.?|H\.?S\.?)[ ]?#?\d{1,3}\b", 0.8),
    Rule("school_team", "SCHOOL", r"(?P<v>\b[A-Z][a-z]{2,15}s)[ ](?i:jv|varsity|freshman|football|basketball|soccer|volleyball|baseball|softball|track|cheer(?:leading)?)(?:[ ](?i:team|squad|practice|game|coach))?\b", 0.85),
    Rule("school_teacher", "SCHOOL", rf"{_TITLE}[ ]{_CAP}[ ]?(?:\d(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth)[ \-](?:period|grade|hour|block)(?: class)?\b", 0.9),
    Rule("school_student", "SCHOOL", r"(?P<v>\b[A-Z][A-Za-z&.'\-]{1,20})[ ](?:sophomore|freshman|junior|senior|student|undergrad|graduate student|alum(?:na|nus)?)\b", 0.7, accept=lambda m: m["v"].lower() not in {"high", "former", "current", "a", "the", "college", "nursing", "esl", "ged", "law", "middle", "she", "honor", "star", "medical", "full"}),
    Rule("school_cued", "SCHOOL", rf"(?i)\b(?:attends?|attended|attending|enrol+(?:ed|s|ling)?(?: (?:at|in))?|student at|goes to school at|graduat(?:ed|es|ing) from|dropped out of|transferred from)[ ](?P<v>(?-i:{_NAME}))", 0.7),
)
RULES: Final = (*_FACILITY, *_AGENCY, *_EMPLOYERS, *_SCHOOL)
"""Every rule of the family. Whether a matched name is a national body is asked in `entity_filter`."""
