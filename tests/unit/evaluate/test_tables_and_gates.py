from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import tbnlp.evaluate
from tbnlp.errors import QualityGateError, UsageError
from tbnlp.evaluate.gates import check_gates
from tbnlp.evaluate.intervals import Share
from tbnlp.evaluate.tables import Table, render, share_text, to_text, write_json
from tbnlp.schema.wording import violations


def test_columns_stand_under_their_heads() -> None:
    table = Table("Title", ("label", "n"), (("a", "5"), ("long label", "120")), ("A remark.",))
    assert render(table) == (
        "Title\n"
        "---------------\n"
        "label         n\n"
        "---------------\n"
        "a             5\n"
        "long label  120\n"
        "---------------\n"
        "A remark."
    )


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="does not have 2 cells"):
        Table("Title", ("label", "n"), (("a",),))


def test_a_share_is_shown_with_interval_and_n() -> None:
    assert share_text(Share(0, 20)) == "0.000 [0.000-0.161] n=20"
    assert share_text(Share(1, 1000), per=1000, decimals=1) == "1.0 [0.2-5.6] n=1000"
    assert share_text(Share(0, 0)) == "- n=0"


def test_figures_are_written_whole_and_end_with_a_line(tmp_path: Path) -> None:
    write_json(tmp_path / "figures.json", {"n": 3, "value": None})
    content = (tmp_path / "figures.json").read_text(encoding="utf-8")
    assert json.loads(content) == {"n": 3, "value": None}
    assert content.endswith("}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]


def test_a_figure_that_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_text({"value": float("nan")})


def test_a_missing_folder_for_the_figures_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="check that its folder exists"):
        write_json(tmp_path / "nowhere" / "figures.json", {})


def test_figures_at_or_above_their_gates_pass() -> None:
    check_gates({"recall": 0.95, "other": None}, {"recall": 0.95})


def test_every_figure_below_its_gate_is_named_with_exit_code_4() -> None:
    with pytest.raises(
        QualityGateError, match=r"recall is 0\.9000.*other is not measured"
    ) as caught:
        check_gates({"recall": 0.9, "other": None}, {"recall": 0.95, "other": 0.1})
    assert caught.value.exit_code == 4


def test_a_gate_on_an_unknown_figure_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no figure is called recal; there are: recall"):
        check_gates({"recall": 0.9}, {"recal": 0.5})


def test_no_string_of_these_modules_holds_a_forbidden_phrase() -> None:
    found: list[tuple[str, str]] = []
    for path in Path(tbnlp.evaluate.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.extend((path.name, item.phrase_id) for item in violations(node.value))
    assert found == []
