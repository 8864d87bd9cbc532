"""The shape of what is told. Texts hold slots such as {room}, which are filled differently every time."""

from dataclasses import dataclass, field
from random import Random

COMPANY, TEAM, PERSON = 1, 2, 3
STOPPED, DIFFICULT, CAN_WAIT = 1, 2, 3


@dataclass(frozen=True)
class Handover:
    """What the FSO hands to the second line, and what comes back: done there, still needed on site."""

    wrong: str
    tried: str
    needed: str
    done: str
    on_site: str


@dataclass(frozen=True)
class Tale:
    """One thing that goes wrong, is needed or asked. ``minutes``: about how long the work takes.

    for_shippers: only where goods leave the house: labels, lorries, scanners.
    """

    subject: str
    what: str
    answer: str
    solution: str
    minutes: int
    impact: int = PERSON
    urgency: int = DIFFICULT
    type: str = "incident"
    handover: Handover | None = None
    for_shippers: bool = False

    @property
    def is_small(self) -> bool:
        """Whether it is solved on the spot where somebody of the firm stands beside it."""
        return self.minutes <= 10 and self.handover is None


@dataclass(frozen=True)
class Book:
    """All that is told in one language. ``reasons``: for another priority, the first for a higher one, the last for a lower."""

    tales: tuple[Tale, ...]
    replies: tuple[str, ...]
    thanks: tuple[str, ...]
    not_solved: tuple[str, ...]
    cancelled: tuple[str, ...]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def filling(self, dice: Random) -> dict[str, str]:
        """Return a word for every slot."""
        return {slot: dice.choice(words) for slot, words in self.slots.items()}
