"""Places below a state: cities by cue, counties, neighbourhoods, postcodes; uncommon origins."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import Rule

STATE_CODES: Final = (
    r"(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|"
    r"TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR)"
)
_CAP: Final = r"[A-Z][a-z'\-]{1,24}"
_RARE_ORIGINS: Final = (
    r"q'?anjob'?al|kanjobal|k'?iche'?|quiche|kaqchikel|mam|ixil|q'?eqchi'?|kekchi|achi|poqomchi'?|chuj|akateko|popti|awakateko|tzotzil|tzeltal|"
    r"mixtec[oa]?|mixteco|zapotec[oa]?|nahuatl|otomi|purepecha|triqui|mazatec[oa]?|huichol|tarahumara|raramuri|yaqui|garifuna|miskito|lenca|"
    r"quechua|aymara|guarani|mapuche|hmong|mien|karen|chin|rohingya|kachin|shan|khmer|lao|laotian|cham|tagalog|cebuan[oa]|visayan|ilocan[oa]|ilonggo|"
    r"hiligaynon|waray|bicolan[oa]|kapampangan|pangasinan|maranao|tausug|igorot|uyghur|uighur|tibetan|mongolian|hakka|fujianese|fuzhounese|toisanese|"
    r"lipan apache|apache|navajo|dine|cherokee|choctaw|chickasaw|creek|seminole|lakota|dakota|sioux|ojibwe|ojibwa|chippewa|cree|inuit|inupiat|yupik|"
    r"tlingit|hopi|pueblo|zuni|ute|shoshone|paiute|blackfeet|crow tribe|cheyenne|arapaho|comanche|kiowa|osage|mohawk|oneida|seneca|iroquois|metis|"
    r"first nations|aboriginal|maori|samoan|tongan|chamorro|marshallese|chuukese|palauan|hawaiian|coptic|copt|yazidi|assyrian|chaldean|maronite|druze|"
    r"kurdish|kurd|hazara|pashtun|pashto|dari|tajik|uzbek|turkmen|baloch|sindhi|roma|romani|gypsy|sinti|traveller|amish|mennonite|hutterite|hasidic|"
    r"jehovah'?s witness(?:es)?|mormon|seventh[- ]day adventist|santeria|vodou|wiccan|sikh|jain|zoroastrian|bahai|ahmadi|ismaili|"
    r"igbo|yoruba|hausa|edo|bini|ijaw|fulani|urhobo|efik|ibibio|akan|twi|ewe|ga people|wolof|mandinka|fula|susu|temne|mende|krio|lingala|"
    r"kikuyu|luo|luhya|kamba|oromo|amharic|tigrinya|tigrayan|somali bantu|dinka|nuer|acholi|baganda|tutsi|hutu|shona|ndebele|zulu|xhosa|malagasy|"
    r"telugu|tamil|malayali|malayalam|kannada|marathi|gujarati|odia|assamese|bengali|sylheti|nepali|tharu|dalit|sinhalese|dhivehi"
)
_CONTEXT: Final = r"(?:client|family|woman|man|girl|boy|speaker|speaking|interpreter|language|community|church|dialect|heritage|descent|background|tribe|tribal|people|lady|worker|workers|migrant|youth|couple|mother|father)"
NATIONALITIES: Final = (
    r"afghan|albanian|algerian|angolan|argentin(?:e|ian)|armenian|australian|austrian|azerbaijani|bahamian|bangladeshi|barbadian|belarusian|belgian|"
    r"belizean|beninese|bhutanese|bolivian|bosnian|brazilian|bulgarian|burkinabe|burmese|burundian|cambodian|cameroonian|chadian|chilean|colombian|"
    r"congolese|costa rican|croatian|cypriot|czech|danish|dominican|ecuadorian|egyptian|eritrean|estonian|ethiopian|fijian|filipin[oa]|finnish|"
    r"gambian|georgian|ghanaian|greek|guatemalan|guinean|guyanese|haitian|honduran|hungarian|icelandic|indonesian|iranian|iraqi|ivorian|jamaican|"
    r"jordanian|kazakh|kenyan|kosovar|kuwaiti|kyrgyz|latvian|lebanese|liberian|libyan|lithuanian|macedonian|malawian|malaysian|malian|maltese|"
    r"mauritanian|moldovan|moroccan|mozambican|namibian|nepalese|nicaraguan|nigerian|norwegian|pakistani|palestinian|panamanian|paraguayan|"
    r"peruvian|portuguese|puerto rican|romanian|rwandan|salvadoran|salvadorean|saudi|senegalese|serbian|sierra leonean|slovak|slovenian|somali|"
    r"sri lankan|sudanese|surinamese|swazi|swedish|swiss|syrian|taiwanese|tanzanian|thai|togolese|trinidadian|tunisian|turkish|ugandan|ukrainian|"
    r"uruguayan|venezuelan|yemeni|zambian|zimbabwean|vietnamese|chinese|korean|japanese|indian|russian|polish|french|german|italian|arabic|hindi|urdu|"
    r"farsi|persian|mandarin|cantonese|canadian|irish|scottish|welsh|dutch|cuban|israeli|arab|nepali|hebrew|swahili|creole|punjabi|buddhist|hindu|"
    r"muslim|jewish|greek|nahua|mayan?|aramaic|marwari|bhojpuri|twi|spaniard|icelander|kenyan|emirati|qatari|omani|bahraini"
)


def _origin(match: re.Match[str]) -> bool:
    value = match[0]
    if value[0].isupper():
        return True
    return len(value) > 6


RULES: Final = (
    Rule("city_state", "LOCATION", rf"(?P<v>{_CAP}(?:[ ]{_CAP}){{0,2}}),?[ ]{{1,2}}{STATE_CODES}\b(?![a-z'])", 0.85),
    Rule("county", "LOCATION", rf"(?P<v>(?:{_CAP}[ ]){{1,2}}(?:County|Parish|Borough|Township|Twp|Co\.))(?![a-z])", 0.9),
    Rule("county_of", "LOCATION", rf"\b(?:[Cc]ounty|[Cc]ity|[Tt]own|[Vv]illage|[Mm]unicipality|[Pp]rovince|[Dd]istrict|[Dd]epartment|[Bb]arrio) of (?P<v>{_CAP}(?:[ ]{_CAP}){{0,2}})", 0.85),
    Rule("village", "LOCATION", rf"(?i)\b(?:village|town|pueblo|aldea|ranch(?:o)?|hamlet|barrio|canton|municipio|outskirts|suburbs?)[ ](?:near|outside|of|called|named|by|in|north of|south of|east of|west of)[ ](?P<v>(?-i:{_CAP}(?:[ ](?:de|del|la|los|las|{_CAP})){{0,3}}))", 0.9),
    Rule("from_place", "LOCATION", rf"(?i)\b(?:born in|raised in|grew up in|hails from|originally from|moved (?:to|from)|relocated to|lives in|living in|stays in|staying in|resides in|deported to|returned to|trafficked (?:to|from|through)|flew (?:to|from)|bus (?:to|from)|driven to|drove to)[ ](?P<v>(?-i:{_CAP}(?:[ ](?:de|del|la|los|las|{_CAP})){{0,3}}))", 0.7),
    Rule("from_pair", "LOCATION", rf"(?:\bfrom|\bnear|\bin|\boutside|,)[ ](?P<v>(?:El|La|Los|Las|San|Santa|Santo|Puerto|Villa|Ciudad|Ban|Nuevo|Nueva|Sao|Saint|Fort|Port|Mount|New)[ ]{_CAP}(?:,[ ]{_CAP}(?:[ ]{_CAP})?)?)(?![A-Za-z])", 0.7),
    Rule("compass_side", "LOCATION", r"\b(?P<v>(?:(?:North|South|East|West|Near|Far|Lower|Upper|Mid|northeast|northwest|southeast|southwest|Northeast|Northwest|Southeast|Southwest)[ \-]?){1,2}(?:[Ss]ide|[Ee]nd|[Bb]ank|[Tt]own))\b", 0.8),
    Rule("compass_side_lower", "LOCATION", r"(?i)\bthe (?P<v>(?:north|south|east|west)[ \-]?side)\b(?= of (?:town|the city)|[ .,;])", 0.6),
    Rule("reservation", "LOCATION", rf"(?P<v>(?:{_CAP}[ ]){{1,3}}(?:Reservation|Nation|Rancheria|Pueblo|Indian Community|Reserve|Neighborhood|Neighbourhood|Heights|District|Hills|Beach|Springs|Valley|Island|Bay|Bayou|Creek|River|Lake|Canyon|Mountain|Port|Harbor|Harbour))\b", 0.6),
    Rule("zip_plus_four", "LOCATION", r"(?<![\w\-$])\d{5}-\d{4}(?![\w\-])", 0.9),
    Rule("zip_cued", "LOCATION", rf"(?i)\b(?:zip(?: ?code)?|postal code|postcode|(?-i:{STATE_CODES}))[ :,#]{{1,3}}(?P<v>\d{{5}})(?!\d)", 0.9),
    Rule("zip", "LOCATION", r"(?<![\w\-$.,#/])(?!10000|20000|30000|40000|50000)\d{5}(?![\w\-/]|[,.]\d|[ ](?:dollars|pesos|bucks|usd|euros|pounds|people|miles|times|words|baht|naira|rupees|won|yen|yuan|members|victims|cases))", 0.65),
    Rule("origin_rare", "NATIONALITY", rf"(?i)(?<![A-Za-z'])(?:{_RARE_ORIGINS})(?![A-Za-z])", 0.8, accept=_origin),
    Rule("origin_rare_lower", "NATIONALITY", rf"(?i)\b(?:speaks?|speaking|fluent in|native|ethnic(?:ally)?)[ ](?P<v>{_RARE_ORIGINS})(?![A-Za-z])", 0.9),
    Rule("origin_context", "NATIONALITY", rf"(?i)(?<![A-Za-z'])(?P<v>{_RARE_ORIGINS})[ \-]{_CONTEXT}\b", 0.9),
    Rule("nationality", "NATIONALITY", rf"(?<![A-Za-z'])(?i:{NATIONALITIES})s?(?![A-Za-z]|[ ]?(?:fries|toast|press|door|shepherd|food|rice|takeout|coffee|silverware|nail))", 0.7, accept=lambda match: match[0][0].isupper()),
)
"""Every rule of the family. A state or a country alone stays in `strict`."""
