"""Plans hold whole cases; configuration errors name the nearest key and never a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.errors import UsageError
from tbnlp.files.identity import Identity
from tbnlp.run.config import resolve
from tbnlp.run.held_source import held_shards
from tbnlp.run.local import next_attempt
from tbnlp.run.plan import Shard, plan
from tbnlp.run.retry import Wanted
from tbnlp.run.shard_task import Attempt
from tbnlp.stage import Reason, Skipped

CASES = st.lists(st.integers(0, 8), max_size=60)


def identities(cases: list[int]) -> list[Identity]:
    return [Identity(f"case-{case}", f"note-{row}", row, "0") for row, case in enumerate(cases)]


@given(CASES, st.integers(1, 9))
def test_no_case_is_cut_and_no_row_is_lost(cases: list[int], size: int) -> None:
    shards = plan(identities(cases), size, 1000).shards
    rows = [row for shard in shards for case in shard.cases for row in case]
    assert sorted(rows) == list(range(len(cases)))
    homes = {row: shard.name for shard in shards for case in shard.cases for row in case}
    for case in set(cases):
        assert len({homes[row] for row, name in enumerate(cases) if name == case}) == 1


def test_a_case_of_too_many_notes_is_skipped_aloud() -> None:
    planned = plan(identities([0, 0, 0, 1]), 10, 2)
    assert [item.reason for shard in planned.shards for item in shard.skipped] == [Reason.CASE_TOO_LARGE] * 3
    assert planned.notes == 4


def test_a_second_try_keeps_the_whole_case_of_a_note() -> None:
    planned = plan(identities([0, 0, 1, 1]), 10, 100, Wanted(frozenset({("case-1", "note-3")}), frozenset()))
    assert [shard.cases for shard in planned.shards] == [((2, 3),)]


@given(CASES, st.integers(1, 9))
def test_a_stream_is_cut_between_cases_only(cases: list[int], size: int) -> None:
    shards = list(held_shards(identities(sorted(cases)), size, 1000))
    rows = [row for _, shard in shards for case in shard.cases for row in case]
    assert rows == list(range(len(cases)))
    for source, shard in shards:
        assert [note.row for note in source.notes(shard.cases[0])] == list(shard.cases[0])


def test_skipped_rows_of_a_stream_are_kept() -> None:
    skipped = Skipped("c", "n", 0, "read", Reason.NO_TEXT)
    ((_, shard),) = held_shards([skipped], 5, 10)
    assert shard.skipped == (skipped,)


def test_a_case_of_a_stream_with_too_many_notes_is_skipped_aloud_and_let_go_of() -> None:
    ((source, shard),) = held_shards(identities([0, 0, 0, 0, 1]), 9, 2)
    assert [(item.row, item.reason) for item in shard.skipped] == [
        (row, Reason.CASE_TOO_LARGE) for row in range(4)
    ]
    assert shard.cases == ((4,),)
    assert not any(isinstance(note, Identity) and note.row < 4 for note in source.stream())


SHARD = Shard("s0", ((0, 1), (2,)), ())


def test_the_first_death_of_a_worker_costs_nothing() -> None:
    assert next_attempt(Attempt(SHARD), (0, 1, 2), 0, Reason.WORKER_DIED) == Attempt(SHARD)


def test_the_second_death_probes_every_case_note_by_note() -> None:
    assert next_attempt(Attempt(SHARD), (0, 1, 2), 1, Reason.WORKER_DIED).alone == frozenset({0, 2})


def test_the_note_that_was_announced_last_is_held_back() -> None:
    probed = Attempt(SHARD, alone=frozenset({0, 2}))
    assert next_attempt(probed, (1,), 2, Reason.TIMED_OUT).poison == {1: Reason.TIMED_OUT}


def test_a_case_that_only_fails_as_a_whole_is_held_back_as_a_whole() -> None:
    probed = Attempt(SHARD, alone=frozenset({0, 2}))
    assert set(next_attempt(probed, (0, 1), 2, Reason.TIMED_OUT).poison) == {0, 1}


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("run.worker=2", "did you mean 'workers'"),
        ("tagg.tier=rules", "did you mean 'tag'"),
        ("run.workers", "table.key=value"),
        ("run.workers=many", "run.workers"),
        ("run.workers=0", "above 0"),
        ("redact.profile=lax", "strict"),
        ("run.intended_use='asylum decision'", "asylum"),
        ("run.formats=['doc']", "doc"),
    ],
    ids=lambda value: value,
)
def test_a_wrong_setting_is_refused_with_words_that_help(assignment: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(assignments=[assignment])
    assert words in str(caught.value)


def test_all_unknown_keys_are_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        resolve(assignments=["run.worker=2", "tag.teir=full"])
    assert "workers" in str(caught.value)
    assert "tier" in str(caught.value)


def test_an_option_beats_set_and_set_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tbnlp.toml"
    file.write_text("[run]\nworkers = 2\nshard_notes = 7\nmax_case_notes = 9\n", encoding="utf-8")
    settings = resolve(file, ["run.workers=3", "run.shard_notes=8"], {"run": {"workers": 4}})
    assert (settings.run.workers, settings.run.shard_notes, settings.run.max_case_notes) == (4, 8, 9)
    assert settings.origins == {
        "run.workers": "option", "run.shard_notes": "--set", "run.max_case_notes": "file",
    }


def test_a_password_in_a_url_is_not_shown() -> None:
    settings = resolve(options={"input": {"url": "postgresql://me:secret@host/db", "query": "select 1"}})
    assert "secret" not in repr(settings.shown())
    assert "secret" not in repr(settings)
