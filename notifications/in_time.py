"""A call over HTTP that is over when its time is: connecting, asking, and all of the answer, however slowly it drips."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


@contextmanager
def post(
    url: str, *, body: bytes, headers: Mapping[str, str], silence: float, whole: float
) -> Iterator[requests.Response]:
    """Post to this address and no other; of the answer nothing is read beyond its headers until somebody does.

    silence: seconds to connect, and for each pause of the other side. whole: seconds for all of it, what is read of the
    answer inside the ``with`` included. Neither proxies nor names and passwords of the machine are used. Raises
    RequestException, whose text may hold the whole address.
    """
    with _Watch(whole) as watch, requests.Session() as session:
        session.trust_env = False
        session.mount("http://", _Adapter(watch))
        session.mount("https://", _Adapter(watch))
        with session.post(
            url, data=body, headers=headers, timeout=silence, allow_redirects=False, stream=True
        ) as answer:
            yield answer


class _Watch:
    """Shuts the lines of one call when its time is over, whatever the call waits for just then."""

    def __init__(self, seconds: float) -> None:
        self._lines: list[socket.socket] = []
        self._lock = Lock()
        self._is_over = False
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()

    def over(self, line: socket.socket) -> socket.socket:
        """Return this line, which is watched from now on. A second handle is kept: TLS takes the first one away."""
        with self._lock:
            self._lines.append(line.dup())
        if self._is_over:
            self._end()
        return line

    def _end(self) -> None:
        with self._lock:
            self._is_over = True
            for line in self._lines:
                with suppress(OSError):  # the other side was first
                    line.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Gives each line to the watch as soon as it is open, before TLS or HTTP say anything on it."""

    def __init__(self, watch: _Watch) -> None:
        self._watch = watch
        super().__init__()

    def init_poolmanager(self, *args: Any, **settings: Any) -> None:
        super().init_poolmanager(*args, **settings)
        watch = self._watch

        class Line(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return watch.over(super()._new_conn())

        class SafeLine(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return watch.over(super()._new_conn())

        class Pool(HTTPConnectionPool):
            ConnectionCls = Line

        class SafePool(HTTPSConnectionPool):
            ConnectionCls = SafeLine

        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SafePool}
