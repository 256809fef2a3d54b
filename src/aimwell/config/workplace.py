"""Settings of the workplace, read from the environment once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aimwell.config.shipped import shipped

STORE = "AIMWELL_STORE"
DATABASE = "AIMWELL_DATABASE"
SECOND_FACTOR = "AIMWELL_SECOND_FACTOR"
DEMONSTRATION = "AIMWELL_DEMONSTRATION"  # set by `aimwell demo` alone


@dataclass(frozen=True, slots=True)
class WorkplaceSettings:
    """Where things are and how strict to be. Every field has a sensible value without anybody setting it."""

    store: Path
    definitions: Path
    database: str  # '' for SQLite inside the store, or postgresql://user:password@host/name
    hosts: tuple[str, ...]  # names this server answers to
    https: bool  # whether people reach it by https, so that cookies may insist on it
    second_factor: bool  # whether everybody has to have one
    mail: str  # '' writes letters to a folder of the store, or smtp://user:password@host:port
    mail_from: str
    largest_upload: int  # bytes
    demonstration: bool = False  # whether it shows an invented system on somebody's own computer

    @property
    def folder(self) -> Path:
        """The workplace's own folder in the store."""
        return self.store / "workplace"

    @property
    def letters(self) -> Path:
        """Where letters are written when no mail server is set."""
        return self.folder / "letters"

    def secret_key(self) -> str:
        """The key that signs sessions: made once, and kept where only the server may read it."""
        path = self.folder / "secret-key"
        if not path.is_file():
            if not self.store.is_dir():
                return secrets.token_urlsafe(50)  # no store yet: a command that only asks for help
            self.folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50), "ascii")
        return path.read_text("ascii")


def workplace_settings(environment: Mapping[str, str]) -> WorkplaceSettings:
    """The settings that an environment asks for."""
    definitions = environment.get("AIMWELL_DEFINITIONS")
    return WorkplaceSettings(
        store=Path(environment.get(STORE, "aimwell-demo/store")).absolute(),
        definitions=Path(definitions).absolute() if definitions else shipped("definitions"),
        database=environment.get(DATABASE, ""),
        hosts=tuple(environment.get("AIMWELL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")),
        https=environment.get("AIMWELL_HTTPS", "no") == "yes",
        second_factor=environment.get(SECOND_FACTOR, "yes") != "no",
        mail=environment.get("AIMWELL_MAIL", ""),
        mail_from=environment.get("AIMWELL_MAIL_FROM", "aimwell@localhost"),
        largest_upload=int(environment.get("AIMWELL_LARGEST_UPLOAD_MB", "20")) * 1024 * 1024,
        demonstration=environment.get(DEMONSTRATION) == "yes",
    )
