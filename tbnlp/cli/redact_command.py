"""`tbnlp redact`: the first half of the main job."""

from __future__ import annotations

from typing import Any

import click

from tbnlp.cli.run_options import run_options


@click.command()
@run_options
def command(**options: Any) -> int:
    """Redact notes and write a run folder. `tbnlp tag` accepts that folder as input later."""
    from tbnlp.cli.running import run

    return run(options, tag=False)
