"""Whether what is typed sounds like something known."""

from __future__ import annotations

import pytest

from tickets.known_words import sounds_like, telling_words


@pytest.mark.parametrize(
    ("typed", "known", "fits"),
    [
        ("My e-mail hangs", "Mail is down", True),
        ("ma messagerie ne marche plus", "La messagerie est en panne", True),
        ("imprimante", "L'imprimante de l'accueil", True),
        ("printers", "The printer at line 2", True),
        ("IMPRÉSSION", "impression lente", True),
        ("It does not work", "The wifi does not work", False),  # such words stand in any complaint
        ("Het werkt niet meer", "De wifi werkt niet", False),
        ("map", "The mapped drive is gone", False),  # three letters begin too many words
        ("", "Mail", False),
        ("2026", "Mail", False),
    ],
)
def test_words_in_common(typed: str, known: str, fits: bool) -> None:
    assert (sounds_like(typed, [("it", [known])]) == ["it"]) is fits


def test_the_likest_comes_first() -> None:
    known = [("one", ["The printer"]), ("two", ["The printer at the reception"]), ("none", ["Wifi"])]

    assert sounds_like("printer at reception", known) == ["two", "one"]


def test_a_long_text_is_looked_at_to_a_bound() -> None:
    assert telling_words("a" * 10_000 + " printer") == {"a" * 40}
