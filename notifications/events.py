"""The kinds of fact about mail to a person and what he chose to hear, written into that person's history."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

MAIL_REFUSED = "mail_refused"
MAIL_STOPPED = "mail_stopped"
MAIL_RESUMED = "mail_resumed"
MAIL_TRIED_AGAIN = "mail_tried_again"
MAIL_DISMISSED = "mail_dismissed"
FACT_TRIED_AGAIN = "fact_tried_again"
FACT_DISMISSED = "fact_dismissed"
ADDRESS_DISMISSED = "address_dismissed"
NEWS_CHOSEN = "news_chosen"
QUIET_KEPT = "quiet_kept"
QUIET_ENDED = "quiet_ended"

register(
    Kind(MAIL_REFUSED, _("A mail server refused mail to this person"), words=True),
    Kind(MAIL_STOPPED, _("Mail to this person stopped: it was refused three times in a row"), words=True),
    Kind(MAIL_RESUMED, _("%(actor)s lets mail to this person go out again")),
    Kind(MAIL_TRIED_AGAIN, _("%(actor)s tried a mail to this person again"), facts=frozenset({"mail"})),
    Kind(MAIL_DISMISSED, _("%(actor)s dismissed a mail that did not reach this person"), facts=frozenset({"mail"})),
    # Of a fact that could not be told nobody knows whom it concerns: it stands in the history of who looked after it.
    Kind(FACT_TRIED_AGAIN, _("%(actor)s let a fact be told that could not be"), facts=frozenset({"table", "number"})),
    Kind(FACT_DISMISSED, _("%(actor)s dismissed a fact that could not be told"), facts=frozenset({"table", "number"})),
    # The same of an address that nobody has any more.
    Kind(ADDRESS_DISMISSED, _("%(actor)s dismissed an address that refused mail and that nobody has any more")),
    Kind(
        NEWS_CHOSEN,
        _("%(actor)s chose how one kind of news comes to this person"),
        facts=frozenset({"topic", "choice"}),
    ),
    Kind(QUIET_KEPT, _("%(actor)s set quiet hours, %(starts)s to %(ends)s"), facts=frozenset({"starts", "ends"})),
    Kind(QUIET_ENDED, _("%(actor)s ended the quiet hours")),
)
