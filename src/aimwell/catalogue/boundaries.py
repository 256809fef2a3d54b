"""Reads the outlines in definitions/geographies/."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.domain.boundaries import Boundaries, Outline
from aimwell.domain.footprints import Footprint


def read_boundaries(folder: Path, footprint: Footprint) -> Boundaries:
    """The outlines of the systems and regions of a footprint, by id. folder: definitions/."""
    path = folder / "geographies" / f"boundaries_{footprint.starts}.json"
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Boundaries(
        footprint=date.fromisoformat(content["footprint"]),
        width=content["width"],
        height=content["height"],
        attribution=content["attribution"],
        systems=_outlines(content["systems"]),
        regions=_outlines(content["regions"]),
    )


def _outlines(content: Mapping[str, Any]) -> tuple[Outline, ...]:
    return tuple(Outline(place, drawn["path"], *drawn["label"]) for place, drawn in content.items())
