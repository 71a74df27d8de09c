"""Copies for spreadsheets hold the same rows, and no cell that runs."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from tbnlp.files import run_rows, twins


def write_rows(folder: Path, kind: str, rows: list[dict[str, object]]) -> None:
    lines = b"".join(run_rows.encode(kind, row) for row in rows)
    (folder / f"{kind}.jsonl").write_bytes(lines)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        "  =1",
        '"=1',
        "'=1",
        "\u00a0\u201c=1",
        "\ufeff=cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_a_spreadsheet_could_run_gets_an_apostrophe(text: str) -> None:
    assert twins.guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "She left = she ran", "3 - 4", "e-mail", "(=)", "<PERSON_1>"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert twins.guarded(text) == text


@given(st.text(max_size=40))
def test_no_exported_text_starts_with_a_sign_that_runs(text: str) -> None:
    shown = twins.guarded(text)
    first = shown.lstrip(" \"'\u00a0\u2018\u2019\u201c\u201d\ufeff")[:1]
    assert first not in set("=+-@\uff1d\uff0b\uff0d\uff20") or shown.startswith("'")
    assert shown.removeprefix("'") == text or shown == text


def test_the_csv_holds_lists_as_json_and_numbers_as_numbers(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "case_id": "c",
        "row": 3,
        "redacted_text": 'a "b"\nc',
        "sentences": [[0, 1]],
    }
    write_rows(tmp_path, "notes", [row])
    facts = twins.write_twin(tmp_path, "notes", "csv")
    with (tmp_path / "notes.csv").open(newline="", encoding="utf-8") as handle:
        (read,) = csv.DictReader(handle)
    assert facts["rows"] == 1
    assert read["redacted_text"] == 'a "b"\nc'
    assert json.loads(read["sentences"]) == [[0, 1]]
    assert read["row"] == "3"
    assert read["reason"] == ""


def test_the_parquet_has_the_fields_of_the_contract_with_their_types(tmp_path: Path) -> None:
    evidence = [{"kind": "rule", "id": "r1", "score": 0.5}]
    write_rows(
        tmp_path,
        "candidates",
        [
            {
                "label": "a",
                "start": 1,
                "parts": [[1, 2], [4, 6]],
                "evidence": evidence,
                "more": {"x": 1},
            },
        ],
    )
    twins.write_twin(tmp_path, "candidates", "parquet")
    table = pq.read_table(tmp_path / "candidates.parquet")
    (row,) = table.to_pylist()
    assert table.column_names == [*run_rows.FIELDS["candidates"], "more"]
    assert (row["parts"], row["evidence"], row["more"]) == ([[1, 2], [4, 6]], evidence, '{"x": 1}')


def test_an_empty_file_has_its_columns_in_every_format(tmp_path: Path) -> None:
    write_rows(tmp_path, "rejects", [])
    for form in twins.WRITERS:
        assert twins.write_twin(tmp_path, "rejects", form)["rows"] == 0
    assert pq.read_table(tmp_path / "rejects.parquet").column_names == list(
        run_rows.FIELDS["rejects"]
    )


@pytest.mark.parametrize("text", ["x" * 40_000, "\U0001f642" * 20_000], ids=["letters", "emoji"])
def test_a_text_beyond_a_cell_is_split_and_the_split_is_counted(tmp_path: Path, text: str) -> None:
    write_rows(
        tmp_path, "notes", [{"row": 0, "redacted_text": text}, {"row": 1, "redacted_text": "b"}]
    )
    assert twins.write_twin(tmp_path, "notes", "xlsx")["split_cells"] == 1
    with load_workbook(tmp_path / "notes.xlsx") as book:
        header, first, _ = book.get_sheet_by_index(0).to_python()
    start = header.index("redacted_text")
    end = header.index("sentences")
    assert "".join(str(cell) for cell in first[start:end]) == text
    assert end - start > 1


def test_a_workbook_holds_text_only_as_text(tmp_path: Path) -> None:
    write_rows(tmp_path, "notes", [{"row": 0, "redacted_text": "=cmd|' /C calc'!A0"}])
    twins.write_twin(tmp_path, "notes", "xlsx")
    with zipfile.ZipFile(tmp_path / "notes.xlsx") as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert list(tmp_path.glob(".*")) == []
