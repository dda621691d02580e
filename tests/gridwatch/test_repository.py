from __future__ import annotations

from gridwatch.repository import REPOSITORY


def test_what_every_clone_holds_is_found() -> None:
    """The project's own file and the code tables that demos and benches copy."""
    assert (REPOSITORY / "pyproject.toml").is_file()
    assert list((REPOSITORY / "configs" / "matters").glob("*.yaml"))
