"""Pages obey the content policy, and hold no rule and no raw words."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, product_files, templates, where

PAGES = [
    path for path in templates() if not {"mail", "email"} & set(path.parts)
]  # mail programs know no style sheets of ours

EXPLAINED = {
    ("mfa/totp/activate_form.html", "text that is not escaped"): "the picture to scan, drawn by the sign-in library",
}

TAGS_THAT_ASK = {
    "telling": "whether mail reaches people, on pages of rooms below the telling, which may not import it",
}

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "htmx that evaluates text": re.compile(r"hx-(vals|headers)\s*=\s*['\"]js:"),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "something loaded from elsewhere": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.I
    ),
    "text that is not escaped": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b"),
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_page_holds_nothing_that_the_content_policy_forbids(path: Path) -> None:
    text = re.sub(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)

    page = str(path.relative_to(ROOT / "templates"))

    found = {
        name: match.group()
        for name, pattern in FORBIDDEN.items()
        if (page, name) not in EXPLAINED and (match := pattern.search(text))
    }

    assert not found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_form_that_changes_something_carries_its_token(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*method=[\"']?post.*?</form>", path.read_text(), flags=re.DOTALL | re.IGNORECASE)

    assert all("csrf_token" in form for form in forms), "Each form with method post needs {% csrf_token %}"


def test_what_a_page_asks_again_and_again_says_so_and_waits_while_nobody_looks() -> None:
    """Else a forgotten page keeps its person signed in for good."""
    asking = {
        str(path.relative_to(ROOT / "templates")): element
        for path in PAGES
        for element in re.findall(r"<[a-z][^<>]*\bevery \d+m?s[^<>]*>", re.sub(r"\{%.*?%\}", "", path.read_text()))
    }

    assert len(asking) >= 2
    wanted = ("""hx-headers='{"X-By-Itself": "1"}'""", "data-by-itself", "seen")
    lacking = {page: word for page, element in asking.items() for word in wanted if word not in element}
    assert not lacking


def test_no_tag_asks_the_database_but_for_a_written_reason() -> None:
    asking = {
        path.stem
        for path in product_files()
        if path.parent.name == "templatetags"
        and re.search(r"\.objects\b|^from \w+\.(?:queries|outbox|habits)\b", path.read_text(), re.MULTILINE)
    }

    assert asking == TAGS_THAT_ASK.keys()


def test_python_marks_no_text_as_safe() -> None:
    marking = [where(path) for path in product_files() if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text())]

    assert not marking, f"Use format_html: {marking}"
