"""Colours of families can be read on both papers, and carry nothing but a colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.report.family_colours import DARK_PAPER, LIGHT_PAPER, contrast, readable, style_rules
from tbnlp.schema.entries import Family


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"), st.sampled_from([LIGHT_PAPER, DARK_PAPER]))
def test_every_colour_becomes_readable(colour: str, paper: str) -> None:
    assert contrast(readable(colour, paper), paper) >= 4.5


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_colour_that_reads_well_is_kept() -> None:
    assert readable("#003366", LIGHT_PAPER) == "#003366"


def test_a_colour_that_is_no_colour_cannot_enter_the_style() -> None:
    rules = style_rules([Family("a", "A", "red}</style><script>", "scope")])
    assert "script" not in rules
    assert ".f0{--hue:#808080" in rules
