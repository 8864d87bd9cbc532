"""The kinds of fact about an escalation, written into the history of its ticket."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

ESCALATED = "escalated"
PICKED_UP = "picked_up"
HANDED_BACK = "handed_back"
WITHDRAWN = "withdrawn"
OFFERED_ANEW = "offered_anew"
ESCALATION_ENDED = "escalation_ended"
P1_CALLED = "p1_called"

register(
    Kind(ESCALATED, _("%(actor)s escalated it"), facts=frozenset({"escalation", "level", "chain"})),
    Kind(
        PICKED_UP,
        _("%(actor)s picked it up"),
        _("%(contact)s is on it together with a specialist colleague"),
        facts=frozenset({"escalation", "contact"}),
        people=frozenset({"contact"}),
    ),
    Kind(
        HANDED_BACK,
        _("%(by)s handed it back"),
        facts=frozenset({"escalation", "by"}),
        people=frozenset({"by"}),
    ),
    Kind(WITHDRAWN, _("%(actor)s withdrew the escalation"), facts=frozenset({"escalation"})),
    Kind(OFFERED_ANEW, _("It was offered to other colleagues"), facts=frozenset({"escalation", "level"})),
    Kind(ESCALATION_ENDED, _("The escalation ended with it"), facts=frozenset({"escalation", "outcome"})),
    Kind(
        P1_CALLED,
        _("Nobody had it in hand. Called: %(people)s"),
        facts=frozenset({"round", "step", "people"}),
        people=frozenset({"people"}),
    ),
)
