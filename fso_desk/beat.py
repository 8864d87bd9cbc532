"""The clock that wakes workers: Celery's, but one that goes on when the machine's clock is set back."""

from typing import Any

from celery.beat import PersistentScheduler


class SteadyScheduler(PersistentScheduler):
    """Celery reckons from each entry's last turn: set back by an hour, it would be silent for an hour."""

    def tick(self, *heap: Any, **functions: Any) -> float:
        """Do one turn of what is due; return the seconds until the next. What ran "in the future" ran now."""
        entries = self.schedule.values()
        ahead = [entry for entry in entries if entry.last_run_at and entry.last_run_at > entry.default_now()]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            self._heap = None
        return float(super().tick(*heap, **functions))
