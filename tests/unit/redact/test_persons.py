"""One number a person."""

from __future__ import annotations

import pytest

from tbnlp.redact.persons import PersonNumbers


@pytest.mark.parametrize(
    "short",
    ["Maria", "Delgado", "Ms. Delgado", "maria", "Maria Delgado's", "M.D.", "Delgaddo"],
)
def test_a_short_form_is_the_same_person(short: str) -> None:
    numbers = PersonNumbers(["Maria Delgado", short])
    assert numbers.cluster(short) == numbers.cluster("Maria Delgado")


def test_two_people_of_one_family_are_two() -> None:
    numbers = PersonNumbers(["Maria Delgado", "Jose Delgado"])
    assert numbers.cluster("Maria Delgado") != numbers.cluster("Jose Delgado")


def test_an_alias_is_joined_where_the_text_says_so() -> None:
    numbers = PersonNumbers(["Marcus Devlin", "Polo"], [("Marcus Devlin", "Polo")])
    assert numbers.cluster("Polo") == numbers.cluster("Marcus Devlin")
