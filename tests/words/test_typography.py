"""French and Dutch are set as they are printed: no-break spaces, quotes, hours."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import polib
import pytest
from django.utils import timezone, translation

from accounts import moments
from tests.architecture.source import ROOT

NO_BREAK = "\N{NO-BREAK SPACE}"
TAG = re.compile(r"</?[a-z][^>]*>")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def translations(language: str) -> list[str]:
    return [text for entry in catalogue(language) for text in [entry.msgstr, *entry.msgstr_plural.values()] if text]


def test_french_keeps_its_marks_with_their_word() -> None:
    markup = re.compile(r"&\w+;|<[^>]+>")
    placeholder = re.compile(r"%\(\w+\)\w+|\{\w*\}")
    loose = re.compile(r" [:;?!»%]|« |[\w)…][;?!»:](?=\s|$)|[“”]")

    wrong = [text for text in translations("fr") if loose.search(placeholder.sub("x", markup.sub("", text)))]

    assert loose.search("Pourquoi ?")
    assert loose.search("Pourquoi?")
    assert not loose.search(f"Pourquoi{NO_BREAK}?")
    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_apostrophes_are_the_printed_ones(language: str) -> None:
    assert [text for text in translations(language) if re.search(r"\w'\w", text)] == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_space_is_doubled_or_hangs_at_the_end(language: str) -> None:
    assert [text for text in translations(language) if "  " in text or text != text.strip()] == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_translation_keeps_the_tags_of_its_sentence(language: str) -> None:
    for entry in catalogue(language):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or sorted(TAG.findall(text)) == sorted(TAG.findall(entry.msgid)), entry.msgid


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_catalogue_holds_no_sentence_that_is_gone(language: str) -> None:
    assert [entry.msgid for entry in catalogue(language).obsolete_entries()] == []


@pytest.mark.parametrize(("language", "words"), [("en", "14:30"), ("fr", "14h30"), ("nl", "14.30 uur")])
def test_an_hour_is_written_as_people_of_the_language_do(language: str, words: str) -> None:
    with translation.override(language), timezone.override("Europe/Brussels"):
        assert moments.hour(datetime(2026, 11, 24, 13, 30, tzinfo=UTC)) == words
