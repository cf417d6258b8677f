"""The demo's logins: passwords are drawn for each installation and kept beside its database, readable by its owner alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from luoshi.demo.people import ADMINISTRATOR, NAMED


@dataclass(frozen=True)
class Login:
    """One way in: `note` is the post."""

    login: str
    password: str
    name: str
    note: str


def drawn() -> list[Login]:
    """The four named people and the administrator, each with a new password."""
    people = (*NAMED, ADMINISTRATOR)
    return [
        Login(login, secrets.token_urlsafe(9), name, title) for login, name, _unit, title, _role in people
    ]


def keep(logins: list[Login], path: Path) -> None:
    """Write the logins to `path` (0600)."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump([asdict(login) for login in logins], file, ensure_ascii=False)


def kept(path: Path) -> list[Login]:
    """The logins of this installation's demo; none where there is no demo."""
    return [Login(**line) for line in json.loads(path.read_text())] if path.exists() else []
