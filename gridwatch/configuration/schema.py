"""JSON Schemas for editors: completion and checks while a file is being written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core.config.base import Model
from core.config.calendar import Calendar
from core.config.camera import Camera
from core.config.crosswalk import Crosswalk
from core.config.matter import MatterTable
from core.config.overlay import Overlay
from core.config.profile import Profile
from core.config.receiver import Receiver
from core.config.settings.root import Settings
from core.config.unit import UnitTable
from gridwatch.configuration.secrets_file import SecretsFile

_MODELS: dict[str, type[Model]] = {
    "gridwatch": Settings,
    "profile": Profile,
    "matters": MatterTable,
    "crosswalk": Crosswalk,
    "receiver": Receiver,
    "secrets": SecretsFile,
    "calendar": Calendar,
    "units": UnitTable,
    "overlay": Overlay,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return file stem to JSON Schema (draft 2020-12)."""
    result = {name: model.model_json_schema() for name, model in _MODELS.items()}
    result["cameras"] = _camera_file()
    result["receiver"]["required"].remove("name")  # its file says it
    return result


def write_schemas(folder: Path) -> list[Path]:
    """Write `<stem>.schema.json` into `folder` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(
            json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
        )
        written.append(path)
    return written


def _camera_file() -> dict[str, Any]:
    camera = Camera.model_json_schema()
    definitions = camera.pop("$defs", {})
    required = camera.pop("required", [])
    # what `defaults` supplies need not be repeated in each camera: an editor must not ask for it
    definitions["Camera"] = camera | {
        "description": f"{camera['description']} Needed, here or in defaults: {required}."
    }
    return {
        "$defs": definitions,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "defaults": {"$ref": "#/$defs/Camera", "description": "Shared by every camera of this file."},
            "cameras": {"type": "array", "items": {"$ref": "#/$defs/Camera"}},
        },
    }
