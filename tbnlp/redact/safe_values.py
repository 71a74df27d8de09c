"""What is never an identifier by itself: hotlines, top-level domains, function words, months."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

HOTLINES: Final = frozenset({
    "18883737888", "8883737888", "233733", "911", "988", "211", "311", "18007997233", "8007997233",
    "18006564673", "8006564673", "18008435678", "8008435678", "18662831166", "18774732867", "999", "112",
    "101", "111", "08000121700",
})
"""Digits of published help lines and emergency numbers (redaction page: never masked)."""

FUNCTION_WORDS: Final = frozenset(
    "a an the and or but if then so of to in on at by for from with without about after before over under "
    "as is was are were be been being am do does did has have had will would can could may might must shall "
    "should not no nor yes he she it they them him her his hers its their theirs we us our ours you your i me "
    "my mine this that these those there here who whom whose which what when where why how all any both each "
    "few more most other some such only own same than too very just now also again once up down out off into "
    "onto account acct page profile app name ad ads post posts posted message messages msg pic pics photo "
    "video call calls group live story stories dm dms number text texts judgment friend friends chat request "
    "yet still because while until since used uses using made".split()
)
# Endings that are also ordinary words or abbreviations: a full stop without a space is no web address.
_AMBIGUOUS: Final = frozenset(
    "so is no my me in to at it us be by do am as id la de he she and or if we go an art bar best book cab call "
    "care cash chat city click coach cool date day dog family fan farm fit fun fund game gift global group "
    "guide help here home hot house how kids land lat life like link live loan lol love man meet men menu "
    "moe mom money new news now off one page party pay pet phone pics place plus press pub red rest run safe "
    "sale save say school sex show site social space spot team tips today top town toys trust vip vote watch "
    "wed win work works world wow you zone bet can car case eat fast feedback fire fly foo forum free fail "
    "final game hair hiv java join law med mov name open own pin play read rent room rip roll sbs search "
    "secure shop sky smile song store study style talk taxi tel tube wine ai js py md sh cc pm et al st mt"
    .split()
)
_KNOWN_HOSTS: Final = re.compile(
    r"(?i)^(?:t\.me|bit\.ly|goo\.gl|fb\.me|ig\.me|wa\.me|m\.me|paypal\.me|cash\.app|linktr\.ee|tinyurl\.com)$"
)
_NOT_HOSTS: Final = frozenset({"node.js", "vue.js", "next.js", "asp.net", "e.g", "i.e", "a.m", "p.m", "u.s", "u.k"})


def digits_in(value: str) -> str:
    """The digits of a value, in order."""
    return "".join(character for character in value if character.isdigit())


def is_hotline(value: str) -> bool:
    """True for the number of a published help line, however it is spaced."""
    return digits_in(value) in HOTLINES


@cache
def top_level_domains() -> frozenset[str]:
    """The endings of web addresses that exist, from the list in this package."""
    source = resources.files("tbnlp.redact").joinpath("lists/top_level_domains.txt")
    return frozenset(source.read_text(encoding="utf-8").split())


def is_domain(host: str, rest: str) -> bool:
    """True when a dotted word is a web address and not a sentence end without its space."""
    lowered = host.lower().rstrip(".-")
    labels = lowered.split(".")
    ending = labels[-1]
    if lowered in _NOT_HOSTS or len(labels) < 2 or not all(labels):
        return False
    if _KNOWN_HOSTS.match(lowered):
        return True
    if ending not in top_level_domains() or not re.search(r"[a-z]", "".join(labels[:-1])):
        return False
    if ending in _AMBIGUOUS:
        return (len(rest) > 1 and len(labels[0]) > 1) or "-" in host or bool(re.search(r"\d", labels[-2]))
    return len(labels[-2]) > 1
