"""Who may look after the outbox."""

from django.utils.translation import gettext as _

from accounts.answers import Allowed, Answer, Denied
from accounts.models import Role, User


def can_tend_outbox(actor: User) -> Answer:
    """Whether this person sees what did not arrive, tries it again, dismisses it: the desk and administrators."""
    if actor.has_role(Role.DESK, Role.ADMINISTRATOR):
        return Allowed()
    return Denied(_("Only the service desk and administrators look after the outbox."))
