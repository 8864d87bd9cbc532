"""What templates need to look alike: icons, chips, faces, times. No query, no rule.

Words of codes come from the models' own choices; this module only knows which icon and which colour token go with a code.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import moments
from accounts.models import User

register = template.Library()

SPRITE: Final = "fso_desk/icons.svg"


class Sign(NamedTuple):
    """How a code looks: a symbol of the sprite and a colour token of the style sheet ("" is neutral)."""

    icon: str
    token: str


STATUS_SIGNS: Final[Mapping[str, Sign]] = {
    "new": Sign("new", ""),
    "open": Sign("open", ""),
    "in_progress": Sign("progress", "p3"),
    "resolved": Sign("check", "ok"),
    "closed": Sign("closed", ""),
    "cancelled": Sign("cross", ""),
    "merged": Sign("merged", ""),
}
WAITING_SIGNS: Final[Mapping[str, Sign]] = {
    "customer": Sign("reply", "wait"),
    "approval": Sign("approval", "wait"),
    "supplier": Sign("truck", "wait"),
    "delivery": Sign("parcel", "wait"),
    "visit": Sign("calendar", "p3"),
    "ourselves": Sign("moon", ""),
}


# ---- icons ----


# Drawn once per process: a list of fifty rows has two hundred icons, and the sprite's address changes only with a new start.


@register.simple_tag
@cache
def sprite(name: str) -> str:
    """The address of one symbol of the sprite."""
    return f"{static(SPRITE)}#{name}"


@register.simple_tag
@cache
def icon(name: str, *, small: bool = False) -> SafeString:
    """One icon of the sprite. It says nothing to a screen reader: a word stands beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}"/></svg>', " icon-s" if small else "", sprite(name)
    )


@register.filter
def status_sign(status: str, waiting_for: str = "") -> Sign:
    """The sign of a ticket's status; a wait shows what it waits for. An unknown code raises KeyError."""
    return WAITING_SIGNS[waiting_for] if waiting_for else STATUS_SIGNS[status]


@register.filter
def priority_icon(priority: int) -> str:
    """The icon of a priority, 1 (critical) to 5 (minor)."""
    return f"p{priority}"


# ---- times: local_time, said_time ... as accounts/moments.py says ----

for _filter in (
    moments.local_time,
    moments.said_time,
    moments.before_time,
    moments.hour,
    moments.short_hour,
    moments.said_day,
    moments.short_day,
    moments.near_day,
    moments.day_of_month,
    moments.day_with_year,
    moments.span,
):
    register.filter(_filter)


# ---- people ----


@register.filter
def has_face(person: User) -> bool:
    """Whether the page's own query brought a photo of this person: a row of a list must not ask for it alone."""
    return User.face.is_cached(person) and hasattr(person, "face")


@register.filter
def tel(number: str) -> str:
    """A phone number as the address a phone can dial."""
    kept = "".join(sign for sign in number if sign.isdigit())
    return f"tel:{'+' if number.strip().startswith('+') else ''}{kept}"
