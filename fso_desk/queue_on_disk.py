"""The queue of work on disk, as kombu has it, but whoever deletes its folder stops nothing: it is made again.

What the folder held is lost, which is allowed: the sweeper finds what was not done.
"""

from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem

from fso_desk.startup import make_var_folders


class Channel(filesystem.Channel):
    """Reads and writes messages; a folder that is gone is an empty queue."""

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except FileNotFoundError:
            make_var_folders()
            raise Empty from None

    # kombu's own two ancestors name the message differently.
    def _put(self, queue: str, payload: Any, **options: Any) -> None:  # type: ignore[override]
        try:
            super()._put(queue, payload, **options)
        except ChannelError as problem:
            if not isinstance(problem.__cause__, FileNotFoundError):
                raise
            make_var_folders()
            super()._put(queue, payload, **options)

    def _queue_bind(self, *names: Any) -> None:
        make_var_folders()
        super()._queue_bind(*names)

    def get_table(self, exchange: str) -> list[Any]:
        """Return which queues hang on this exchange. The file that says so is written once per process, and may be gone:
        Celery's exchange, its one queue and their key have one name."""
        return super().get_table(exchange) or [filesystem.exchange_queue_t(exchange, "", exchange)]


class Transport(filesystem.Transport):
    """What a BROKER_URL of the kind ``filesystem://`` stands for."""

    Channel = Channel
