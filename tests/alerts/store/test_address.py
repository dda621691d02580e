"""The address of the database."""

from __future__ import annotations

import pytest

from alerts.store.address import PASSWORD, BadAddress, make_folder, read_address


def test_password_comes_from_the_environment():
    """It is in the URL that is opened, and hidden where that is shown."""
    url = read_address("postgresql+psycopg://gridwatch@db:5432/gridwatch", {PASSWORD: "p@ss/w:rd"})
    assert url.password == "p@ss/w:rd"
    assert "p@ss" not in repr(url)
    assert read_address("postgresql://db/gridwatch", {}).password is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://me:hidden@db/gridwatch", f"set {PASSWORD}"),
        ("gridwatch.db", "no SQLAlchemy address"),
        ("", "no SQLAlchemy address"),
        ("sqlite://", "MemoryStore"),
        ("sqlite:///:memory:", "MemoryStore"),
        ("sqlite:///file.db?mode=ro", "plain file name"),
    ],
)
def test_unusable_address_is_told_without_repeating_it(address, told):
    """A message goes to logs; what is in an address may not."""
    with pytest.raises(BadAddress, match=told) as caught:
        read_address(address, {})
    assert "hidden" not in str(caught.value)


def test_folder_is_made(tmp_path):
    """A first start needs no preparation; a file in the way is told."""
    make_folder(read_address(f"sqlite:///{tmp_path}/a/b/store.db", {}))
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(BadAddress, match="cannot make the folder"):
        make_folder(read_address(f"sqlite:///{tmp_path}/file/store.db", {}))
