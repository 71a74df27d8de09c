"""Ids join results to records; an id that names a person is replaced."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tbnlp.files.file_names import shown_name
from tbnlp.files.identity import holds_person, masked_ids, rendered
from tbnlp.stage import Reason, Skipped
from tests.unit.files.reading_aid import opened, read


@pytest.mark.parametrize(
    "value",
    [
        "Maria Lopez",
        "Lopez, Maria",
        "maria lopez",
        "Maria_Lopez-12",
        "MariaLopez7",
        "LOPEZ MARIA",
        "m.lopez@mail.org",
        "(555) 123-4567",
        "555-123-4567",
        "+1 555 123 4567",
        "123-45-6789",
        "she said that he hit her",
        "x" * 101,
        "two\nlines",
        "Jos\u00e9 Nu\u00f1ez",
        "O'Brien, Ann",
    ],
)
def test_an_id_that_holds_a_person_is_found(value: str) -> None:
    assert holds_person(value)


@pytest.mark.parametrize(
    "value",
    [
        "C-1001",
        "12",
        "n0-00012",
        "2024-03-12",
        "CASE 12",
        "Case-Note-12",
        "HMIS-2024-000123",
        "0015g00000XyZab",
        "6f1c9e2a-1111-4222-8333-abcdefabcdef",
        "INTAKE FILE 3",
        "a",
        "caseA",
        "Shelter Case 9",
        "5551234567",
    ],
)
def test_an_ordinary_id_is_passed_through(value: str) -> None:
    assert not holds_person(value)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (12.0, "12"),
        (12, "12"),
        (Decimal("7.00"), "7"),
        (1.5, "1.5"),
        (float("nan"), None),
        (None, None),
        ("  ", None),
        ("007", "007"),
    ],
)
def test_numbers_as_ids_have_no_decimal_point(cell: object, shown: str | None) -> None:
    assert rendered(cell) == shown


def test_a_cell_that_is_no_id_is_refused() -> None:
    with pytest.raises(ValueError, match="no id"):
        rendered(["a"])


def test_ids_of_four_characters_with_a_digit_and_replaced_ids_are_masked() -> None:
    kept = [
        raw.unwrap_for_redaction()
        for raw in masked_ids("C-1001", "12", "Maria Lopez", "abcd", None)
    ]
    assert kept == ["C-1001", "Maria Lopez"]


def test_all_notes_of_a_replaced_case_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("case_id,note_id,text\nC-1,a,x\nAna Ruiz,b,x\nC-1,c,x\nAna Ruiz,Ana Ruiz 2,x\n")
    source = opened(path)
    identities = list(source.identities())
    assert [item.case_id for item in identities] == ["C-1", "c0-00001", "C-1", "c0-00001"]
    assert [item.note_id for item in identities] == ["a", "b", "c", "n0-00003"]
    assert source.warnings == {"id_replaced": 2}
    fresh = opened(path)
    assert [item.case_id for item in read(fresh, [3, 1])] == ["c0-00001", "c0-00001"]


def test_missing_ids_come_from_the_place_and_never_from_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "Maria_Lopez.csv"
    path.write_text("case_id,text\n,x\nC-1,x\n")
    (other,) = [tmp_path / "a.jsonl"]
    other.write_text('{"text":"x"}\n')
    identities = list(opened(path, other).identities())
    assert [(item.case_id, item.note_id) for item in identities] == [
        ("c0-00000", "n0-00000"),
        ("C-1", "n0-00001"),
        ("n1-00000", "n1-00000"),
    ]
    assert "Lopez" not in repr(identities)


def test_a_second_note_with_the_same_ids_is_rejected_and_the_first_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("case_id,note_id,text\nC-1,a,x\nC-2,a,x\nC-1,a,y\n")
    items = list(opened(path).identities())
    assert [item.reason for item in items if isinstance(item, Skipped)] == [Reason.DUPLICATE_ID]
    assert items[2].row == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Maria_Lopez intake 12.docx", "*_* intake 12.docx"),
        ("notes.csv", "notes.csv"),
        ("C-10013.PDF", "*-*.pdf"),
        ("noending", "*"),
    ],
)
def test_file_names_are_shown_without_names(name: str, shown: str) -> None:
    assert shown_name(name) == shown
