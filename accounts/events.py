"""The kinds of fact about a person. Names and addresses are not in them: they live in rows that can be erased."""

from django.utils.translation import gettext_lazy as _

from history.kinds import Kind, register

PERSON_ADDED = "person_added"
PERSON_CORRECTED = "person_corrected"
PROFILE_CHANGED = "profile_changed"
FACE_CHANGED = "face_changed"
ROLES_CHANGED = "roles_changed"
PERSON_DEACTIVATED = "person_deactivated"
PERSON_REACTIVATED = "person_reactivated"
SECOND_FACTOR_DEMANDED = "second_factor_demanded"
SECOND_FACTOR_LEFT_FREE = "second_factor_left_free"
SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
TOKEN_MADE = "token_made"  # noqa: S105 - a kind of fact
TOKEN_REVOKED = "token_revoked"  # noqa: S105

register(
    Kind(PERSON_ADDED, _("%(actor)s added this person"), facts=frozenset({"side"})),
    Kind(PERSON_CORRECTED, _("%(actor)s corrected this person"), facts=frozenset({"fields"})),
    Kind(PROFILE_CHANGED, _("%(actor)s changed the profile"), facts=frozenset({"fields"})),
    Kind(FACE_CHANGED, _("%(actor)s changed the photo")),
    Kind(ROLES_CHANGED, _("%(actor)s changed the roles"), facts=frozenset({"given", "taken"})),
    Kind(PERSON_DEACTIVATED, _("%(actor)s deactivated this person")),
    Kind(PERSON_REACTIVATED, _("%(actor)s made this person active again")),
    Kind(SECOND_FACTOR_DEMANDED, _("%(actor)s demands a second factor from this person")),
    Kind(SECOND_FACTOR_LEFT_FREE, _("%(actor)s no longer demands a second factor from this person")),
    Kind(SIGNED_OUT_EVERYWHERE, _("%(actor)s ended all sessions of this person")),
    Kind(TOKEN_MADE, _("%(actor)s made an API token")),
    Kind(TOKEN_REVOKED, _("%(actor)s revoked an API token")),
)
