"""The kinds of fact about a ticket, and their sentences: for the firm, and for the client's people where they see it."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

REPORTED = "reported"
RECORDED = "recorded"
REACH_CONFIRMED = "reach_confirmed"
OPENED = "opened"
STARTED = "started"
ASSIGNED = "assigned"
CONTACT_CHANGED = "contact_changed"
ANSWERED = "answered"
NOTED = "noted"
REPLIED = "replied"
CATEGORIZED = "categorized"
PRIORITY_OVERRIDDEN = "priority_overridden"
RESOLVED = "resolved"
WORKS_AGAIN = "works_again"
CONFIRMED = "confirmed"
REOPENED = "reopened"
CANCELLED = "cancelled"
CLOSED = "closed"

# Client people read these as the words themselves, not as a line about them.
SAID_IN_THE_CONVERSATION = frozenset({REPORTED, RECORDED, ANSWERED, REPLIED})

register(
    Kind(REPORTED, _("%(actor)s reported it"), _("%(actor)s told us"), facts=frozenset({"priority"})),
    Kind(
        RECORDED,
        _("%(actor)s recorded it for %(requester)s"),
        _("%(actor)s wrote it down for %(requester)s"),
        facts=frozenset({"priority", "requester", "channel"}),
        people=frozenset({"requester"}),
    ),
    Kind(
        REACH_CONFIRMED,
        _("%(actor)s said how many are hit: priority %(from)s became %(to)s"),
        _("%(actor)s said how many are hit"),
        facts=frozenset({"impact", "from", "to"}),
    ),
    Kind(OPENED, _("%(actor)s opened it")),
    Kind(STARTED, _("%(actor)s started"), _("%(actor)s started on it")),
    Kind(
        ASSIGNED,
        _("%(actor)s assigned it to %(to)s"),
        facts=frozenset({"from", "to"}),
        people=frozenset({"from", "to"}),
    ),
    Kind(
        CONTACT_CHANGED,
        _("%(to)s is now the face for the client"),
        _("%(to)s now looks after this"),
        facts=frozenset({"from", "to"}),
        people=frozenset({"from", "to"}),
    ),
    Kind(ANSWERED, _("%(actor)s answered"), _("%(actor)s answered"), facts=frozenset({"message"})),
    Kind(NOTED, _("%(actor)s wrote a note"), facts=frozenset({"message"})),
    Kind(REPLIED, _("%(actor)s wrote"), _("%(actor)s wrote"), facts=frozenset({"message"})),
    Kind(
        CATEGORIZED,
        _("%(actor)s set the category"),
        facts=frozenset({"from", "to", "priority_from", "priority_to"}),
    ),
    Kind(
        PRIORITY_OVERRIDDEN,
        _("%(actor)s changed the priority from %(from)s to %(to)s"),
        facts=frozenset({"from", "to"}),
        words=True,
    ),
    Kind(
        RESOLVED,
        _("%(actor)s resolved it"),
        _("%(actor)s solved it"),
        facts=frozenset({"minutes", "on_the_spot", "is_public"}),
        words=True,
    ),
    Kind(WORKS_AGAIN, _("%(actor)s says it works again"), _("%(actor)s said it works again")),
    Kind(CONFIRMED, _("%(actor)s confirmed that it is solved"), _("%(actor)s confirmed that it is solved")),
    Kind(REOPENED, _("%(actor)s reopened it"), _("%(actor)s said it is not solved"), words=True),
    Kind(CANCELLED, _("%(actor)s cancelled it"), _("%(actor)s stopped it"), words=True),
    Kind(CLOSED, _("It was closed"), _("It was finished")),
)
