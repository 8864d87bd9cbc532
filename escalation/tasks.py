from celery import shared_task

from escalation import actions


@shared_task(name="escalation.sweep_alarms", time_limit=60, soft_time_limit=50)
def sweep_alarms() -> None:
    """Call people about every P1 that nobody has in hand: woken by the clock."""
    actions.call_due()
