"""What is kept of an exception of our own: what it is and where it broke. Its text may hold words of a ticket. Pure Python."""

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def in_short(problem: Exception) -> str:
    """Return e.g. ``KeyError in notifications/passages.py, line 67``; the log has the rest."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    if not ours:
        return type(problem).__name__
    return f"{type(problem).__name__} in {Path(ours[-1].filename).relative_to(ROOT)}, line {ours[-1].lineno}"
