"""The words of the trade, which people of clients never read."""

from __future__ import annotations

import re

NEVER = {
    "en": r"tickets?|priorit\w+|SLA|categor\w+|escalat\w+|assign\w*|incidents?|resolv\w+|FSO|walk-ins?|sites?|service desk|VIP|agenda",
    "fr": r"tickets?|priorit\w+|SLA|catégor\w+|escalad\w+|attribu\w+|incidents?|FSO|au passage|sites?|service desk|VIP|agenda",
    "nl": r"tickets?|prioriteit\w*|SLA|categorie\w*|escal\w+|geëscaleerd|toegewezen|toewijz\w+|incident\w*|FSO|tussendoor"
    r"|vestiging\w*|sites?|service ?desk|VIP|agenda",
}


def trade_words(language: str, texts: list[str]) -> list[str]:
    """Return the texts that hold a word of the trade."""
    pattern = re.compile(rf"(?<![\w@./-])(?:{NEVER[language]})(?![\w@-]|\.\w)", re.IGNORECASE)
    return [text for text in texts if pattern.search(text)]
