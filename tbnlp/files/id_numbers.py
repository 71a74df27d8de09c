"""Phone and social-security numbers inside ids, and columns whose own numbers merely look like them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MIN_VALUES: Final = 10
"""Different values from which a column can show that its numbers are its own."""

_PHONE: Final = re.compile(
    r"(?<![\dA-Za-z])(?:\+\d[\d ().-]{8,16}\d"
    r"|(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4})(?!\d)"
    r"|\(\d{3}\)[ ._/-]*\d{3}[ ._/-]?\d{4}(?!\d)"
    r"|(?<!\d)[2-9]\d{2}[ ._/-]{1,2}[2-9]\d{2}[ ._/-]{1,2}\d{4}(?!\d)"
)
_SSN: Final = re.compile(r"(?<!\d)\d{3}[- ._/]\d{2}[- ._/]\d{4}(?!\d)")
_BARE_PHONE: Final = re.compile(
    r"(?<!\d)1?[2-9]\d{2}[ ._/-]?[2-9]\d{2}[ ._/-]?\d{4}(?!\d)"
)
"""North American numbers without separators, or with one. Source: the NANP's rules for digits."""
_BARE_SSN: Final = re.compile(
    r"(?<!\d)(?:(?!000|666|9)\d{3}(?!00)\d{2}|9\d{2}[5-9]\d)(?!0000)\d{4}(?!\d)"
)
"""Nine digits that can be a social-security or a taxpayer number. Source: the SSA's and IRS's rules."""
_PREFIX: Final = 4
_UNLIKE: Final = 0.05


@dataclass(frozen=True, slots=True)
class OwnShapes:
    """Shapes of the numbers that a system gave itself, of the case and of the note column.

    Holds shapes such as `99999`, never a value.
    """

    case: frozenset[str] = frozenset()
    note: frozenset[str] = frozenset()


NO_SHAPES: Final = OwnShapes()
"""For rows whose column cannot be seen: every number that could be a person's is taken for one."""


def holds_number(value: str, own: frozenset[str] = frozenset()) -> bool:
    """True when an id seems to hold a phone or social-security number.

    A number without separators passes when its shape is one of `own`.
    """
    if _PHONE.search(value) or _SSN.search(value):
        return True
    return _holds_bare(value) and _shape(value) not in own


def own_shapes(values: Iterable[str | None]) -> frozenset[str]:
    """The shape that most values of a column have, when its numbers are the system's own.

    They are taken for people's numbers all the same when every one of them could be dialled, or
    be a social-security number, and most do not begin alike: a counter does not look like that.
    """
    distinct = {value for value in values if value}
    groups: dict[str, list[str]] = {}
    for value in distinct:
        groups.setdefault(_shape(value), []).append(value)
    return frozenset(
        shape for shape, group in groups.items()
        if len(group) >= MIN_VALUES and 2 * len(group) > len(distinct) and _is_counted(group)
    )


def _is_counted(group: list[str]) -> bool:
    unlike = sum(not _holds_bare(value) for value in group)
    starts = Counter(re.sub(r"\D", "", value)[:_PREFIX] for value in group)
    return unlike > _UNLIKE * len(group) or 2 * starts.most_common(1)[0][1] > len(group)


def _holds_bare(value: str) -> bool:
    return bool(_BARE_PHONE.search(value) or _BARE_SSN.search(value))


def _shape(value: str) -> str:
    """The value with every digit as 9 and every letter as a."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))
