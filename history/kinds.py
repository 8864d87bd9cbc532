"""The registry of kinds of event: what each kind must say, and the sentence a reader reads.

The sentence is a lazy translation with named placeholders; codes and ids are stored, never sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise


class UnknownKind(LookupError):
    """Raised for a kind of event that no room has registered."""


class MissingFacts(ValueError):
    """Raised when an event lacks a fact that its kind requires, or carries one it does not know."""


@dataclass(frozen=True)
class Kind:
    """One kind of fact.

    code: stored in the event row, e.g. ``"assigned"``.
    sentence: lazy translation for people of the firm; placeholders are ``%(actor)s`` and the names of the facts.
    client_sentence: the same fact in words for the client's people; empty = they do not see the fact.
    facts: names that ``details`` must hold, each a code, a number or an id, or a list of ids.
    people: those of the facts that are ids of people, or lists of such; a reader sees their names.
    words: whether the event points to a row of :class:`history.models.Words`.
    """

    code: str
    sentence: str | Promise
    client_sentence: str | Promise = ""
    facts: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[str] = field(default_factory=frozenset)
    words: bool = False


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; registering one code twice with different meaning raises ValueError."""
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(kind.code)


def kind_of(code: str) -> Kind:
    """Return the kind with this code, or raise UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def all_kinds() -> Iterator[Kind]:
    """Yield every registered kind, in the order of registration."""
    yield from _kinds.values()


def check_facts(code: str, details: dict[str, object], *, has_words: bool) -> None:
    """Raise MissingFacts unless ``details`` holds exactly the facts this kind requires."""
    kind = kind_of(code)
    if set(details) != set(kind.facts):
        raise MissingFacts(code, sorted(set(details) ^ set(kind.facts)))
    if has_words and not kind.words:
        raise MissingFacts(code, "words")


def people_in(code: str, details: dict[str, object]) -> set[int]:
    """Return the ids of all people whom the facts of an event of this kind mention."""
    return {pk for fact in kind_of(code).people for pk in ids_in(details.get(fact))}


def ids_in(fact: object) -> list[int]:
    """Return the ids that such a fact holds: of one person, of several, of nobody."""
    found = fact if isinstance(fact, list) else [fact]
    return [pk for pk in found if isinstance(pk, int) and pk]
