"""What is masked in the words of notes, and what stays. None of these is a development string."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tbnlp.notes.redacted_note import RedactedNote

One = Callable[[str], RedactedNote]


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        pytest.param("Her A-number is A 219-334-118.", "219-334-118", "A_NUMBER", id="a_number"),
        pytest.param("I-765 receipt IOE0998811223 came", "IOE0998811223", "USCIS_RECEIPT", id="receipt"),
        pytest.param("He keeps passport EC4471188 in a safe", "EC4471188", "PASSPORT", id="passport"),
        pytest.param("docket 3:22-cr-00118-JJM set", "3:22-cr-00118-JJM", "COURT_CASE", id="docket"),
        pytest.param("HPD report no. 22-118834 taken", "22-118834", "POLICE_CASE", id="police"),
        pytest.param("SSN 900-00-0000 on the form", "900-00-0000", "SSN", id="invalid_ssn_is_masked_too"),
        pytest.param(
            "card 4111 1111 1111 1113 declined", "4111 1111 1111 1113", "ACCOUNT", id="bad_luhn_is_masked_too"
        ),
        pytest.param("cashapp $QueenBee44 gets it", "$QueenBee44", "HANDLE", id="cash_tag"),
        pytest.param("her ig is @moon.dust_9", "@moon.dust_9", "HANDLE", id="handle"),
        pytest.param(
            "write to ana.p at example dot org", "ana.p at example dot org", "EMAIL", id="spelt_mail"
        ),
        pytest.param(
            "he said call five five five, zero one one seven, area eight three two",
            "zero one one seven",
            None,
            id="spoken",
        ),
        pytest.param("lives at 88 Willow Bend Ln Apt 4", "88 Willow Bend Ln Apt 4", "ADDRESS", id="address"),
        pytest.param("corner of Telephone & Bellfort at 2am", "Telephone & Bellfort", "ADDRESS", id="corner"),
        pytest.param(
            "staying at the Sleepy Pines Inn rm 212", "Sleepy Pines Inn rm 212", "FACILITY", id="motel"
        ),
        pytest.param("moved to Lantern House last night", "Lantern House", "FACILITY", id="shelter"),
        pytest.param("tattoo of a crown and KING MIKE on her wrist", "KING MIKE", None, id="tattoo"),
        pytest.param("works at Blue Orchid Nails since May", "Blue Orchid Nails", "EMPLOYER", id="employer"),
        pytest.param("goes to Eastwood High School", "Eastwood High School", "SCHOOL", id="school"),
        pytest.param("speaks Mam and some Spanish", "Mam", "NATIONALITY", id="rare_language"),
        pytest.param("from a village near Chimaltenango", "Chimaltenango", "LOCATION", id="village"),
        pytest.param("DOB 11/02/2006", "11/02/2006", "DATE", id="birth_date"),
        pytest.param("everyone calls him Smokey now", "Smokey", "PERSON", id="alias"),
        pytest.param("In the matter of T.W., a minor", "T.W", "PERSON", id="initials"),
        pytest.param("VIN 2HGES16575H591234 on title", "2HGES16575H591234", "VIN", id="vin"),
        pytest.param("MRN 00881234 at the ER", "00881234", "MRN", id="mrn"),
        pytest.param("the door code: 8812#", "8812#", None, id="door_code"),
    ],
)
def test_an_identifier_is_masked(one: One, text: str, secret: str, kind: str | None) -> None:
    note = one(text)
    assert secret not in note.text
    assert kind is None or kind in {item.kind for item in note.replacements}


@pytest.mark.parametrize(
    "text",
    [
        "she has hope and faith that he may change",
        "he keeps her passport and her phone",
        "call 911 or the hotline at 1-888-373-7888",
        "text 233733 for help",
        "she earned $1,200 in 2019 and kept none",
        "under 22 U.S.C. 7102 this counts",
        "took 500 mg at 10:15 and slept",
        "the pimp made her work 24/7",
        "U.S. Attorney and the FBI were there",
        "she speaks English and Spanish",
        "he said she owes 4,000 dollars",
        "will she be safe at home in Texas",
    ],
)
def test_ordinary_words_stay(one: One, text: str) -> None:
    assert one(text).text == text


DISGUISES: dict[str, Callable[[str], str]] = {
    "zero_width_space": "\u200b".join,
    "zero_width_joiner": "\u200d".join,
    "soft_hyphen": "\u00ad".join,
    "full_width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "right_to_left_override": lambda text: "\u202e" + text + "\u202c",
    "entity": lambda text: "".join(f"&#{ord(c)};" if c.isdigit() else c for c in text),
    "percent": lambda text: "".join(f"%{ord(c):02X}" if c in "@." else c for c in text),
    "combining_mark": lambda text: "".join(c + "\u0301" if c.isalpha() else c for c in text),
    "no_break_space": lambda text: text.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
@pytest.mark.parametrize(
    "value", ["713-555-0142", "078-05-1120", "jane.roe@example.com", "A208123456", "Maria Delgado"]
)
def test_a_disguise_hides_nothing(one: One, value: str, disguise: Callable[[str], str]) -> None:
    text = f"She wrote {disguise(value)} on the form."
    note = one(text)
    assert note.text.startswith("She wrote <")
    assert note.text.endswith("> on the form.")


@pytest.mark.parametrize(
    "text",
    ["a." * 50_000, "1.1.1." * 16_000, "a:" * 50_000, "7" * 100_000, "@" * 100_000],
    ids=["dots", "versions", "colons", "digits", "at_signs"],
)
def test_a_hostile_run_is_one_blob(one: One, text: str) -> None:
    assert one(f"see {text} end").text == "see <BLOB> end"
