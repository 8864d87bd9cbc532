"""What people write: titles and bodies of a real help desk where its collection lies beside the checkout, else made of seeded words."""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass
from functools import cache

from tests.real_texts import DATA
from tickets.search_words import words_of

LONGEST_BODY = 1500  # characters
MADE = 1500  # texts
VOCABULARY = 3000  # words


@dataclass(frozen=True)
class Text:
    """What somebody wrote."""

    title: str
    body: str


@dataclass(frozen=True)
class Sought:
    """Words to search for: one that many titles and bodies hold, one that few do, and that one with two letters swapped."""

    common: str
    rare: str
    misspelt: str


@cache
def texts() -> tuple[Text, ...]:
    """Return the same texts each time."""
    return tuple(_real() or _made())


@cache
def sought() -> Sought:
    """Return words of these texts."""
    held = Counter(word for one in texts() for word in {*words_of(one.title), *words_of(one.body)})
    titled = Counter(word for one in texts() for word in set(words_of(one.title)))
    long = sorted(word for word in titled if 7 <= len(word) <= 12 and word.isalpha() and word[2] != word[3])
    common = min(long, key=lambda word: abs(held[word] - len(texts()) // 12))
    rare = min(long, key=lambda word: (abs(held[word] - 2), word))
    return Sought(common, rare, rare[:2] + rare[3] + rare[2] + rare[4:])


def are_real() -> bool:
    """Whether the texts are those of the collection."""
    return (DATA / "tickets").is_dir()


def _real() -> list[Text]:
    if not are_real():
        return []
    with (DATA / "tickets" / "endava_tickets.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [Text(row["title"].strip()[:255], row["body"][:LONGEST_BODY]) for row in rows if row["title"].strip()]


def _made() -> list[Text]:
    dice = random.Random(1001)
    parts = ["ka", "lo", "mi", "ter", "sun", "ver", "do", "pri", "nta", "ble", "gor", "eli", "sa", "mu", "tro"]
    vocabulary = ["".join(dice.choices(parts, k=dice.randint(1, 5))) for _ in range(VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]  # as words of a language are spread

    def some(least: int, most: int) -> str:
        return " ".join(dice.choices(vocabulary, weights, k=dice.randint(least, most)))

    return [Text(some(3, 9), some(10, 90)) for _ in range(MADE)]
