"""Source profiles: small TOML files that say which columns an export of a case system has."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tbnlp.errors import UsageError
from tbnlp.files.reading import ReadSpec

_FOLDER: Final = "profiles"
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class Profile(BaseModel):
    """Columns of one kind of export. Settings of the command come before those of a profile."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    name: _Name
    description: _Name
    id_column: _Name | None = None
    case_column: _Name | None = None
    text_column: _Name | None = None
    date_column: _Name | None = None
    note_type_column: _Name | None = None
    setting_column: _Name | None = None
    author_role_column: _Name | None = None
    roster_columns: tuple[_Name, ...] = Field(default=(), strict=False)
    encoding: _Name | None = None
    table: _Name | None = None
    text_form: Literal["plain", "html", "base64_html"] = "plain"


def profile_names() -> list[str]:
    """Names of the profiles that come with the program."""
    folder = resources.files("tbnlp.files") / _FOLDER
    return sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile of this name, or in this TOML file. Raises `UsageError` with what is wrong."""
    name = str(name_or_path)
    try:
        if name.endswith(".toml"):
            content = Path(name).read_text(encoding="utf-8")
        elif name in profile_names():
            content = (resources.files("tbnlp.files") / _FOLDER / f"{name}.toml").read_text("utf-8")
        else:
            listed = ", ".join(profile_names())
            msg = f"no source profile of that name; there are {listed}, or name a TOML file"
            raise UsageError(msg)
        return Profile.model_validate(tomllib.loads(content))
    except ValidationError as error:
        fields = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
        msg = f"the source profile has wrong fields: {fields}"
        raise UsageError(msg) from None
    except (OSError, ValueError):
        msg = "the source profile cannot be read; it has to be a TOML file in UTF-8"
        raise UsageError(msg) from None


def with_profile(spec: ReadSpec) -> ReadSpec:
    """The settings with the gaps filled by the profile that they name."""
    if spec.profile is None:
        return spec
    profile = load_profile(spec.profile)
    filled = {
        field: value
        for field, value in profile.model_dump(exclude={"name", "description"}).items()
        if value and getattr(spec, field) in {None, (), "plain"}
    }
    return replace(spec, **filled, profile=None)
