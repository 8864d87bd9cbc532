"""The web process of a desk, as its Procfile starts it, and one person who is signed in."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.faults import office
from tests.faults.desk import ROOT, Desk, environment_of
from tests.faults.servers import free_port, wait_until

HOST = "desk.test"


def gather_static_files(folder: Path) -> None:
    """Do before the web process starts what an administrator does; it refuses to serve pages without style."""
    environment = environment_of(folder, f"sqlite:///{folder / 'none'}", "filesystem://localhost", free_port())
    gather = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    environment["STATIC_ROOT"] = str(folder)
    subprocess.run(gather, check=True, cwd=ROOT, env=environment, timeout=300)


class Web:
    """gunicorn on a free port, asked by the FSO of the cast."""

    def __init__(self, desk: Desk, static: Path) -> None:
        self.port = free_port()
        places = {"PORT": str(self.port), "STATIC_ROOT": str(static), "SECURE_SSL_REDIRECT": "0"}
        desk.start("web", **places)
        wait_until(self._is_open, "the web process answers")
        self._cookies: SimpleCookie = SimpleCookie()
        self._cookies["sessionid"] = desk.ask("sign_in", address=office.FSO)

    def sign_out(self) -> None:
        """Forget who asks."""
        self._cookies.clear()

    def get(self, path: str) -> tuple[int, float]:
        """Ask for a page; return the status and the milliseconds until it was there."""
        return self._ask("GET", path, {})

    def post(self, path: str, **fields: str) -> tuple[int, float]:
        """Send a form; return the status and the milliseconds until the answer was there."""
        return self._ask("POST", path, fields)

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, float]:
        cookies = "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())
        headers = {"Host": HOST, "Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        if "csrftoken" in self._cookies:
            headers["X-CSRFToken"] = self._cookies["csrftoken"].value
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, urlencode(fields) or None, headers)
        answer = line.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                self._cookies.load(value)
        line.close()
        return answer.status, took

    def _is_open(self) -> bool:
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            line.request("GET", "/healthz", headers={"Host": HOST})
            return line.getresponse().status == 200
        except OSError:
            return False
