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
        "Delgado",
        "DELGADO",
        "maria.delgado",
        "maria_delgado",
        "DELGADO_MARIA",
        "mdelgado82",
        "delgadom",
        "mariadelgado",
        "JSmith",
        "O'Brien",
        "O\u2019Brien",
        "Delgado-2019",
        "2024Delgado",
        "rosa-delgado-1990-04-02",
        "april-delgado",
        "ada19900402",
        "delgado m 1990",
        "Xochitl",
        "Nu\u00f1ez-12",
        "\u041c\u0430\u0440\u0438\u044f",
        "7135550148",
        "17135550148",
        "ct7135550148",
        "(713)5550148",
        "713_555_0148",
        "713555-0148",
        "\uff17\uff11\uff135550148",
        "078051120",
        "123_45_6789",
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
        "000123456",
        "HT-19-0042",
        "case-12",
        "note_7",
        "CLIENT-0042",
        "alabama_1:3",
        "West Virginia 3",
        "march-2024-3",
        "001-61807",
        "W6-C02-01",
        "D-01-2",
        "abc123",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "1ADA3DEE5BE",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "V1StGXR8_Z5jdHi6B-myT",
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


PHONES = [f"713{200 + 37 * n}{1000 + 611 * n}" for n in range(12)]
NUMBERS = [f"2024{300000 + n:06}" for n in range(12)]


@pytest.mark.parametrize(
    ("values", "is_kept"),
    [
        (NUMBERS, True),
        ([f"HT-{number}" for number in NUMBERS], True),
        ([str(412_345_001 + n) for n in range(12)], True),
        (PHONES, False),
        (NUMBERS[:3], False),
        (["7135550148"] * 12, False),
        ([*PHONES[:2], *(f"C-{n}" for n in range(10))], False),
    ],
    ids=["counter", "counter-with-letters", "counter-of-nine", "phones", "few", "one-client", "some"],
)
def test_numbers_of_a_column_are_kept_when_the_system_gave_them(
    tmp_path: Path, values: list[str], is_kept: bool
) -> None:
    path = tmp_path / "notes.csv"
    lines = [f"{value},n{place},x" for place, value in enumerate(values)]
    path.write_text("case_id,note_id,text\n" + "\n".join(lines) + "\n")
    source = opened(path)
    cases = [item.case_id for item in source.identities()]
    shown = [value for value in values if value in cases]
    assert shown == (values if is_kept else [value for value in values if value.startswith("C-")])
    assert [item.case_id for item in read(opened(path), range(len(values)))] == cases


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
        ("intake J.Delgado", "intake *.*"),
        ("note.docx.Maria", "note.*.*"),
        ("June May.docx", "* *.docx"),
    ],
)
def test_file_names_are_shown_without_names(name: str, shown: str) -> None:
    assert shown_name(name) == shown
