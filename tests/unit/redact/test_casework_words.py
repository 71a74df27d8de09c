"""Names, places, ages and dates as case notes write them. None of these is a development string."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.stage import Skipped

Opened = Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]
One = Callable[[str], RedactedNote]


def left(text: str, secrets: str) -> list[str]:
    """The secrets that still stand as words outside placeholders."""
    bare = re.sub(r"<[A-Z_]+[^<>]*>", "<>", text)
    return [item for item in secrets.split(";") if re.search(rf"(?<!\w){re.escape(item)}(?!\w)", bare)]


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("Placed at Magnolia Bridge shelter last night.", "Magnolia;Bridge"),
        ("She is in the Tarrant County Jail, pod 4B.", "Tarrant;4B"),
        ("He put them in rm 114 of the Sundowner.", "114;Sundowner"),
        ("Enrolled at St Aidan's RC High School.", "Aidan"),
        ("Lives at 14 Cobbler's Row, Leeds LS6 2QT.", "14;Cobbler;LS6"),
        ("Flat 3, 27 Wexford Street, Dublin 2, D02 XY45.", "Flat 3;Wexford;D02"),
        ("Unit 6/112 Barkly St, Footscray VIC 3011.", "112;Barkly;3011"),
        ("77 Rue des Érables, Laval, QC H7A 1B2.", "77;Érables;H7A"),
        ("dropped her @ 79th & Cottage Grove", "79th;Cottage"),
        ("sleeps under the I-45 overpass near Pierce", "I-45;Pierce"),
        ("The Anchor has a bed for her tonight.", "Anchor"),
        ("hearing at Bexley Magistrates' Court", "Bexley"),
        ("Report to Sgt Doyle, Store Street Garda Station.", "Doyle;Store"),
        ("Met at Covenant House w/ her worker Shanice and Insp. Leduc.", "Covenant;Shanice;Leduc"),
    ],
)
def test_a_place_is_masked_in_full(one: One, text: str, secrets: str) -> None:
    assert left(one(text).text, secrets) == []


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("Her sister (15) lives there too.", "15"),
        ("aged nineteen at the time", "nineteen"),
        ("turns 16 in May", "16;May"),
        ("Two kids, 4 and 9, live with the aunt.", "4;9"),
        ("Her boy, Mateo, 7, started school.", "Mateo;7"),
        ("sold at fourteen by a man of sixty", "fourteen;sixty"),
        ("DOB 6/14/2000, appt 5/2 at 9, lease ends 3/1.", "6/14/2000;5/2;3/1"),
        ("Geboren am 14.03.1991 in Ulm.", "14.03.1991"),
        ("Next talk 24.10., room 2.", "24.10"),
        ("I am away 16 to 20/9.", "16;20/9"),
        ("in Euclid since '19.", "'19"),
    ],
)
def test_an_age_or_a_day_is_masked(one: One, text: str, secrets: str) -> None:
    assert left(one(text).text, secrets) == []


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("Auntie Bo keeps the phones.", "Bo"),
        ("They all pay Daddy Ray on Sunday.", "Ray"),
        ("the one they call Ghost picked her up", "Ghost"),
        ("Her pimp, Country, has the car keys.", "Country"),
        ('"Tiny" drove a gold Impala w/ a missing bumper.', "Tiny;Impala"),
        ("group: Tasha, Bri, Mo, and two new girls. Bri cried. Mo left early.", "Tasha;Bri;Mo"),
        ("K. said she will ring. D told her no.", "K;D"),
        ("Spoke with xiomara about the bus.", "xiomara"),
        ("Contact: Reyes, Amalia (mother) called", "Reyes;Amalia"),
        ("she met Will at the store and Will drove", "Will"),
        ("Goddaughter Wren was at the house. Wren is ten.", "Wren;ten"),
        ("The client, Dot, asked. Dot got there at noon.", "Dot"),
    ],
)
def test_a_person_is_masked_also_under_an_ordinary_word(one: One, text: str, secrets: str) -> None:
    assert left(one(text).text, secrets) == []


@pytest.mark.parametrize(
    "text",
    [
        "Foster mom says she eats better.",
        "Will call legal and the bank.",
        "The balance was 40, there is one at the desk.",
        "bus leaves at ten, dinner at five",
        "mother of two, on the news",
        "The clinic has no bed for the baby.",
        "gym locks itself at ten",
        "rescheduled DMV, will bring birth certificate",
    ],
)
def test_ordinary_use_stays(one: One, text: str) -> None:
    assert one(text).text == text


def test_a_street_name_known_from_one_sentence_is_masked_where_it_opens_another(strict: Opened) -> None:
    notes = [
        CaseNote("c", "1", 0, RawText("She was told by Slick to wait, and later with Slick she left.")),
        CaseNote("c", "2", 1, RawText("Slick empties the cup at noon.")),
    ]
    texts = [item.text for item in strict(notes) if isinstance(item, RedactedNote)]
    assert len(texts) == len(notes)
    assert "Slick" not in "".join(texts)


def test_a_short_form_of_a_known_name_is_masked(strict: Opened) -> None:
    notes = [CaseNote("c", "1", 0, RawText("Met Tiffany Orozco. Childminding by Tiff, then MJ and Min-ji came."))]
    (result,) = strict(notes)
    assert isinstance(result, RedactedNote)
    assert left(result.text, "Tiffany;Orozco;Tiff;Min;ji") == []
