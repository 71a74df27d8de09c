"""Quality gates: figures that must reach what the user asked for."""

from __future__ import annotations

from collections.abc import Mapping

from tbnlp.errors import QualityGateError, UsageError


def check_gates(figures: Mapping[str, float | None], minimums: Mapping[str, float]) -> None:
    """Return when every figure reaches its minimum (same scale, 0-1).

    A figure that was not measured does not pass. Raises `QualityGateError` naming every figure
    below its gate, and `UsageError` for a gate on a figure that does not exist.
    """
    unknown = sorted(set(minimums) - set(figures))
    if unknown:
        msg = f"no figure is called {', '.join(unknown)}; there are: {', '.join(sorted(figures))}"
        raise UsageError(msg)
    failures = [
        f"{name} is {_shown(figures[name])}, the gate asks for {minimum:g}"
        for name, minimum in minimums.items()
        if not _reaches(figures[name], minimum)
    ]
    if failures:
        msg = "; ".join(failures)
        raise QualityGateError(msg)


def _reaches(value: float | None, minimum: float) -> bool:
    return value is not None and value >= minimum


def _shown(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4f}"
