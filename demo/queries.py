"""Who is who in the story, and the mails that were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import person_with_address
from demo import firm
from demo.models import KeptMail
from sites.models import Client, Membership, Standing

LEADING: Final[dict[str, Any]] = {
    "emma@hopveld.example": _("works at the brewery: asks for help, follows it, says when it is solved"),
    f"ines@{firm.FIRM_DOMAIN}": _("is the FSO of the brewery and the notary: works through her queue, escalates"),
    f"thibault@{firm.FIRM_DOMAIN}": _("system engineer: picks up what is offered, hands back"),
    f"sofie@{firm.FIRM_DOMAIN}": _("system engineer: is offered the same as her colleagues"),
    f"yannick@{firm.FIRM_DOMAIN}": _("Shared ICT Manager of four clients: reports, renewals, the portfolio"),
    f"marleen@{firm.FIRM_DOMAIN}": _("service desk: takes calls, gives out what nobody has"),
    f"katrien@{firm.FIRM_DOMAIN}": _("administrator: sets up clients, people, chains"),
    "bart@hopveld.example": _("client contact of the brewery: reads all its requests"),
}
MOST_MAILS: Final = 100


@dataclass(frozen=True)
class Part:
    """One person of the cast and the line that says who that is."""

    person: User
    line: Any


@dataclass(frozen=True)
class Group:
    """People who belong together: the firm, or one client. ``is_open`` False: a client that is still being set up."""

    name: str
    parts: list[Part]
    is_open: bool = True


def is_empty() -> bool:
    """Whether there are neither people nor clients."""
    return not User.objects.get_queryset().exists() and not Client.objects.exists()


def is_loaded() -> bool:
    """Whether the demo firm is there: its administrator and its clients."""
    names = [company.name for company in firm.COMPANIES]
    is_complete = Client.objects.filter(name__in=names).count() == len(names)
    return is_complete and person_with_address(f"katrien@{firm.FIRM_DOMAIN}") is not None


def leading_parts() -> list[Part]:
    """Return those with whom the story is told, in its order."""
    found = {person.email: person for person in _people().filter(email__in=LEADING)}
    return [Part(found[email], line) for email, line in LEADING.items() if email in found]


def groups() -> list[Group]:
    """Return everybody who can sign in: the firm's people, then those of each client by name."""
    colleagues = list(_people().filter(side="firm").prefetch_related("roles"))
    of_firm = Group("", [Part(person, ", ".join(str(role) for role in person.roles.all())) for person in colleagues])
    return [of_firm, *_of_clients()]


def person_of_cast(pk: int) -> User:
    """Return an active person who can sign in, or raise Http404."""
    found = _people().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def mails(to: str = "") -> QuerySet[KeptMail]:
    """Return the kept mails, the newest first; only those to this address where one is given."""
    kept = KeptMail.objects.order_by("-kept_at", "-pk")
    return (kept.filter(recipient=to.strip().lower()) if to.strip() else kept)[:MOST_MAILS]


def mail(pk: int) -> KeptMail:
    """Return this mail, or raise Http404."""
    found = KeptMail.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _people() -> QuerySet[User]:
    return User.objects.active().filter(email__isnull=False).order_by("name", "pk")


def _of_clients() -> Iterable[Group]:
    rows = (
        Membership.objects.filter(ends_at__isnull=True, person__is_active=True, person__email__isnull=False)
        .select_related("person", "client", "site")
        .order_by("client__name", "standing", "person__name", "pk")
    )
    found: dict[int, Group] = {}
    for row in rows:
        group = found.setdefault(row.client_id, Group(row.client.name, [], row.client.is_open()))
        place = row.site.name if row.site else ""
        line = _("client contact") if row.standing == Standing.CONTACT else place
        group.parts.append(Part(row.person, line))
    return found.values()
