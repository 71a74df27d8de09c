"""JSONL gives every note as it was stored; what is no note is said aloud."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tbnlp.errors import InputError, UsageError
from tbnlp.files.reading import ReadSpec
from tbnlp.files.source import open_source
from tbnlp.files.stdin_stream import StreamSource
from tbnlp.stage import Skipped
from tests.unit.files.reading_aid import opened, read, texts


def stored(folder: Path, content: str | bytes) -> Path:
    path = folder / "notes.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    rows=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=6
    ),
    is_ascii=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_any_text_comes_back_from_any_row_in_any_order(
    tmp_path: Path, rows: list[str], is_ascii: bool, order: random.Random
) -> None:
    lines = [json.dumps({"text": f"a{text}"}, ensure_ascii=is_ascii) for text in rows]
    source = opened(stored(tmp_path, "\n\n".join(lines)))
    asked = list(range(len(rows)))
    order.shuffle(asked)
    assert texts(read(source, asked)) == [f"a{rows[row]}" for row in asked]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b'{"note_id":"n1","text":7}', "bad_row"),
        (b'{"note_id":"n1","text":["a"]}', "bad_row"),
        (b'{"note_id":"n1","text":null}', "no_text"),
        (b'{"note_id":"n1","text":NaN}', "no_text"),
        (b'{"note_id":"n1"}', "no_text"),
        (b'{"note_id":"n1","text":"a\\ud800"}', "bad_encoding"),
        (b'{"note_id":"n1","text":"a\xff"}', "bad_encoding"),
        (b'{"note_id":["n1"],"text":"a"}', "bad_row"),
        (b'{"note_id":"n1","text":"a"', "bad_row"),
        (b'"a"', "bad_row"),
        (b"[" * 100_000, "bad_row"),
        (b'{"note_id":' + b"9" * 5000 + b',"text":"a"}', "bad_row"),
        (b'{"note_id":"n1","text":"\\ud83d\\ude42"}', "\U0001f642"),
    ],
    ids=[
        "number",
        "list",
        "null",
        "nan",
        "absent",
        "surrogate",
        "bytes",
        "id-list",
        "cut",
        "string",
        "deep",
        "huge-number",
        "emoji",
    ],
)
def test_a_line_is_a_note_or_says_why_not(tmp_path: Path, line: bytes, shown: str) -> None:
    content = b'{"note_id":"n0","text":"ok"}\n' + line + b'\n{"note_id":"n2","text":"ok"}'
    assert texts(read(opened(stored(tmp_path, content)), [0, 1, 2])) == ["ok", shown, "ok"]


def test_bad_rows_are_known_in_the_first_pass_and_quote_nothing(tmp_path: Path) -> None:
    source = opened(stored(tmp_path, '{"note_id":"n0","text":"ok"}\nCANARY {\n'))
    items = list(source.identities())
    assert [isinstance(item, Skipped) for item in items] == [False, True]
    assert "CANARY" not in repr(items)


def test_a_json_list_and_a_missing_text_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="JSON list"):
        opened(stored(tmp_path, '[{"text":"a"}]'))
    with pytest.raises(UsageError, match="did you mean 'note'"):
        opened(stored(tmp_path, '{"note":"a"}'))


def test_standard_input_rejects_a_case_that_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ("C-1", "a"),
        ("C-1", "b"),
        ("C-2", "c"),
        ("C-1", "d"),
        ("C-2", "c2"),
        ("C-3", "e"),
        ("C-3", "e"),
    ]
    lines = [json.dumps({"case_id": case, "note_id": note, "text": note}) for case, note in rows]
    raw = ("\ufeff" + "\n".join(lines)).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    source = open_source(["-"])
    assert source.once
    assert texts(list(source.stream())) == [
        "a",
        "b",
        "c",
        "case_reopened",
        "case_reopened",
        "e",
        "duplicate_id",
    ]
    (facts,) = source.digests()
    assert (facts["rows"], facts["size"]) == (7, len(raw))
    with pytest.raises(UsageError, match="once"):
        source.identities()


def test_a_stream_replaces_ids_and_builds_missing_ones() -> None:
    lines = (
        b'{"case_id":"Ana Ruiz","text":"x"}\n{"case_id":"Ana Ruiz","text":"y"}\n{"text":"z"}\nno\n'
    )
    source = StreamSource(io.BytesIO(lines), ReadSpec())
    items = list(source.stream())
    assert [(item.case_id, item.note_id) for item in items] == [
        ("c0-00000", "n0-00000"),
        ("c0-00000", "n0-00001"),
        ("n0-00002", "n0-00002"),
        ("c0-00003", "n0-00003"),
    ]
    assert source.warnings == {"id_replaced": 1}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b'{"note":"CANARY","case_id":"C-1"}\n' * 3, UsageError),
        (b"CANARY is no JSON\n", UsageError),
        (b"\x1f\x8b\x08CANARY\n", InputError),
        (b'{"text":"CANARY"}\n\x00\x01\x02\n', InputError),
        ('{"text":"CANARY"}\n'.encode("utf-16"), InputError),
        (b'[{"text":"CANARY"}]\n', InputError),
    ],
    ids=["no-text-column", "no-json", "gzip", "zero-bytes", "utf-16", "list"],
)
def test_standard_input_without_notes_is_refused_before_anything_is_read(
    content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        StreamSource(io.BytesIO(content), ReadSpec())
    assert "CANARY" not in str(caught.value)


def test_standard_input_without_a_byte_holds_no_notes() -> None:
    source = StreamSource(io.BytesIO(b""), ReadSpec())
    assert list(source.stream()) == []
    assert source.digests()[0]["rows"] == 0


def test_a_stream_longer_than_the_look_ahead_comes_whole_and_in_order() -> None:
    lines = [json.dumps({"Text": str(number), "note_type": "intake"}) for number in range(450)]
    source = StreamSource(io.BytesIO("\n".join(lines).encode()), ReadSpec())
    items = list(source.stream())
    assert texts(items) == [str(number) for number in range(450)]
    assert [item.row for item in items] == list(range(450))


def test_an_id_column_may_turn_up_behind_the_look_ahead() -> None:
    lines = [b'{"text":"x"}'] * 200 + [b'{"case_id":"C-7","note_id":"n7","text":"y"}']
    items = list(StreamSource(io.BytesIO(b"\n".join(lines)), ReadSpec()).stream())
    assert (items[-1].case_id, items[-1].note_id) == ("C-7", "n7")


def test_standard_input_stands_alone(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="beside"):
        open_source(["-", stored(tmp_path, '{"text":"a"}')])
