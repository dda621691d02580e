"""A PostgreSQL server of one's own for tests: a cluster in a temporary folder, on a Unix socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from alerts.store.address import PASSWORD
from tests.conftest import absent

USER = "gridwatch"
SECRET = "a-password"
ENVIRONMENT = {PASSWORD: SECRET}


def programs() -> Path:
    """Return the folder of the server's programs (Debian keeps them off the path), or skip with the reason."""
    if find_spec("psycopg") is None:
        absent("psycopg (the extra `postgres`)")
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found is None and not debian:
        absent("PostgreSQL (Debian package postgresql)")
    return debian[-1].parent if debian else Path(str(found)).parent


class Cluster:
    """One server: logins by password, texts ordered as a language orders them, nothing synced to the disk."""

    def __init__(self) -> None:
        self._bin = programs()
        self._user = _somebody()
        # not pytest's own folder: PostgreSQL refuses to run as root, and others may not enter root's folders
        self.folder = Path(tempfile.mkdtemp(prefix="gridwatch-pg-"))
        self._numbers = count(1)
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        secret = self.folder / "secret"
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o644)
        self._run(
            *("initdb", "-D", str(self.folder / "data"), "-U", USER, "-A", "scram-sha-256"),
            *("--pwfile", str(secret), "-E", "UTF8", "--locale-provider=icu", "--icu-locale=zh"),
            *("--locale=C.UTF-8", "-N"),
        )
        self.start()

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        options = f"-c listen_addresses= -k {self.folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it as if the power were cut: who is connected is cut off."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        """Stop it and take its folder away."""
        self.stop()
        shutil.rmtree(self.folder)

    def address(self, database: str) -> str:
        """Return the address of one of its databases, as an administrator writes it."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def database(self) -> str:
        """Make an empty database of its own; return its address."""
        name = f"d{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        return self.address(name)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Carry out a statement; return what is printed."""
        psql = [
            str(self._bin / "psql"),
            "-h",
            str(self.folder),
            "-U",
            USER,
            "-d",
            database,
            "-Atqc",
            statement,
        ]
        done = subprocess.run(
            psql, env={**os.environ, "PGPASSWORD": SECRET}, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._bin / program), *arguments],
            user=self._user,
            group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
            cwd="/",
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            log = self.folder / "log"
            raise AssertionError(f"{program}: {done.stdout} {log.read_text() if log.exists() else ''}")


def _somebody() -> str | None:
    """Return whom the server runs as: not root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)
