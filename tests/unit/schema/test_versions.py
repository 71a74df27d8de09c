"""Versions compare as numbers, and say when marks have to be migrated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.errors import UsageError
from tbnlp.schema.loader import load_schema
from tbnlp.schema.versions import Relation, Version, relation

numbers = st.integers(min_value=0, max_value=999)
versions = st.builds(Version, numbers, numbers, numbers)


def v(text: str) -> Version:
    return Version.parse(text)


@pytest.mark.parametrize(("old", "new", "expected"), [
    pytest.param("0.2.0", "0.2.0", "same", id="equal"),
    pytest.param("0.2.0", "0.2.1", "patch", id="wording only"),
    pytest.param("0.2.9", "0.3.0", "minor", id="a rule changed"),
    pytest.param("0.9.0", "1.0.0", "major", id="the first stable one"),
    pytest.param("0.3.0", "0.2.0", "minor", id="the direction does not count"),
])
def test_two_versions_differ_in_their_first_unequal_part(old: str, new: str, expected: str) -> None:
    assert relation(v(old), v(new)) == Relation(expected)


def test_versions_are_ordered_by_number_and_not_as_text() -> None:
    assert sorted([v("0.10.0"), v("0.9.0"), v("0.2.11"), v("0.2.2")]) == [
        v("0.2.2"), v("0.2.11"), v("0.9.0"), v("0.10.0"),
    ]


@pytest.mark.parametrize(("present", "older", "holds"), [
    pytest.param("0.3.0", "0.3.0", True, id="the same"),
    pytest.param("0.3.1", "0.3.0", True, id="a patch"),
    pytest.param("0.3.0", "0.2.0", False, id="a minor one while MAJOR is 0"),
    pytest.param("1.3.0", "1.2.0", True, id="a minor one from 1.0.0 on"),
    pytest.param("2.0.0", "1.9.0", False, id="a major one"),
    pytest.param("0.3.0", "0.3.1", False, id="a later patch"),
])
def test_old_marks_hold_unless_a_change_may_have_made_them_wrong(present: str, older: str, holds: bool) -> None:
    assert v(present).compatible_with(v(older)) is holds


def test_marks_of_a_later_version_are_not_migrated_back() -> None:
    assert not v("0.2.0").needs_migration_from(v("0.3.0"))
    assert v("0.3.0").needs_migration_from(v("0.2.0"))
    assert not v("0.3.1").needs_migration_from(v("0.3.0"))


@given(versions)
def test_a_version_reads_back_what_it_writes(version: Version) -> None:
    assert v(str(version)) == version
    assert version.compatible_with(version)


@given(versions, versions)
def test_order_and_relation_agree(one: Version, other: Version) -> None:
    assert (relation(one, other) is Relation.SAME) == (one == other)
    assert relation(one, other) is relation(other, one)
    assert not (one.needs_migration_from(other) and other.needs_migration_from(one))


@pytest.mark.parametrize("text", ["", "0.3", "0.3.0.1", "v0.3.0", "0.03.0", "0.-1.0", "0.3.0 ", "٠.3.0", "0.3.x"])
def test_what_is_not_three_plain_numbers_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="three numbers"):
        Version.parse(text)


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(UsageError, match="negative"):
        Version(0, -1, 0)


def test_the_shipped_schema_has_a_version_that_can_be_read() -> None:
    assert v(load_schema().version) >= v("0.3.0")
