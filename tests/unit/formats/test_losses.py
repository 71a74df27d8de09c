"""What a format says it loses, and the table of it."""

from __future__ import annotations

import pytest

from tbnlp.formats.detection import MODULES, format_of
from tbnlp.formats.losses import Loss, Losses
from tbnlp.formats.matrix import IN_TOOL, KEPT, LOST, WORDS, cell, matrix
from tbnlp.schema.wording import violations
from tests.contracts.source_tree import ROOT
from tests.unit.formats.expected import MARK_LOSSES, NOTE_LOSSES, expected
from tests.unit.formats.tool_marks import FULL_NOTE, SCHEMA

README = ROOT / "README.md"


def test_a_tool_cannot_keep_what_our_own_file_loses() -> None:
    with pytest.raises(ValueError, match="the tool cannot keep"):
        Losses(frozenset({Loss.SUBTYPE}), frozenset())


@pytest.mark.parametrize("loss", [*MARK_LOSSES, *NOTE_LOSSES, Loss.MARK_ID], ids=lambda loss: loss.value)
def test_a_declared_loss_changes_what_is_expected(loss: Loss) -> None:
    note = FULL_NOTE if loss is not Loss.MARK_ID else expected(FULL_NOTE, Losses(frozenset(), frozenset()))
    assert expected(note, Losses(frozenset({loss}), frozenset(Loss))) != FULL_NOTE


def test_nothing_is_expected_to_change_where_nothing_is_lost() -> None:
    assert expected(FULL_NOTE, Losses(frozenset(), frozenset(Loss))) == FULL_NOTE


@pytest.mark.parametrize("name", list(MODULES))
def test_a_format_is_called_by_its_name_and_has_settings_that_are_files(name: str) -> None:
    module = format_of(name)
    assert name == module.NAME
    assert all(file and "/" not in file for file in module.config(SCHEMA))


def test_the_table_has_a_row_for_each_loss_and_a_column_for_each_format() -> None:
    lines = matrix().splitlines()
    assert lines[0] == "| | " + " | ".join(MODULES) + " |"
    assert len(lines) == 2 + len(Loss)
    assert set(WORDS) == set(Loss)
    assert violations(matrix()) == []


def test_a_cell_says_where_something_is_lost() -> None:
    assert cell(Loss.SUBTYPE, "tbnlp") == KEPT
    assert cell(Loss.SUBTYPE, "doccano") == IN_TOOL
    for name in MODULES:
        losses = format_of(name).LOSSES
        assert {loss for loss in Loss if cell(loss, name) == LOST} == losses.in_file
        assert {loss for loss in Loss if cell(loss, name) != KEPT} == losses.in_tool


def test_the_readme_has_the_table_as_it_is_now() -> None:
    text = README.read_text(encoding="utf-8")
    if "| two parts of a passage |" in text:
        assert matrix() in text
