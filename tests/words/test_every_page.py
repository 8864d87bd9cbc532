"""Whoever reads French or Dutch reads nothing else, and people of clients no trade words, on any page."""

from __future__ import annotations

import re

import polib
import pytest

from tests.architecture.source import ROOT
from tests.words.conftest import OF_CLIENT, Page, Pages
from tests.words.trade import trade_words

LONG = 12  # letters: shorter words are the same in two languages too often
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}|%%")


def english_passages(language: str) -> list[re.Pattern[str]]:
    """Return what stands between the placeholders of every translated sentence, where it is long enough to tell."""
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    passages = set()
    for entry in catalogue:
        own = {entry.msgstr, *entry.msgstr_plural.values()}
        for english in (entry.msgid, entry.msgid_plural):
            pieces = PLACEHOLDER.split(english or "")
            passages |= {piece.strip() for piece in pieces if all(piece.strip() not in text for text in own)}
    telling = sorted(piece for piece in passages if sum(map(str.isalpha, piece)) > LONG)
    return [re.compile(rf"(?<!\w){re.escape(' '.join(piece.split()))}(?!\w)") for piece in telling]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_english_is_left_on_any_page(language: str, pages: Pages) -> None:
    passages, read = english_passages(language), pages(language)
    assert len(passages) > 500
    assert len(read) > 150
    assert any(passage.search("Write what is going wrong.") for passage in passages)

    left: dict[str, Page] = {}
    for page, texts in read.items():
        for text in set(texts):
            if any(passage.search(text) for passage in passages):
                left.setdefault(text, page)

    assert left == {}


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_an_empty_field_says_what_to_write(language: str, pages: Pages) -> None:
    bare = {
        "This field is required.",
        "Ce champ est obligatoire.",
        "Dit veld is verplicht.",
        "Dit is een verplicht veld.",
    }
    # Without its one-time key a form was not sent by a page of ours.
    sent_by_hand = {
        "tickets:assign", "tickets:categorize", "tickets:override_priority", "tickets:wait",
        "tickets:change_problem", "tickets:announce_problem", "tickets:solve_problem",
    }  # fmt: skip

    found = [page for page, texts in pages(language).items() if bare & set(texts) and page[1] not in sent_by_hand]

    assert found == []


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_no_page_of_clients_holds_a_trade_word(language: str, pages: Pages) -> None:
    read = {page: texts for page, texts in pages(language).items() if page[0] in OF_CLIENT}
    assert len(read) > 30

    found = {page: words for page, texts in read.items() if (words := trade_words(language, texts))}

    assert found == {}
