"""What a person reads of a page: its texts, without markup, addresses and what nobody sees."""

from __future__ import annotations

from html.parser import HTMLParser

READ_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-sending")
NOT_READ = frozenset({"script", "style"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in NOT_READ
        told = dict(attrs)
        self.texts += [value for name in READ_ATTRIBUTES if (value := told.get(name))]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in NOT_READ

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def texts_of(html: str) -> list[str]:
    """Return the texts of a page in reading order, each in one line."""
    reader = _Reader()
    reader.feed(html)
    return reader.texts
