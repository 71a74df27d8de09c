"""Family colours made readable on the two papers of the report, and the style rules that carry them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tbnlp.schema.entries import Family

LIGHT_PAPER: Final = "#ffffff"
DARK_PAPER: Final = "#1d2126"
READABLE: Final = 4.5
"""Contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_UNKNOWN: Final = "#808080"


def luminance(colour: str) -> float:
    """Relative luminance of a `#rrggbb` colour, 0-1. Source: WCAG 2.2, "relative luminance"."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1-21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, paper: str) -> str:
    """The nearest shade of `colour`, towards black or white, that can be read on `paper`."""
    target = 0 if luminance(paper) > 0.5 else 255
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for step in range(101):
        mixed = [round(part + (target - part) * step / 100) for part in channels]
        shade = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(shade, paper) >= READABLE:
            return shade
    return "#000000" if target == 0 else "#ffffff"


def style_rules(families: Sequence[Family]) -> str:
    """CSS that gives each family class (`f0`, `f1` … in schema order, `fx` for any other) its colours.

    A colour that is not `#rrggbb` becomes grey, so that nothing but a colour can enter the style.
    """
    colours = [family.colour if _HEX.fullmatch(family.colour) else _UNKNOWN for family in families]
    named = [*((f"f{index}", colour) for index, colour in enumerate(colours)), ("fx", _UNKNOWN)]
    light = "".join(
        f".{name}{{--hue:{colour};--ink-f:{readable(colour, LIGHT_PAPER)}}}\n" for name, colour in named
    )
    dark = "".join(f".{name}{{--ink-f:{readable(colour, DARK_PAPER)}}}\n" for name, colour in named)
    return f"{light}@media screen and (prefers-color-scheme:dark){{\n{dark}}}\n"
