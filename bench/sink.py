"""A mail server for measuring: it takes every mail and writes when, and which, to a file.

    python -m bench.sink PORT FILE

A line per mail: the moment just before its 250 (seconds since 1970), and the mark that the sender put into the text.
"""

from __future__ import annotations

import base64
import re
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller

MARK = re.compile(rb"mark-[a-z]+-\d+")


class Sink:
    """Writes a line for each mail."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take the mail."""
        found = MARK.search(envelope.content) or MARK.search(_decoded(envelope.content))
        self._file.write(f"{time.time():.6f} {found.group().decode() if found else '-'}\n")
        return "250 kept"


def _decoded(content: bytes) -> bytes:
    """The longest base64 run of a mail, decoded: where a text that is not ASCII stands."""
    runs = re.findall(rb"(?:[A-Za-z0-9+/=]{40,}\r?\n)+", content)
    return b"".join(base64.b64decode(run + b"==", validate=False) for run in runs)


if __name__ == "__main__":
    Controller(Sink(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    Event().wait()
