from celery import shared_task

from history import once


@shared_task(name="history.forget_once_keys", time_limit=60)
def forget_once_keys() -> None:
    """Forget the one-time keys of forms that nobody sends again."""
    once.forget_old()
