"""The kinds of fact about a ticket, and their sentences: for the firm, and for the client's people where they see it."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register
from tickets import turns

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
TAKEN_BACK = "taken_back"
CANCELLED = "cancelled"
CLOSED = "closed"
WAITED = "waited"
REMINDED = "reminded"
WAIT_ENDED = "wait_ended"
WAIT_WAS_OVER = "wait_was_over"
APPROVED = "approved"
APPROVAL_REFUSED = "approval_refused"
CLOSED_UNANSWERED = "closed_unanswered"
SPOKE = "spoke"
AT_DESK, BY_PHONE = "at_desk", "by_phone"
POLICY_SET = "policy_set"
FIRM_POLICY_SET = "firm_policy_set"
RESPONSE_WARNED = "response_warned"
RESPONSE_LATE = "response_late"
RESOLUTION_WARNED = "resolution_warned"
RESOLUTION_LATE = "resolution_late"
NEXT_WORD_WARNED = "next_word_warned"
NEXT_WORD_LATE = "next_word_late"
NOT_LATE_BY_PRIORITY = turns.NOT_LATE_BY_PRIORITY
NOT_LATE_BY_HOURS = turns.NOT_LATE_BY_HOURS

# What is recorded when a clock turns: (clock, turn) -> kind.
TURNS = {
    ("response", turns.WARNED): RESPONSE_WARNED,
    ("response", turns.LATE): RESPONSE_LATE,
    ("resolution", turns.WARNED): RESOLUTION_WARNED,
    ("resolution", turns.LATE): RESOLUTION_LATE,
    ("next_word", turns.WARNED): NEXT_WORD_WARNED,
    ("next_word", turns.LATE): NEXT_WORD_LATE,
    **{(clock, turns.NOT_LATE_BY_PRIORITY): NOT_LATE_BY_PRIORITY for clock in turns.CLOCKS},
    **{(clock, turns.NOT_LATE_BY_HOURS): NOT_LATE_BY_HOURS for clock in turns.CLOCKS},
}
_OF_TURN = frozenset({"clock", "minutes", "since"})

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
        facts=frozenset({"minutes", "on_the_spot", "is_public", "from"}),
        words=True,
    ),
    Kind(WORKS_AGAIN, _("%(actor)s says it works again"), _("%(actor)s said it works again")),
    Kind(CONFIRMED, _("%(actor)s confirmed that it is solved"), _("%(actor)s confirmed that it is solved")),
    Kind(REOPENED, _("%(actor)s reopened it"), _("%(actor)s said it is not solved"), words=True),
    Kind(
        TAKEN_BACK,
        _("%(actor)s took the solution back"),
        _("%(actor)s is not done yet"),
        facts=frozenset({"to"}),
    ),
    Kind(CANCELLED, _("%(actor)s cancelled it"), _("%(actor)s stopped it"), words=True),
    Kind(POLICY_SET, _("%(actor)s set the service level of this client"), facts=frozenset({"policy", "corrects"})),
    Kind(FIRM_POLICY_SET, _("%(actor)s set the service level of the firm"), facts=frozenset({"policy", "corrects"})),
    Kind(CLOSED, _("It was closed"), _("It was finished")),
    # for: a code of WaitingFor; until: an instant (ISO 8601, UTC); visit: its number or None.
    Kind(
        WAITED,
        _("%(actor)s set it to “%(for)s”, until %(until)s"),
        _("%(actor)s noted: “%(for)s”"),
        facts=frozenset({"for", "until", "visit"}),
        words=True,
    ),
    # where: AT_DESK or BY_PHONE; is_set_back: it was noted more than a quarter of an hour later.
    Kind(
        SPOKE,
        _("%(actor)s spoke with the client"),
        _("%(actor)s spoke with you"),
        facts=frozenset({"where", "is_set_back"}),
        words=True,
    ),
    Kind(REMINDED, _("%(actor)s asked the client once more"), _("%(actor)s asked once more for your answer")),
    Kind(WAIT_ENDED, _("The wait “%(for)s” has ended"), facts=frozenset({"for"})),
    Kind(WAIT_WAS_OVER, _("The wait “%(for)s” is over, nothing has come"), facts=frozenset({"for"})),
    Kind(APPROVED, _("%(actor)s approved it"), _("%(actor)s approved it"), words=True),
    Kind(APPROVAL_REFUSED, _("%(actor)s refused it"), _("%(actor)s refused it"), words=True),
    Kind(
        CLOSED_UNANSWERED,
        _("%(actor)s closed it: no answer received"),
        _("%(actor)s finished it, because no answer came"),
    ),
    Kind(RESPONSE_WARNED, _("Three quarters of the time for the first answer are used"), facts=_OF_TURN),
    Kind(RESPONSE_LATE, _("The first answer is late"), facts=_OF_TURN),
    Kind(RESOLUTION_WARNED, _("Three quarters of the time for the solution are used"), facts=_OF_TURN),
    Kind(RESOLUTION_LATE, _("The solution is late"), facts=_OF_TURN),
    Kind(NEXT_WORD_WARNED, _("The next word to the client is due soon"), facts=_OF_TURN),
    Kind(NEXT_WORD_LATE, _("The next word to the client is late"), facts=_OF_TURN),
    Kind(NOT_LATE_BY_PRIORITY, _("It is not late any more: its priority gives more time"), facts=_OF_TURN),
    Kind(NOT_LATE_BY_HOURS, _("It is not late any more: the opening hours changed"), facts=_OF_TURN),
)
