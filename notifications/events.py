"""The kinds of fact about mail to a person, written into that person's history."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

MAIL_REFUSED = "mail_refused"
MAIL_STOPPED = "mail_stopped"
MAIL_RESUMED = "mail_resumed"

register(
    Kind(MAIL_REFUSED, _("A mail server refused mail to this person"), words=True),
    Kind(MAIL_STOPPED, _("Mail to this person stopped: it was refused three times in a row"), words=True),
    Kind(MAIL_RESUMED, _("%(actor)s lets mail to this person go out again")),
)
