"""The words of the product, as people of each language read them."""

from __future__ import annotations

from django.utils import translation

LANGUAGES = ("en", "fr", "nl")


def said(language: str, sentence: str, **facts: object) -> str:
    """Return the sentence in this language, with these facts, every kind of blank as a space.

    tests/architecture/test_catalogues.py sees to it that every sentence has its translation.
    """
    with translation.override(language):
        words = translation.gettext(sentence)
    return plain(words % facts if facts else words)


def plain(words: str) -> str:
    """Return the words with one space between them: French sets some apart with blanks that do not break."""
    return " ".join(words.split())
