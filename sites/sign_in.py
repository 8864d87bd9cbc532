"""Sign-in where it depends on clients: who of them is mailed a code, and who joins by himself."""

from accounts.adapters import SignInAdapter
from accounts.models import User
from accounts.queries import person_with_address
from sites.actions import join_by_address
from sites.queries import client_of_address, may_sign_in


class ClientSignInAdapter(SignInAdapter):
    """The adapter in use (settings.ACCOUNT_ADAPTER)."""

    def may_receive_code(self, person: User) -> bool:
        """Active people of clients, once theirs is open and as long as they work there."""
        return super().may_receive_code(person) and may_sign_in(person)

    def may_join(self, email: str) -> bool:
        """Somebody unknown whose own address belongs to an open client's mail domain."""
        return client_of_address(email) is not None and person_with_address(email) is None

    def join(self, email: str) -> User | None:
        """Make the account and the membership, unless the client closed meanwhile."""
        return join_by_address(email=email, actor=None)
