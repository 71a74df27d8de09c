"""Versions of the schema: how two of them relate, and whether marks of one may be read under the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tbnlp.errors import UsageError

_FORM: Final = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


class Relation(StrEnum):
    """The first part of a version that differs from another one, from `same` (none) to `major`."""

    SAME = "same"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version `MAJOR.MINOR.PATCH`; versions compare by their numbers, not as text.

    Raises `UsageError` for a negative number.
    """

    major: int
    minor: int
    patch: int

    def __post_init__(self) -> None:
        if min(self.major, self.minor, self.patch) < 0:
            msg = "a schema version holds no negative number"
            raise UsageError(msg)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @classmethod
    def parse(cls, text: str) -> Version:
        """The version that `text` writes. Raises `UsageError` for anything but three plain numbers."""
        match = _FORM.fullmatch(text)
        if match is None:
            msg = "a schema version is three numbers with points, for example 0.3.0"
            raise UsageError(msg)
        return cls(*(int(part) for part in match.groups()))

    def compatible_with(self, older: Version) -> bool:
        """True when marks made under `older` hold under this version without a migration.

        Patches hold. A higher MINOR holds from 1.0.0 on; while MAJOR is 0 it may have made marks wrong. Marks of
        a later version never hold. Says nothing about whether the marks were right under their own version.
        """
        if older > self:
            return False
        found = relation(older, self)
        return found in {Relation.SAME, Relation.PATCH} or (found is Relation.MINOR and self.major > 0)

    def needs_migration_from(self, older: Version) -> bool:
        """True when marks of the earlier version `older` have to be migrated first. False for a later version."""
        return older < self and not self.compatible_with(older)


def relation(old: Version, new: Version) -> Relation:
    """The first part in which two versions differ; the direction does not count."""
    if old.major != new.major:
        return Relation.MAJOR
    if old.minor != new.minor:
        return Relation.MINOR
    return Relation.PATCH if old.patch != new.patch else Relation.SAME
