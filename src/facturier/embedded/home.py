"""Where an installation keeps its data, and how that directory is laid out."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SYSTEM_HOME = Path("/var/lib/facturier")


@dataclass(frozen=True)
class Home:
    """The data home. Nothing is created until `create` is called."""

    root: Path

    @property
    def postgres(self) -> Path:
        """One data directory per major version of PostgreSQL (`18/`); the highest is the one in use."""
        return self.root / "postgres"

    @property
    def config(self) -> Path:
        """The server's settings and access rules, out of the reach of the server's own account."""
        return self.root / "config"

    @property
    def programs(self) -> Path:
        """Copies of PostgreSQL's programs, only where the server's account cannot reach the originals."""
        return self.root / "programs"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def run(self) -> Path:
        """Locks and the log of the last start."""
        return self.root / "run"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret.key"

    @property
    def page_key(self) -> Path:
        """Signs the sessions of the pages. Losing it logs everybody out, nothing more."""
        return self.root / "page.key"

    @property
    def witness(self) -> Path:
        return self.root / "witness.json"

    def create(self) -> None:
        """Make what is missing. Directories that exist already keep their modes: we open none.

        As root, the home and the two directories that the server's account must pass through or read
        are 0711 or 0755, and everything else 0700; as a normal user all are 0700.
        """
        as_root = os.geteuid() == 0
        passage, readable = (0o711, 0o755) if as_root else (0o700, 0o700)
        self.root.parent.mkdir(parents=True, exist_ok=True)
        for directory in (self.root, self.postgres, self.programs):
            _make(directory, passage)
        _make(self.config, readable)
        for directory in (self.files, self.run):
            _make(directory, 0o700)


def default_home(environ: Mapping[str, str] = os.environ) -> Home:
    """`FACTURIER_HOME`; else for root /var/lib/facturier; else `facturier` in the XDG data home.

    Root never uses the XDG directory: it lies under /root, which the server's account cannot reach.
    """
    chosen = environ.get("FACTURIER_HOME")
    if chosen:
        return Home(Path(chosen).expanduser().absolute())
    if os.geteuid() == 0:
        return Home(SYSTEM_HOME)
    data_home = Path(environ.get("XDG_DATA_HOME", ""))
    # The XDG specification says that a relative path is to be ignored.
    base = data_home if data_home.is_absolute() else Path("~/.local/share").expanduser()
    return Home(base / "facturier")


def _make(directory: Path, mode: int) -> None:
    try:
        directory.mkdir(mode=mode)
    except FileExistsError:
        return
    # mkdir's mode is cut by the umask; this directory is ours and a moment old.
    directory.chmod(mode)
