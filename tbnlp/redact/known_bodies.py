"""National bodies, statutes, and the abbreviations of case work: kept in `strict`, never a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tbnlp.redact import vocabulary

ABBREVIATIONS: Final = frozenset(
    "fbi ice cbp dhs hsi uscis doj dol doe hhs otip orr ovc eeoc nlrb osha irs ssa va cia dea atf usps epa fema dot tsa ins eoir bia "
    "ausa usao nhtrc ncmec polaris nrm ngo un unhcr iom ilo who eu echr ukvi nhs hmrc dwp nca cps aps dcf dcfs dfps dss dmv dps "
    "ssi ssdi tanf snap wic ebt hud chip medicaid medicare tps daca vawa voca tvpa tvpra ina cfr usc hipaa ferpa ada fmla rrh psh hmis "
    "t-visa u-visa ead lpr rfe noid bic cp ptsd adhd ocd bpd did mdd gad tbi hiv sti std aids iud ob gyn obgyn er ed icu ivf mri ct cat bp "
    "bmi ekg ecg uti copd nicu dob ssn itin ein atin tin vin dl id ids poa roi mou loi hx tx dx rx sx fx pt cl clt cw cm sw lcsw lmsw msw lpc "
    "lmft md rn np pa phd jd esq ged esl iep hs ba bs ma ms mba cna glaa acas pta vpk bmv dhr whd gpa sat act ptl pd po pco ada da dv ipv csa csec cse cst ht lgbt lgbtq "
    "lgbtqia trans dvro tro po pfa ro vtc rtf iop php na aa cbt emdr dbt mat moud suboxone phq pcl cssrs ace vm lm fu nfa tbd tba eta asap fyi "
    "cc re attn ps nb ok pm am est cst pst mst edt gmt utc us usa uk tv dvd cd pc usb sim gps sms mms wifi url pdf faq rv suv atm pin hr it pr "
    "ceo cfo covid ppe mre bbq diy eaec wac lin src msc nbc ysc ioe eac nsc tsc csc vsc curp rfc dpi cui dni dui nie nif cpf rg ric cnp nik nin "
    "pesel imei imsi iccid mbi npi mrn mtcn iban aba swift bvn nino sin tfn mrz sevis i-94 i-914 i-918 i-360 i-765 i-485 i-131 i-589 i-130 ds-160 "
    "w-2 w-7 w-9 w-4 i-9 g-28 i-192 i-929 acp lp ofc det sgt lt dr mr mrs ms st jr sr dna lsd mdma ghb thc cbd otc bf gf ex bff lol omg idk "
    "iq iso gm qa llc inc hcv hc2 esa pip uc asbo dbs brp slp rtw mh su pcp psych cyp la lac hmp crc ymca ywca bmw gmc vw kfc fb ig tg of sms "
    "et al ie eg vs etc no yes i ii iii iv vi vii viii ix xi xii oklahoma".split()
) - {"la", "oklahoma"}
"""Abbreviations in lower case that name a national body, a form, a field of work or an illness."""

_BODIES: Final = re.compile(
    r"(?:the )?(?:(?:u\.?s\.?|united states|federal|national|uk|european|home|state|american) )*(?:"
    r"department of (?:homeland security|justice|labou?r|state|education|health(?: and human services)?|agriculture|defense|transportation|the treasury|veterans affairs|housing and urban development|children and families|motor vehicles|public safety|work and pensions)|"
    r"(?:immigration and customs enforcement|customs and border protection|citizenship and immigration services|border patrol|coast guard|marshals?(?: service)?|"
    r"secret service|postal service|attorney(?:'s)?(?: office)?|attorney general|social security(?: administration)?|homeland security(?: investigations)?|supreme court|congress|senate|government|army|navy|"
    r"air force|marines?|marine corps|national guard|embassy|consulate|white house|internal revenue service|labou?r relations board|center for missing and exploited children|"
    r"human trafficking hotline|domestic violence hotline|red cross|salvation army|united nations|world health organization|european court of human rights|court of human rights|"
    r"council of europe|convention|home office|national health service|office for victims of crime|office of refugee resettlement|office on trafficking in persons|child protective services|"
    r"adult protective services|medicaid|medicare|crown prosecution service|national crime agency|immigration (?:court|services?|judge|officer|lawyer|attorney)|family court|district court|circuit court|juvenile court|"
    r"criminal court|civil court|high court|court of appeals?|municipal court|federal court|state court|superior court|drug court|parliament|commission|committee of ministers|"
    r"ministry of (?:justice|interior|the interior|foreign affairs|defen[cs]e|health|education|labou?r))"
    r")", re.IGNORECASE,
)
_AGENCIES: Final = re.compile(r"\b(?:FBI|ICE|CBP|DHS|HSI|USCIS|DOJ|DOL|HHS|OTIP|ORR|EEOC|NLRB|OSHA|IRS|SSA|DEA|ATF|INS|EOIR|NCMEC|UNHCR|IOM|ILO|ECHR|UKVI|NHS|HMRC|DWP|NCA|GLAA|CPS|DCFS|DFPS)\b")
_PRODUCTS: Final = frozenset(
    "facebook instagram snapchat snap tiktok twitter x telegram whatsapp kik wechat discord onlyfans skipthegames megapersonals backpage craigslist google gmail "
    "yahoo hotmail youtube venmo zelle paypal cashapp uber lyft airbnb netflix amazon iphone android samsung apple microsoft word excel zoom skype "
    "teams walmart target mcdonald's starbucks greyhound megabus amtrak visa mastercard moneygram western-union narcan suboxone xanax adderall percocet oxycontin fentanyl "
    "tylenol advil ibuprofen prozac zoloft lexapro seroquel trazodone plan-b depo nexplanon bible koran quran god jesus christ allah lord "
    "internet web facetime imessage bluetooth craigslist tinder badoo grindr bumble hinge reddit spotify quickbooks medicaid medicare english spanish "
    "convention article protocol rule chamber section court government republic commission committee registrar president state".split()
)


_PAIRS: Final = frozenset({"cash app", "apple pay", "apple cash", "google pay", "google maps", "google voice", "western union", "red bull", "home office", "plan b", "dollar general", "dollar tree", "family dollar", "waffle house", "circle k", "jimmy john", "stanley cup", "mother's day", "wi-fi", "first nations", "wage & hour"})
_NEVER_NAMES: Final = frozenset({"ok", "us", "un", "ii", "vi", "eta"})


def is_abbreviation(word: str) -> bool:
    """True for an abbreviation of case work; `Dot` with one capital is a name where `DOT` is none."""
    lowered = word.lower()
    if lowered not in ABBREVIATIONS:
        return False
    as_name = len(word) > 1 and word[0].isupper() and word[1:].islower() and lowered not in _NEVER_NAMES
    return not (as_name and (lowered in vocabulary.given_names() or lowered in vocabulary.surnames()))


def is_known_body(text: str) -> bool:
    """True for a national body, a service that everyone uses, or an abbreviation of case work."""
    lowered = text.lower().strip(" .,'\"()").removeprefix("the ").removesuffix("'s")
    if lowered in _PAIRS:
        return True
    if lowered in ABBREVIATIONS and not is_abbreviation(text.strip(" .,'\"()").removesuffix("'s")):
        return False
    if lowered in ABBREVIATIONS or lowered.replace(".", "") in ABBREVIATIONS or lowered in _PRODUCTS:
        return True
    return _BODIES.fullmatch(lowered) is not None


def national_bodies(text: str) -> Iterator[re.Match[str]]:
    """Where a national body is named with a capital letter; for the profile that masks them."""
    for match in _BODIES.finditer(text):
        # "The Government" and "the Convention" name nobody; a body has a name of two words or more.
        if re.search(r"[A-Z]", match[0]) and " " in match[0].lower().removeprefix("the "):
            yield match
    yield from _AGENCIES.finditer(text)
