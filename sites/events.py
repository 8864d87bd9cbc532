"""The kinds of fact about a client: set up, opened, who works there, who serves it."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

CLIENT_ADDED = "client_added"
CLIENT_CHANGED = "client_changed"
CLIENT_OPENED = "client_opened"
MAIL_DOMAIN_ADDED = "mail_domain_added"
SITE_ADDED = "site_added"
SITE_CHANGED = "site_changed"
MEMBER_ADDED = "member_added"
MEMBER_JOINED = "member_joined"
MEMBER_CHANGED = "member_changed"
MEMBER_LEFT = "member_left"
ASSIGNMENT_STARTED = "assignment_started"
ASSIGNMENT_ENDED = "assignment_ended"
OPENING_HOURS_CHANGED = "opening_hours_changed"
CLOSING_DAY_ADDED = "closing_day_added"
CLOSING_DAY_WITHDRAWN = "closing_day_withdrawn"
SERVICE_WINDOW_CHANGED = "service_window_changed"

_A_PERSON = frozenset({"person"})

register(
    Kind(CLIENT_ADDED, _("%(actor)s added this client")),
    Kind(CLIENT_CHANGED, _("%(actor)s changed this client"), facts=frozenset({"fields"})),
    Kind(CLIENT_OPENED, _("%(actor)s set when this client opens"), facts=frozenset({"opens_at"})),
    Kind(MAIL_DOMAIN_ADDED, _("%(actor)s added a mail domain"), facts=frozenset({"mail_domain"})),
    Kind(SITE_ADDED, _("%(actor)s added a site"), facts=frozenset({"site"})),
    Kind(SITE_CHANGED, _("%(actor)s changed a site"), facts=frozenset({"site", "fields"})),
    Kind(
        MEMBER_ADDED,
        _("%(actor)s added %(person)s"),
        facts=frozenset({"person", "standing"}),
        people=_A_PERSON,
    ),
    Kind(MEMBER_JOINED, _("%(person)s joined with an address of this client"), facts=_A_PERSON, people=_A_PERSON),
    Kind(
        MEMBER_CHANGED,
        _("%(actor)s changed what %(person)s may do here"),
        facts=frozenset({"person", "standing"}),
        people=_A_PERSON,
    ),
    Kind(MEMBER_LEFT, _("%(person)s has left, says %(actor)s"), facts=_A_PERSON, people=_A_PERSON),
    Kind(
        ASSIGNMENT_STARTED,
        _("%(actor)s assigned %(person)s"),
        facts=frozenset({"person", "function"}),
        people=_A_PERSON,
    ),
    Kind(
        ASSIGNMENT_ENDED,
        _("%(actor)s ended the assignment of %(person)s"),
        facts=frozenset({"person", "function"}),
        people=_A_PERSON,
    ),
    Kind(OPENING_HOURS_CHANGED, _("%(actor)s changed the opening hours of a site"), facts=frozenset({"site"})),
    Kind(CLOSING_DAY_ADDED, _("%(actor)s added a closing day"), facts=frozenset({"day", "site"})),
    Kind(CLOSING_DAY_WITHDRAWN, _("%(actor)s withdrew a closing day"), facts=frozenset({"day", "site"})),
    Kind(SERVICE_WINDOW_CHANGED, _("%(actor)s changed when the firm serves")),
)
