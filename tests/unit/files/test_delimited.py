"""CSV and TSV files give every note as it was stored."""

from __future__ import annotations

import csv
import io
import pickle  # noqa: TID251  what a worker process is sent
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tbnlp.errors import InputError, TbnlpError, UsageError
from tbnlp.files.byte_records import csv_records
from tbnlp.files.columns import describe
from tbnlp.files.source import open_source
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Skipped
from tests.unit.files.reading_aid import opened, read, texts

CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


def stored(folder: Path, content: str | bytes, name: str = "notes.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None
)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    order=st.randoms(use_true_random=False),
)
def test_any_text_comes_back_from_any_row_in_any_order(
    tmp_path: Path, rows: list[tuple[str, str]], end: str, order: random.Random
) -> None:
    buffer = io.StringIO(newline="")
    # The module leaves a bare line end unquoted unless it is its own; no reader could tell.
    writer = csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["text", "other"])
    writer.writerows([(f"a{text}", other) for text, other in rows])
    source = opened(stored(tmp_path, buffer.getvalue()))
    asked = list(range(len(rows)))
    order.shuffle(asked)
    assert texts(read(source, asked)) == [f"a{rows[row][0]}" for row in asked]


@given(st.binary(max_size=60).map(lambda raw: bytes(b'",\r\nab;'[byte % 7] for byte in raw)))
def test_records_are_cut_where_the_csv_module_cuts_them(raw: bytes) -> None:
    text = raw.decode()
    expected = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    found = list(csv_records(io.BytesIO(raw), b",", limit=10**6))
    sound = [row for item in found if not item.fault for row in csv.reader([item.content.decode()])]
    if found and found[-1].fault:
        expected = expected[: len(sound)]
    assert sound == expected
    assert all(
        raw[item.start : item.start + item.length] == item.content
        for item in found
        if not item.fault
    )


def test_a_note_of_several_lines_keeps_its_line_ends(tmp_path: Path) -> None:
    path = stored(tmp_path, 'note_id,text\r\nn1," He said:\r\n""stay"".\n\n "\r\n')
    (note,) = read(opened(path))
    assert texts([note]) == [' He said:\r\n"stay".\n\n ']


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbfnote_id,text\nn1,caf\xc3\xa9\n", "bom.csv"),
        ("note_id,text\nn1,caf\u00e9\n".encode("utf-16"), "wide.csv"),
        ("note_id\ttext\nn1\tcaf\u00e9\n".encode(), "tabs.tsv"),
        ("note_id;text\nn1;caf\u00e9\n".encode(), "semicolons.csv"),
        ("note_id,text\rn1,caf\u00e9\r".encode(), "old_mac.csv"),
        ("NOTE_ID , Text\nn1,caf\u00e9".encode(), "titles.csv"),
    ],
    ids=["utf8-mark", "utf16", "tsv", "semicolons", "cr-only", "case-of-titles"],
)
def test_usual_exports_are_read_without_any_option(
    tmp_path: Path, content: bytes, name: str
) -> None:
    items = read(opened(stored(tmp_path, content, name)))
    assert texts(items) == ["caf\u00e9"]
    assert items[0].note_id == "n1"


def test_a_windows_file_is_read_with_its_encoding(tmp_path: Path) -> None:
    path = stored(tmp_path, "note_id,text\nn1,caf\u00e9 \u2019\n".encode("cp1252"))
    assert texts(read(opened(path))) == ["bad_encoding"]
    assert texts(read(opened(path, encoding="cp1252"))) == ["caf\u00e9 \u2019"]


def test_bad_bytes_cost_their_own_row_only_and_the_row_keeps_its_ids(tmp_path: Path) -> None:
    content = b"case_id,note_id,text\nc1,n1,good\nc1,n2,b\xffd\nc1,n3,good\n"
    items = read(opened(stored(tmp_path, content)))
    assert texts(items) == ["good", "bad_encoding", "good"]
    assert [item.note_id for item in items] == ["n1", "n2", "n3"]


def test_a_row_with_a_piece_of_a_note_is_no_row_and_shows_nothing_of_it(tmp_path: Path) -> None:
    content = "case_id,note_id,text\nc1,n1,first line\nsecond line with CANARY\nc1,n3,good\n"
    source = opened(stored(tmp_path, content))
    identities = list(source.identities())
    assert [isinstance(item, Skipped) for item in identities] == [False, True, False]
    assert "CANARY" not in repr(identities)
    assert texts(read(source)) == ["first line", "bad_row", "good"]


def test_an_open_quote_swallows_no_row_into_an_id(tmp_path: Path) -> None:
    content = 'case_id,note_id,text\nc1,n1,good\nc1,n2,"open\nc1,n3,CANARY\n'
    items = read(opened(stored(tmp_path, content)))
    assert texts(items) == ["good", "bad_row"]
    assert "CANARY" not in repr(items)


def test_empty_and_too_long_notes_are_said_aloud(tmp_path: Path) -> None:
    content = f"note_id,text\nn1,\nn2,\u00a0 \u200b\nn3,{'x' * 51}\nn4,ok\n\n"
    items = read(opened(stored(tmp_path, content), max_characters=50))
    assert texts(items) == ["no_text", "no_text", "too_long", "ok"]


def test_a_giant_record_is_passed_over_whole_with_its_line_ends() -> None:
    giant = b'1,"' + b'x\n""y,' * 700_000 + b'"\r\n'
    raw = b"a,b\n" + giant + b"2,ok\n"
    found = list(csv_records(io.BytesIO(raw), b",", limit=1000))
    assert [(item.content, str(item.fault)) for item in found] == [
        (b"a,b\n", "None"),
        (b"", "too_long"),
        (b"2,ok\n", "None"),
    ]
    assert found[1].start + found[1].length == 4 + len(giant) - len(b"\n")


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04rest", b"%PDF-1.7", b"note_id,text\n\x00\x00", b"\x1f\x8b\x08"],
    ids=["zip", "pdf", "nul", "gzip"],
)
def test_a_binary_file_under_the_name_of_a_csv_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError):
        opened(stored(tmp_path, content))


def test_a_missing_text_column_names_what_there_is(tmp_path: Path) -> None:
    path = stored(tmp_path, "NoteID,Case Note,Date\n1,CANARY,2\n")
    with pytest.raises(UsageError, match="Case Note") as caught:
        opened(path)
    assert "--text-column" in str(caught.value)
    assert "CANARY" not in str(caught.value)
    with pytest.raises(UsageError, match="did you mean 'Case Note'"):
        opened(path, text_column="CaseNote")


def test_a_file_without_a_header_shows_nothing_of_its_first_note(tmp_path: Path) -> None:
    path = stored(tmp_path, "c1,n1,She told me that CANARY took her passport away from her\n")
    with pytest.raises(UsageError) as caught:
        opened(path)
    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    ["c1,CANARY,left\nc2,Ana,stayed\n", "c1,Rosa Delgado,text\nc2,Ana Ruiz,x\n"],
    ids=["short-cells", "a-full-name"],
)
def test_a_first_row_of_short_cells_could_be_data_and_is_only_counted(
    tmp_path: Path, content: str
) -> None:
    path = stored(tmp_path, content)
    with pytest.raises(UsageError) as caught:
        opened(path, text_column="narrative")
    shown = f"{caught.value}{describe(path)}"
    assert "CANARY" not in shown
    assert "Delgado" not in shown
    assert [info.name for info in describe(path)] == ["column 1", "column 2", "column 3"]


def test_a_row_of_unusual_names_is_counted(tmp_path: Path) -> None:
    path = stored(tmp_path, "alpha,beta\n1,2\n")
    with pytest.raises(UsageError, match=r"it has 2 column\(s\), none of them"):
        opened(path)


@pytest.mark.parametrize("content", ["", "note_id,text\n"], ids=["no-bytes", "header-only"])
def test_an_input_without_rows_is_no_fault(tmp_path: Path, content: str) -> None:
    source = opened(stored(tmp_path, content))
    assert list(source.identities()) == []
    assert source.digests()[0]["rows"] == 0


def test_a_cell_at_the_limit_of_excel_is_counted(tmp_path: Path) -> None:
    source = opened(stored(tmp_path, f"note_id,text\nn1,{'x' * 32_767}\nn2,short\n"))
    read(source)
    read(source)
    assert source.warnings == {"cell_at_excel_limit": 1}


def test_a_pickled_source_gives_the_same_notes_and_holds_no_text(tmp_path: Path) -> None:
    path = stored(tmp_path, "case_id,note_id,text\nMaria Lopez,n1,CANARY\n\nMaria Lopez,n2,two\n")
    source = open_source([path])
    before = [item.case_id for item in source.identities()]
    packed = pickle.dumps(source)  # what a worker process is sent
    assert b"CANARY" not in packed
    assert b"Lopez" not in packed
    again = read(pickle.loads(packed), [1, 0])  # noqa: S301  packed above
    assert texts(again) == ["two", "CANARY"]
    assert [item.case_id for item in again] == before == ["c0-00000", "c0-00000"]


def test_a_file_that_changes_between_the_passes_ends_a_run_that_can_be_resumed(tmp_path: Path) -> None:
    path = stored(tmp_path, "note_id,text\nn1,one\n")
    source = opened(path)
    list(source.identities())
    path.write_text("note_id,text\nn1,one\nn2,two\n")
    with pytest.raises(TbnlpError, match="input 0 changed") as caught:
        read(source, [0])
    assert caught.value.exit_code == 1
    path.unlink()
    with pytest.raises(TbnlpError, match="input 0 changed") as caught:
        read(source, [0])
    assert caught.value.exit_code == 1


def test_a_text_file_that_changes_is_no_corrupt_file(tmp_path: Path) -> None:
    path = stored(tmp_path, "She left.", "note.txt")
    source = opened(path)
    path.write_text("She left the house.")
    with pytest.raises(TbnlpError, match="input 0 changed"):
        read(source, [0])


def test_a_limit_counts_rows_over_all_files(tmp_path: Path) -> None:
    one = stored(tmp_path, "note_id,text\na,1\nb,2\n", "a.csv")
    two = stored(tmp_path, "note_id,text\nc,3\nd,4\n", "b.csv")
    assert texts(read(opened(two, one, limit=3))) == ["1", "2", "3"]


def test_dates_roster_and_closed_words_come_along(tmp_path: Path) -> None:
    path = stored(
        tmp_path,
        "note_id,text,date,note_type,who\nn1,ok,3/4/2024 2:05 PM,intake,Ana Ruiz; B-1234\n",
    )
    (note,) = read(opened(path, roster_columns=("who",)))
    assert isinstance(note, CaseNote)
    assert (note.date, note.note_type) == ("2024-03-04T14:05:00", "intake")
    assert [name.unwrap_for_redaction() for name in note.roster] == ["Ana Ruiz", "B-1234"]


@pytest.mark.parametrize(
    ("column", "cell", "shown"),
    [
        ("note_type", "Progress Note", "progress_note"),
        ("note_type", " INTAKE ", "intake"),
        ("note_type", "visit with Rosa Delgado", None),
        ("setting", "Domestic Servitude", "domestic_servitude"),
        ("setting", "Delgado farm", None),
        ("author_role", "Social_Worker", "social worker"),
        ("author_role", "case-manager", "case manager"),
        ("author_role", "Ana Ruiz, LCSW", None),
    ],
)
def test_a_value_that_is_on_no_list_is_left_out_and_counted(
    tmp_path: Path, column: str, cell: str, shown: str | None
) -> None:
    source = opened(stored(tmp_path, f'note_id,text,{column}\nn1,ok,"{cell}"\nn2,ok,\n'))
    first, second = read(source)
    assert getattr(first, column) == shown
    assert getattr(second, column) is None
    assert source.warnings == ({} if shown else {"value_not_on_list": 1})
