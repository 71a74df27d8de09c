"""Errors that speak to the person at the terminal and never quote a note.

TbnlpError
├── UsageError        exit 2   an option, a column or a configuration value is wrong
├── InputError        exit 2   an input cannot be read at all
├── QualityGateError  exit 4   a figure is below the gate that the user set
├── AssetError        exit 5   a model, an extra or a data folder is missing or has another hash
├── PrivacyGateError  exit 6   the redactor failed its own start-up test
└── AuditError        exit 7   the chain of decisions is broken
"""

from __future__ import annotations


class TbnlpError(Exception):
    """A failure with a message that is safe to print.

    The message holds ordinals, column names, option names and codes, never note text and never the
    text of a foreign exception, which may quote data (see SECURITY.md).
    """

    exit_code = 1


class UsageError(TbnlpError):
    """The command, an option or the configuration is wrong; nothing was written."""

    exit_code = 2


class InputError(TbnlpError):
    """An input cannot be read at all; nothing was written."""

    exit_code = 2


class QualityGateError(TbnlpError):
    """A measured figure, or the share of skipped notes, is outside the gate that the user set."""

    exit_code = 4


class AssetError(TbnlpError):
    """A model, an optional package or a data folder is missing, or its hash is wrong."""

    exit_code = 5


class PrivacyGateError(TbnlpError):
    """The redactor failed its own start-up test; nothing was written."""

    exit_code = 6


class AuditError(TbnlpError):
    """The audit chain is broken."""

    exit_code = 7
