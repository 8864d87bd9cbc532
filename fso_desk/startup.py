"""What every serving process does before it serves: folders with tight rights, and a last look at the settings.

gunicorn and Celery do not run Django's system checks by themselves.
"""

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import ERROR
from django.core.exceptions import ImproperlyConfigured

from fso_desk import checks


def make_var_folders() -> None:
    """Make the folders that the desk writes to, readable by its own user only."""
    folders = [settings.VAR_DIR, settings.STATIC_ROOT]
    if not settings.ON_REDIS:
        broker = settings.VAR_DIR / "broker"
        folders += [broker, broker / "messages", broker / "control", broker / "processed", settings.VAR_DIR / "cache"]
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def refuse_to_serve_unsafely() -> None:
    """Raise ImproperlyConfigured, with the way out, when the settings would serve people unsafely."""
    complaints = [message for message in checks.all_messages() if message.level >= ERROR]
    if complaints:
        raise ImproperlyConfigured(" ".join(f"{complaint.msg} {complaint.hint}" for complaint in complaints))


def refuse_to_serve_without_style() -> None:
    """Raise ImproperlyConfigured when the static files were not gathered: every page, even an error's, would fail."""
    storage: object = staticfiles_storage
    if isinstance(storage, ManifestFilesMixin) and not storage.read_manifest():
        raise ImproperlyConfigured(
            f"There are no style sheets and pictures in {settings.STATIC_ROOT}. Run: python manage.py collectstatic --no-input"
        )
