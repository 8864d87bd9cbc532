"""How long the tests of faults take: short, for every build, or whole. `FSO_FAULTS=whole` (make faults) is read here only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Length:
    """What differs between the two.

    kills, mails: how often the worker is killed, over how many mails.
    waits: whether claims and pauses end by themselves; otherwise the rows are made due by the test.
    is_timed: whether milliseconds are asserted, which a busy build machine cannot promise.
    """

    name: str
    kills: int
    mails: int
    waits: bool
    is_timed: bool


SHORT: Final = Length("short", kills=6, mails=48, waits=False, is_timed=False)
WHOLE: Final = Length("whole", kills=200, mails=1000, waits=True, is_timed=True)

LENGTH: Final = WHOLE if os.environ.get("FSO_FAULTS") == "whole" else SHORT
