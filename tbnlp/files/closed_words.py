"""Closed lists for what a source says about a note; a value that is on no list is left out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tbnlp.schema.loader import load_schema

AUTHOR_ROLES: Final = (
    "advocate", "caseworker", "case manager", "counsellor", "counselor", "social worker",
    "shelter staff", "night staff", "hotline worker", "legal", "attorney", "paralegal",
    "police liaison", "nurse", "doctor", "therapist", "teacher", "interpreter", "supervisor",
    "volunteer", "outreach worker", "investigator", "other", "unknown",
)
"""Roles of the person who wrote a note. The schema has no list of its own for them."""

_OF_SCHEMA: Final = {"note_type": "note_type", "setting": "exploitation_setting"}
_BETWEEN: Final = re.compile(r"[\s_-]+")


def listed(attribute: str, cell: object) -> str | None:
    """The value of the list that a cell means, as the list spells it, or None.

    `attribute`: `note_type`, `setting` or `author_role`. Case, underscores, hyphens and spaces do
    not count.
    """
    return _values(attribute).get(_form(cell)) if isinstance(cell, str) else None


def _form(value: str) -> str:
    return _BETWEEN.sub(" ", value.strip().lower()).strip()


@cache
def _values(attribute: str) -> dict[str, str]:
    if attribute == "author_role":
        return {_form(value): value for value in AUTHOR_ROLES}
    of_schema = dict(load_schema().case_attributes)
    return {_form(value): value for value in of_schema[_OF_SCHEMA[attribute]]}
