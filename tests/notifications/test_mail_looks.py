"""Every mail as its reader sees it: previews in three languages, both parts, day and night, on a phone and on a screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from notifications.examples import Example, examples, letter_of
from notifications.letters import Letter
from tests.words.pages import texts_of
from tests.words.trade import trade_words

MAILS = Path(settings.BASE_DIR) / "templates" / "mail"
LANGUAGES = ["en", "fr", "nl"]
ALL = examples()


def text_and_html(letter: Letter) -> tuple[str, str]:
    return str(letter.body), str(letter.alternatives[0][0])


def test_every_trio_has_an_example() -> None:
    written = {letter_of(example, "en").trio for example in ALL}
    trios = {
        f"mail/{path.parent.name}/{path.name.removesuffix('.subject.txt')}" for path in MAILS.glob("*/*.subject.txt")
    }

    assert written == trios
    assert len(trios) > 25


def test_examples_have_names_of_their_own() -> None:
    assert len({(one.side, one.name) for one in ALL}) == len(ALL)
    assert all(re.fullmatch(r"[a-z0-9_-]+", one.name) for one in ALL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", ALL, ids=lambda one: f"{one.side}-{one.name}")
def test_an_example_says_something_in_each_language_and_asks_no_database(example: Example, language: str) -> None:
    letter = letter_of(example, language)
    text, html = text_and_html(letter)

    assert letter.subject.strip()
    assert f'<html lang="{language}">' in html
    sentence = re.search(r"font-size:18px[^>]*>(.*?)</p>", html, re.DOTALL)
    assert sentence is not None
    assert len(" ".join(texts_of(sentence.group(1)))) > 10
    assert len(text.splitlines()[0]) > 10
    assert not re.search(r"\{\{|\{%|%\(|None|\( ?\)", text + html)
    assert "\n\n\n\n" not in text
    if example.side == "client":
        shown = [str(letter.subject), *re.sub(r"https?://\S+", "", text).splitlines(), *texts_of(html)]
        assert trade_words(language, shown) == []


@pytest.mark.parametrize("example", ALL, ids=lambda one: f"{one.side}-{one.name}")
def test_the_text_part_says_what_the_html_says(example: Example) -> None:
    text, html = text_and_html(letter_of(example, "en"))
    flat = " ".join(text.split())
    body = html.split("</head>", maxsplit=1)[1]

    missing = [
        said
        for said in (" ".join(piece.split()) for piece in texts_of(body))
        if said not in flat and said.rstrip(":") not in flat
    ]

    # A button's words and the dot between two links are the only things that a text says otherwise.
    assert [said for said in missing if said != "·"] == []
