"""The command line: one file a command, loaded when it is called and not before."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Final

import click

from tbnlp.errors import TbnlpError

COMMANDS: Final = {
    "agreement": "Say how well annotators agree, and list where their marks differ.",
    "columns": "Show the columns of a table: fill, lengths and a guess, never a value.",
    "convert": "Write annotated notes in the format of another tool, or read them back.",
    "corpus": "Check a written corpus: marks, splits, style and artefacts.",
    "doctor": "Say what is installed, where models lie and which protections this platform lacks.",
    "evaluate": "Print figures of redaction or tagging, each with its n and interval.",
    "guidelines": "Build the annotation guideline, or check that it may be used.",
    "redact": "Redact notes and write a run folder without candidates.",
    "report": "Write report.html again from a run folder.",
    "tag": "Redact notes, mark candidate passages and write a run folder.",
    "train": "Train the tagger on the written corpus and write a model folder.",
}
"""Name and short help, kept here so that `tbnlp --help` loads no command."""


class LazyGroup(click.Group):
    """Loads a command's module when the command is asked for; its help line stands in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        """All commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tbnlp.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, written without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tbnlp", message="tbnlp %(version)s")
def cli() -> None:
    """Take personal information out of case notes and mark candidate passages for a person to read.

    A label describes wording in a note. It is not a statement about a person.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the code of the contract.

    Messages of our own errors are printed; of any other only the class, since its text may quote data.
    """
    sys.exit(_run(arguments))


def _without_values(error: click.ClickException) -> str:
    """What was wrong with the command line, without the words that were typed: they may name a person."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx is not None else "tbnlp"
    help_text = f"see `{command} --help`"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"{error.param.human_readable_name} is missing; {help_text}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"the value of {error.param.human_readable_name} is not allowed; {help_text}"
    if isinstance(error, click.NoSuchOption):
        return f"there is no such option; {help_text}"
    return f"the command is not complete or has a word too many; {help_text}"


def _run(arguments: list[str] | None) -> int:
    try:
        result: Any = cli.main(args=arguments, prog_name="tbnlp", standalone_mode=False)
    except TbnlpError as error:
        click.echo(f"tbnlp: {error}", err=True)
        return error.exit_code
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("tbnlp: interrupted; a run folder can be finished with --resume", err=True)
        return 130
    except click.ClickException as error:
        click.echo(f"tbnlp: {_without_values(error)}", err=True)
        return 2
    except MemoryError:
        click.echo("tbnlp: out of memory; a run folder can be finished with --resume", err=True)
        return 1
    except OSError as error:
        click.echo(f"tbnlp: reading or writing failed ({type(error).__name__}, {error.strerror})", err=True)
        return 1
    except Exception as error:  # noqa: BLE001  the text of a foreign exception may quote a note
        click.echo(f"tbnlp: unexpected {type(error).__name__}; please report this (no data was printed)", err=True)
        return 1
    return result if isinstance(result, int) else 0
