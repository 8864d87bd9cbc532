"""Who is signed in, brought along with what every page shows of that person."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SignedInBackend(AuthenticationBackend):
    """As the sign-in library's; the person of a request comes with the photo of the top bar, in the same query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active person with this key, knowing whether there is a photo (not the picture itself)."""
        people = User.objects.get_queryset().select_related("face").defer("face__picture")
        person = people.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
