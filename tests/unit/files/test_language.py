"""Only notes that are clearly in another language count as such."""

from __future__ import annotations

import pytest

from tbnlp.files.language import is_clearly_not_english

SPANISH = (
    "La clienta dijo que \u00e9l siempre la cuidaba y que no quer\u00eda dejarlo porque le "
    "deb\u00eda todo. Me cont\u00f3 que trabajaba de noche en la casa y que \u00e9l "
    "guardaba su pasaporte. Tiene miedo de volver, pero tambi\u00e9n dice que lo "
    "extra\u00f1a mucho y que nadie m\u00e1s la ayud\u00f3 cuando lleg\u00f3 al pa\u00eds "
    "sin dinero."
)
TAGALOG = (
    "Sinabi ng kliyente na lagi siyang inaalagaan ng amo niya at ayaw niyang umalis dahil "
    "malaki ang utang na loob niya. Itinago ang pasaporte niya at natatakot siyang bumalik "
    "sa bahay, pero nami-miss din niya ang mga bata na inaalagaan niya noon. Hindi niya "
    "alam kung kanino siya lalapit sa lungsod."
)
CHINESE = 6 * (
    "\u5ba2\u6237\u8bf4\u4ed6\u4e00\u76f4\u7167\u987e\u5979\uff0c\u5979\u4e0d\u60f3"
    "\u79bb\u5f00\u4ed6\uff0c\u56e0\u4e3a\u5979\u6b20\u4ed6\u4e00\u5207\u3002"
)
TELEGRAM = (
    "Clt seen 10/3. Safe, housed, no inj. Tx plan rev'd. Ref legal, med, ESL. Phone new. "
    "Wants GED. Bx f/u 1wk. No SI/HI. Mood ok, affect flat. Appt Weds 2pm clinic. Bus pass "
    "given x2. Mother called, msg left. T visa app pending, atty cc'd. Grp attended x3, "
    "journaling nightly, sleep poor."
)
DIALECT = (
    "Dey done tuk her papers, she 'low, an' dat man he say she gwine pay 'im back ever' "
    "cent fo' she kin go. She say he warn't so bad nohow, he gib her vittles an' a bed, "
    "an' she ain't neber had nobody do dat fo' her befo'. Den she cry some an' say she "
    "reckon she gwine back dar come Sunday."
)
PIDGIN = (
    "She say boss no dey beat am again but she dey fear. Dem collect her passport, tell am "
    "say she go pay big money before she fit comot. She no get anybody for that place, na "
    "only im dey help am, im dey chop for im hand. She wan go back because she dey miss am "
    "well well, na so she talk."
)
SINGAPORE = (
    "Boss hold passport lah, she cannot go anywhere one. Debt still got three thousand, "
    "every month kena cut salary, food also cut. She say boss good heart what, got give "
    "phone card, got bring see doctor, so how can run. Aiyah she scared also, last time "
    "one girl run then police catch, sent home, agent angry like mad."
)
MIXED = (
    "Client said, \u201cme dijo que no hablara con nadie porque la polic\u00eda me iba a "
    "llevar y que nadie me iba a creer\u201d, and then she told me through the interpreter "
    "that he had kept her passport and all of her money since May."
)


@pytest.mark.parametrize("text", [SPANISH, TAGALOG, CHINESE], ids=["spanish", "tagalog", "chinese"])
def test_a_long_note_in_another_language_is_found(text: str) -> None:
    assert is_clearly_not_english(text)


@pytest.mark.parametrize(
    "text",
    [
        TELEGRAM,
        DIALECT,
        PIDGIN,
        SINGAPORE,
        MIXED,
        SPANISH[:120],
        SPANISH[:200] + " " + MIXED[-190:],
        "",
        "1234 5678 " * 100,
        "<PERSON_1> <DATE_2: 2019> " * 30,
    ],
    ids=[
        "telegram",
        "dialect",
        "pidgin",
        "singapore",
        "quotes",
        "short",
        "half",
        "empty",
        "digits",
        "placeholders",
    ],
)
def test_everything_that_could_be_english_counts_as_english(text: str) -> None:
    assert not is_clearly_not_english(text)
