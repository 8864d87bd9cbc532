from celery import shared_task

from notifications import actions


@shared_task(name="notifications.tell", time_limit=120, soft_time_limit=110, expires=60)
def tell() -> None:
    """Tell what waits: woken after a commit. A call that nobody took within a minute is left to the clock."""
    actions.tell_due()


@shared_task(name="notifications.sweep", time_limit=120, soft_time_limit=110)
def sweep() -> None:
    """Tell what a dead worker or broker left: woken by the clock."""
    actions.tell_due()
