"""Workbooks, Parquet, Arrow, databases and Python tables hold the same notes."""

from __future__ import annotations

import base64
import pickle  # noqa: TID251  what a worker process is sent
import sqlite3
from collections import Counter
from pathlib import Path

import datasets
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tbnlp.errors import InputError, UsageError
from tbnlp.files.columns import describe
from tbnlp.files.frames import notes_from
from tbnlp.files.profiles import load_profile, profile_names
from tbnlp.files.reading import ReadSpec
from tbnlp.files.source import open_source
from tbnlp.notes.case_note import CaseNote, RawText
from tests.unit.files.reading_aid import opened, read, texts

ROWS = {
    "case_id": ["C-1", "C-2", "C-1", None],
    "note_id": [1.0, 2.0, 3.0, 4.0],
    "text": ["one", "caf\u00e9\r\n", None, "four"],
}
SHOWN = ["one", "caf\u00e9\r\n", "no_text", "four"]


def workbook(path: Path, rows: list[list[object]], sheet: str = "Notes") -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        book.add_worksheet("Cover") if sheet == "Second" else None
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def test_a_workbook_gives_ids_without_decimals_and_text_for_numbers(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [["note_id", "text"], [12, "one"], [13, 2023], [], [14, ""]]
    )
    items = read(opened(path))
    assert texts(items) == ["one", "2023", "no_text"]
    assert [item.note_id for item in items] == ["12", "13", "14"]


def test_a_sheet_is_chosen_by_name_and_a_cut_cell_is_counted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["text"], ["x" * 32_767]], sheet="Second")
    source = opened(path, table="Second")
    again = pickle.loads(pickle.dumps(source))  # noqa: S301  packed here
    assert len(texts(read(source))[0]) == len(texts(read(again))[0]) == 32_767
    assert source.warnings == {"cell_at_excel_limit": 1}
    with pytest.raises(UsageError, match="it has 2 sheets") as caught:
        opened(path, table="Rosa Third")
    assert "Cover" not in str(caught.value)
    assert "Rosa" not in str(caught.value)


@pytest.mark.parametrize("content", [b"PK\x03\x04x", b"text\nno workbook\n"], ids=["cut", "csv"])
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError):
        opened(path)


def test_a_workbook_under_the_name_of_a_csv_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["text"], ["x"]]).rename(tmp_path / "a.csv")
    with pytest.raises(InputError, match="binary"):
        opened(path)


@pytest.mark.parametrize("form", ["parquet", "arrow", "stream", "feather"])
def test_column_files_give_slices_of_rows(tmp_path: Path, form: str) -> None:
    table = pa.table(ROWS)
    path = tmp_path / f"a.{'arrow' if form == 'stream' else form}"
    if form == "parquet":
        pq.write_table(table, path, row_group_size=2)
    elif form == "stream":
        with pa.ipc.new_stream(str(path), table.schema) as writer:
            writer.write_table(table, max_chunksize=3)
    else:
        with pa.ipc.new_file(str(path), table.schema) as writer:
            writer.write_table(table, max_chunksize=3)
    source = opened(path)
    again = pickle.loads(pickle.dumps(source))  # noqa: S301  packed here
    assert texts(read(again, [3, 0, 1, 2])) == ["four", *SHOWN[:3]]
    assert [item.note_id for item in source.identities()] == ["1", "2", "3", "4"]
    assert source.digests()[0]["rows"] == 4


def test_a_broken_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(InputError, match="broken"):
        opened(tmp_path / "a.parquet")


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "notes.db"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("create table n (case_id text, note_id int, text text)")
        connection.executemany(
            "insert into n values (?, ?, ?)",
            [
                ("C-2", 3, "three"),
                ("C-1", 1, "one"),
                ("C-1", 2, None),
            ],
        )
    connection.close()
    return f"sqlite:///{path}"


def test_a_query_is_read_in_the_order_of_its_ids(database: str) -> None:
    spec = ReadSpec(query="select * from n;", url=database)
    source = open_source([], spec)
    assert [(item.case_id, item.note_id) for item in source.identities()] == [
        ("C-1", "1"),
        ("C-1", "2"),
        ("C-2", "3"),
    ]
    packed = pickle.dumps(source)
    again = pickle.loads(packed)  # noqa: S301  packed here
    assert texts(read(again, [2, 0, 1])) == ["three", "one", "no_text"]
    assert source.digests() == [
        {"ordinal": 0, "kind": "sql", "size": None, "sha256": None, "rows": 3}
    ]


@pytest.mark.parametrize("query", ["delete from n", "update n set text = ''", "drop table n"])
def test_a_statement_that_writes_is_refused(database: str, query: str) -> None:
    with pytest.raises(UsageError, match="SELECT"):
        open_source([database], ReadSpec(query=query))
    assert texts(read(open_source([database], ReadSpec(query="select * from n")), [0])) == ["one"]


@pytest.mark.parametrize(
    "url", ["postgresql://me:CANARY@127.0.0.1:1/x", "sqlite:////nowhere/CANARY.db", "CANARY://x"]
)
def test_a_database_that_cannot_be_read_shows_neither_url_nor_password(url: str) -> None:
    spec = ReadSpec(query="select * from n", url=url)
    with pytest.raises(InputError) as caught:
        open_source([], spec)
    assert "CANARY" not in f"{caught.value}{spec}"
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "make",
    [pd.DataFrame, pl.DataFrame, pa.table, datasets.Dataset.from_dict],
    ids=["pandas", "polars", "arrow", "dataset"],
)
def test_tables_in_python_give_their_notes_case_by_case(make: type) -> None:
    items = list(notes_from(make(ROWS)))
    assert [item.row for item in items] == [0, 2, 1, 3]
    assert texts(items) == ["one", "no_text", "caf\u00e9\r\n", "four"]
    assert items[3].case_id == "c0-00003"


def test_a_missing_text_in_pandas_is_never_the_word_nan() -> None:
    frame = pd.DataFrame({"text": ["a", None, float("nan")]})
    assert texts(list(notes_from(frame))) == ["a", "no_text", "no_text"]
    dates = pd.to_datetime(pd.Series(["2024-01-02", None, None]))
    frame = pd.DataFrame({"text": pd.array(["a", "b", pd.NA], dtype="string"), "date": dates})
    first, second, third = notes_from(frame)
    assert texts([first, second, third]) == ["a", "b", "no_text"]
    assert isinstance(first, CaseNote)
    assert isinstance(second, CaseNote)
    assert (first.date, second.date) == ("2024-01-02T00:00:00", None)


def test_texts_notes_and_mappings_are_read_once_in_order() -> None:
    note = CaseNote("C-9", "n", 0, RawText("three"))
    items = list(notes_from(["one", {"text": "two", "case_id": "C-9"}, note, None, 5]))
    assert texts(items) == ["one", "two", "three", "no_text", "bad_row"]
    assert items[0].note_id == "n0-00000"


def test_a_case_that_comes_back_in_an_iterable_is_rejected() -> None:
    notes = (
        CaseNote(case, note, 0, RawText(note))
        for case, note in [("a", "1"), ("b", "2"), ("a", "3")]
    )
    assert texts(list(notes_from(notes))) == ["1", "2", "case_reopened"]


def test_a_note_built_in_python_goes_through_the_checks_of_a_file() -> None:
    counts: Counter[str] = Counter()
    notes = [
        CaseNote("Rosa Delgado", "n1", 7, RawText("one"), note_type="Intake", setting="Delgado farm"),
        CaseNote("Rosa Delgado", "rosa-2", 8, "two"),  # type: ignore[arg-type]  # a plain string
        CaseNote("Rosa Delgado", "n3", 9, RawText("  "), author_role="Ana Ruiz"),
        CaseNote("C-2", "n4", 9, 5),  # type: ignore[arg-type]  # no text at all
    ]
    items = list(notes_from(notes, warnings=counts))
    assert texts(items) == ["one", "two", "no_text", "bad_row"]
    assert [(item.case_id, item.note_id) for item in items] == [
        ("c0-00000", "n1"), ("c0-00000", "n0-00001"), ("c0-00000", "n3"), ("C-2", "n4"),
    ]
    first, second = items[:2]
    assert isinstance(first, CaseNote)
    assert isinstance(second, CaseNote)
    assert (first.note_type, first.setting) == ("intake", None)
    assert isinstance(second.text, RawText)
    assert {raw.unwrap_for_redaction() for raw in second.masked_ids} == {"Rosa Delgado", "rosa-2"}
    assert counts == {"id_replaced": 2, "value_not_on_list": 1}


def test_a_note_built_in_python_keeps_its_roster_and_language() -> None:
    note = CaseNote(
        "C-1", "n1", 0, RawText("one"), language="other", roster=(RawText("Ana; Ruiz"),),
        masked_ids=(RawText("B-17"),),
    )
    (item,) = notes_from([note])
    assert isinstance(item, CaseNote)
    assert item.language == "other"
    assert [raw.unwrap_for_redaction() for raw in (*item.roster, *item.masked_ids)] == [
        "Ana; Ruiz", "B-17",
    ]


def test_a_row_without_text_in_the_middle_parts_no_case() -> None:
    rows: list[object] = [
        {"case_id": "Ana Ruiz", "note_id": "1", "text": "a"},
        {"case_id": "Ana Ruiz", "note_id": "2"},
        {"case_id": ["Ana"], "note_id": "3", "text": "b"},
        {},
        None,
        {"case_id": "Ana Ruiz", "note_id": "4", "text": "c"},
    ]
    items = list(notes_from(rows))
    assert texts(items) == ["a", "no_text", "bad_row", "no_text", "no_text", "c"]
    assert (items[0].case_id, items[-1].case_id) == ("c0-00000", "c0-00000")


@pytest.mark.parametrize("data", ["one text", 7], ids=["string", "number"])
def test_an_object_that_holds_no_notes_is_refused(data: object) -> None:
    with pytest.raises(UsageError):
        notes_from(data)


def test_replaced_ids_in_a_table_are_counted() -> None:
    counts: Counter[str] = Counter()
    frame = pl.DataFrame({"text": ["a", "b"], "case_id": ["Ana Ruiz", "Ana Ruiz"]})
    assert {item.case_id for item in notes_from(frame, warnings=counts)} == {"c0-00000"}
    assert counts["id_replaced"] == 1


def test_columns_are_described_without_a_value(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "CANARY said that he always looked after her and that she owed him everything she had."
    path.write_text(
        "Record ID,Participant ID,Entered By,Date,Case Note,County\n"
        + "".join(f"R-{n},P-{n // 2},Ana,3/{n + 1}/2024,{long}{n},\n" for n in range(4))
    )
    infos = describe(path)
    assert [info.guess for info in infos] == ["id", "case", "author", "date", "text", "other"]
    assert infos[4].fill == 1.0
    assert infos[5].fill == 0.0
    assert infos[4].longest == len(long) + 1
    assert "CANARY" not in repr(infos)


def test_a_profile_names_the_columns_and_decodes_the_text(tmp_path: Path) -> None:
    body = base64.b64encode(b"<p>She said &quot;no&quot;.</p>").decode()
    path = tmp_path / "notes.csv"
    path.write_text(f"Id,ParentId,Content,CreatedDate\n0691,001A,{body},2024-05-06T10:00:00.000Z\n")
    (note,) = read(opened(path, profile="salesforce"))
    assert texts([note]) == ['She said "no".']
    assert isinstance(note, CaseNote)
    assert (note.case_id, note.date) == ("001A", "2024-05-06T10:00:00")


def test_every_profile_of_the_package_loads() -> None:
    assert profile_names() == ["apricot", "hmis_zip", "plain", "salesforce"]
    assert [load_profile(name).name for name in profile_names()] == profile_names()


def test_an_unknown_profile_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="apricot, hmis_zip") as caught:
        load_profile("Delgado")
    assert "Delgado" not in str(caught.value)


def test_a_profile_with_a_wrong_field_names_the_field_only(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "a"\ndescription = "b"\ntext_colum = "CANARY"\n')
    with pytest.raises(UsageError, match="text_colum") as caught:
        load_profile(path)
    assert "CANARY" not in str(caught.value)
