"""`tbnlp doctor`: is everything here, and what does this platform lack?"""

from __future__ import annotations

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Say what is installed, where models lie, and which protections this platform lacks."""
    import json

    from tbnlp.run.doctor import examine

    findings = list(examine())
    if as_json:
        click.echo(json.dumps([{"state": item.state, "text": item.text} for item in findings]))
    else:
        for item in findings:
            click.echo(f"{item.state:8} {item.text}")
    return 5 if any(item.state == "missing" for item in findings) else 0
