from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tbnlp.cli import main
from tests.contracts.source_tree import ROOT
from tests.unit.corpora.corpus_aid import draft


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["corpus", "check", *arguments])
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


def test_a_faulty_corpus_ends_with_four_and_names_note_and_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = draft()
    made.rows[0]["indicators"][0]["start"] += 1
    made.write(tmp_path)
    code, out, err = checked(capsys, "tiny", "--corpora", str(tmp_path), "--no-audits")
    assert (code, out) == (4, "")
    assert "fault cut words: W1-C01-01 [28, 58): blocked_exit: cuts a word at 'e keeps her papers " in err
    assert "Style of each writer" in err


def test_everything_is_printed_as_json_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft().write(tmp_path)
    code, out, _ = checked(capsys, "tiny", "--corpora", str(tmp_path), "--no-audits", "--json")
    content = json.loads(out)
    assert code == 4
    assert content["audits"] is None
    assert {fault["check"] for fault in content["faults"]} == {"style", "quotas"}


def test_the_audits_of_a_corpus_with_broken_offsets_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = draft()
    made.rows[0]["indicators"][0]["end"] = 4000
    made.write(tmp_path)
    code, _, err = checked(capsys, "tiny", "--corpora", str(tmp_path))
    assert code == 4
    assert "The audits were left out" in err


def test_a_corpus_without_limits_is_not_audited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft().write(tmp_path)
    code, _, err = checked(capsys, "tiny", "--corpora", str(tmp_path))
    assert code == 5
    assert "write down a limit" in err


def test_the_checks_need_no_spacy(tmp_path: Path) -> None:
    draft().write(tmp_path)
    code = (
        "import sys\nfor name in ('spacy', 'torch', 'sklearn', 'datasets'):\n    sys.modules[name] = None\n"
        "from tbnlp.corpora.checks import check_corpus\nfrom tbnlp.schema.loader import load_schema\n"
        f"from pathlib import Path\nassert check_corpus('tiny', load_schema(), Path({str(tmp_path)!r})).notes == 2"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)
