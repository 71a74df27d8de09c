"""What the wheel holds beside the package: the models and the guideline, as data of the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACES = {"models": "tbnlp/_models", "annotation_guidelines": "tbnlp/_guidelines"}


class WheelContents(BuildHookInterface[Any]):
    """Adds the two folders to a real wheel; an editable install reads them from the checkout instead."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders for the builder. `version` is `standard` or `editable`."""
        if version != "standard":
            return
        for folder, place in PLACES.items():
            if (Path(self.root) / folder).is_dir():
                build_data["force_include"][folder] = place
