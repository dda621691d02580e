from __future__ import annotations

import json
from pathlib import Path

from gridwatch.configuration.schema import schemas, write_schemas


def test_the_committed_schemas_are_current() -> None:
    """An editor must not complain about what the program accepts. Mend by `gridwatch schema`."""
    folder = Path(__file__).resolve().parents[3] / "configs" / "schemas"
    for name, schema in schemas().items():
        committed = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert committed == json.loads(json.dumps(schema)), name


def test_every_setting_is_documented(tmp_path: Path) -> None:
    """A key without a sentence is a key nobody can use."""
    for path in write_schemas(tmp_path):
        schema = json.loads(path.read_text(encoding="utf-8"))
        for model in [schema, *schema.get("$defs", {}).values()]:
            for key, field in model.get("properties", {}).items():
                assert {"description", "$ref"} & field.keys() or key == "cameras", f"{path.name}: {key}"
