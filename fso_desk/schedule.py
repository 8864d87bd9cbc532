"""Everything that happens by the clock, on one page. Each entry says why that often.

Times are UTC. An entry names a task by its full name, so that this page needs no room to be read.
"""

from typing import Any

ENTRIES: dict[str, dict[str, Any]] = {}
