"""The kinds of fact about a visit."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

VISIT_PLANNED = "visit_planned"

register(Kind(VISIT_PLANNED, _("%(actor)s planned this visit")))
