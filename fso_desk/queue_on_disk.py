"""The queue of work on disk, as kombu has it, but whoever deletes its folder stops nothing: it is made again.

What the folder held is lost, which is allowed: the sweeper finds what was not done.
"""

import logging
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings
from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

from fso_desk.startup import make_var_folders

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Reads and writes messages; a folder that is gone is an empty queue."""

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except FileNotFoundError:
            make_var_folders()
            raise Empty from None
        except ValueError:
            logger.warning("A message in the queue was not whole, as after a power cut; it is left to the clock.")
            raise Empty from None

    # kombu's own two ancestors name the message differently.
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        """Write a message. It gets its name when it is whole: kombu's own way shows workers empty files, which end them."""
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = Path(self.data_folder_out) / f"{name}.part"
        try:
            _write(unfinished, dumps(payload))
            unfinished.rename(Path(self.data_folder_out) / name)
        except OSError as problem:
            raise ChannelError(f"The message {name!r} cannot be written") from problem

    def _queue_bind(self, *names: Any) -> None:
        make_var_folders()
        super()._queue_bind(*names)

    def get_table(self, exchange: str) -> list[Any]:
        """Return which queues hang on this exchange.

        The file that says so is written once per process, and may be gone; the desk's exchange, its one queue and their
        key have one name.
        """
        try:
            table: list[Any] = super().get_table(exchange)
        except ValueError:  # another process is just writing it
            table = []
        if table or exchange != settings.CELERY_TASK_DEFAULT_QUEUE:
            return table
        return [filesystem.exchange_queue_t(exchange, "", exchange)]


class Transport(filesystem.Transport):
    """What a BROKER_URL of the kind ``filesystem://`` stands for."""

    Channel = Channel


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text)
    except FileNotFoundError:
        make_var_folders()
        file.write_text(text)
