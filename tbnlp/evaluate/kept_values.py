"""What a redaction profile keeps by its closed lists, and which identifier types are direct."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.coarse import MAXIMAL, is_kept
from tbnlp.redact.known_bodies import is_known_body
from tbnlp.redact.recognizers.region import STATE_CODES
from tbnlp.redact.safe_values import is_hotline

QUASI: Final = frozenset(
    {
        "LOCATION",
        "ORG",
        "DATE",
        "AGE",
        "NATIONALITY",
        "BODY_MARK",
        "RARE_FACT",
        "VEHICLE_DESC",
    }
)
"""Types that point at a person only together with others; all others are direct.

Source: the table of types on the redaction page.
"""

_BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def is_direct(gold_type: str) -> bool:
    """True for a type that is masked in every profile."""
    return gold_type not in QUASI


def kept_by_profile(gold_type: str, surface: str, profile: str) -> bool:
    """True when the profile keeps this gold identifier by a closed list of the redactor.

    Judged by the lists that the redactor itself reads, so a value that is not on them is a miss.
    Never true for direct types but for the numbers of published help lines. Nothing else is kept in
    `maximal`.
    """
    if gold_type == "PHONE":
        return is_hotline(surface)
    if profile == MAXIMAL or is_direct(gold_type):
        return False
    if is_kept(gold_type, surface, profile):
        return True
    if gold_type == "LOCATION":
        return vocabulary.is_kept_place(surface) or re.fullmatch(STATE_CODES, surface) is not None
    if gold_type == "NATIONALITY":
        return surface.lower() in vocabulary.COMMON_LANGUAGES
    if gold_type == "ORG":
        return is_known_body(surface)
    return gold_type == "DATE" and _BARE_YEAR.fullmatch(surface) is not None
