"""A visitor with a browser of our own: opens pages, fills in the forms that stand on them, reads the words.

What a page does not offer cannot be sent: a form is found by its address (or that of one of its buttons) and takes along
whatever stands in it, the token against forged requests included. Each address asked for is kept in ``asked``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client as Browser

_SILENT = {"script", "style", "template", "title", "textarea", "select", "datalist"}
_VOID = {"input", "img", "br", "hr", "meta", "link", "use", "path", "rect", "circle", "source", "col", "wbr"}


@dataclass
class Form:
    """One form of a page: where it leads, by which buttons, and what would be sent if nothing were typed."""

    action: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def leads_to(self, address: str) -> bool:
        """Whether the form, or one of its buttons, is sent to this address."""
        return address in (self.action, *(button.get("formaction", "") for button in self.buttons))


class Page(HTMLParser):
    """A page as a person meets it: its words, its links, its forms, the language it says it is in."""

    def __init__(self, html: str, address: str = "/") -> None:
        super().__init__()
        self.html, self.address = html, address
        self.language = ""
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._said: list[str] = []
        self._silent = 0
        self._link: list[str] | None = None
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    @property
    def words(self) -> str:
        """What can be read, spaces collapsed."""
        return " ".join("".join(self._said).split())

    def form_to(self, address: str) -> Form:
        """Return the form that leads to this address; a page without it fails the story."""
        for form in self.forms:
            if form.leads_to(address):
                return form
        raise AssertionError(f"{self.address} has no form to {address}, only {[form.action for form in self.forms]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = has.get("lang", "")
        if tag in _SILENT:
            self._silent += 1
        if tag == "a" and "href" in has:
            self.links.append((urljoin(self.address, has["href"]), ""))
            self._link = []
        if tag == "form":
            self.forms.append(Form(urljoin(self.address, has.get("action") or self.address)))
        elif self.forms:
            self._control(tag, has)
        if tag not in ("span", "strong", "a", "b", "q", "small"):
            self._said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        if tag == "a" and self._link is not None:
            self.links[-1] = (self.links[-1][0], " ".join("".join(self._link).split()))
            self._link = None
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None
        if tag not in _VOID and tag not in ("span", "strong", "a", "b", "q", "small"):
            self._said.append(" ")

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self._link.append(data)
        if self._area is not None:
            # A parser of HTML drops the line end that directly follows the tag.
            self.forms[-1].values[self._area] = [data.removeprefix("\r\n").removeprefix("\n")]
        if not self._silent:
            self._said.append(data)

    def _control(self, tag: str, has: dict[str, str]) -> None:
        form, name = self.forms[-1], has.get("name", "")
        if tag == "button" and "disabled" not in has:
            form.buttons.append(
                {**has, "formaction": urljoin(self.address, has["formaction"]) if "formaction" in has else ""}
            )
        if tag == "option" and self._select and "selected" in has:
            form.values[self._select] = [has.get("value", "")]
        if not name or tag == "button":
            return
        form.names.add(name)
        kind = has.get("type", "text")
        if tag == "textarea":
            self._area, form.values[name] = name, [""]
        elif tag == "select":
            self._select = name
        elif tag == "input" and (kind not in ("radio", "checkbox", "submit", "file") or "checked" in has):
            form.values.setdefault(name, []).append(has.get("value", "on" if kind in ("radio", "checkbox") else ""))


class Visitor:
    """One person at one browser. ``asked``: every change and page, as (method, address, what was sent)."""

    def __init__(self) -> None:
        self.browser = Browser(enforce_csrf_checks=True)
        self.page = Page("")
        self.status = 0
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def open(self, address: str) -> Page:
        """Open a page that answers, following redirects."""
        self.asked.append(("get", address, {}))
        return self._must(self._took(self.browser.get(address, follow=True), address), 200)

    def send(self, address: str, **typed: str) -> Page:
        """Send the form of the present page that leads to this address, with what is typed; follow where it leads."""
        return self._must(self.tries(address, **typed), 200)

    def tries(self, address: str, **typed: str) -> Page:
        """Send it, whatever the answer is: ``status`` says."""
        form = self.page.form_to(address)
        strangers = typed.keys() - form.names - {button.get("name", "") for button in form.buttons}
        assert not strangers, f"{self.page.address} asks for {sorted(form.names)}, not for {sorted(strangers)}"
        said: dict[str, Any] = {**form.values, **typed}
        self.asked.append(("post", address, {name: value for name, value in said.items() if "csrf" not in name}))
        return self._took(self.browser.post(address, said, follow=True), address)

    def goes(self, words: str) -> Page:
        """Follow the link with these words."""
        for address, text in self.page.links:
            if words in text:
                return self.open(address)
        raise AssertionError(f"{self.page.address} has no link {words!r}: {self.page.links}")

    def _took(self, answer: Any, address: str) -> Page:
        chain = answer.redirect_chain
        self.status = answer.status_code
        at = urlsplit(chain[-1][0] if chain else address)
        self.page = Page(answer.content.decode(), f"{at.path}?{at.query}" if at.query else at.path)
        return self.page

    def _must(self, page: Page, status: int) -> Page:
        assert self.status == status, f"{page.address}: {self.status}\n{page.words}"
        return page


def without_tokens(html: str) -> str:
    """The page without what is random in every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def all_of(visitors: Iterable[Visitor]) -> list[tuple[str, str, dict[str, Any]]]:
    """Everything that these visitors asked for, each once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for visitor in visitors:
        for method, address, sent in visitor.asked:
            found.setdefault((method, address), sent)
    return [(method, address, sent) for (method, address), sent in found.items()]
