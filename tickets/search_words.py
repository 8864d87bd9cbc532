"""Which words a text is searched by, and which words are looked for when somebody types: the same for both databases.

The databases only compare words that were folded here: no accent, no case, no sign of theirs is left in them, so whatever
people type can be no operator of a search engine. Pure Python.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_ASKED = 8  # words; a ninth narrows nothing that eight have not
LONGEST_ASKED = 200  # characters
LONGEST_WORD = 40  # characters, kept and asked alike: a longer one is found by its beginning
MOST_KEPT = 100_000  # characters of different words per text: PostgreSQL holds at most 1 MB in one row of words

# Languages that write without spaces: each sign is a word, else only the beginning of a sentence would be found.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+")
# Marks above and below letters; what is not seen (a soft hyphen, a change of direction).
_DROPPED = {"Mn", "Me", "Cf"}
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# Marks a word that lacks one of its letters: no word that somebody types holds this sign.
_SLIP = "§"
_MISSPELT = range(4, 21)  # characters: shorter ones have too many neighbours


class Term(NamedTuple):
    """A folded word; ``begins``: also longer words that begin with it."""

    word: str
    begins: bool = False


Asked = Sequence[Sequence[Term]]
"""What is looked for: of each group at least one term."""


def fold(text: str) -> str:
    """Return the text without case and accents: "Résumé" is "resume", "Straße" is "strasse"."""
    if text.isascii():
        return text.lower()
    # Twice: letters of other shapes (𝐀) have a case only when they are plain ones, and some lose it into two characters.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _DROPPED).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in their order: letters and digits only."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def words_with_slips(text: str) -> list[str]:
    """Return the folded words of a text, and each without one of its letters, marked."""
    words = words_of(text)
    return [*words, *(_SLIP + slip for word in words for slip in _slips(word))]


def kept(texts: Iterable[str]) -> str:
    """Return the different words of these texts, joined by spaces: what is stored. What is too much is not found."""
    return _joined(word for text in texts for word in words_of(text))


def kept_with_slips(texts: Iterable[str]) -> str:
    """Return the different words of these texts as ``kept`` does, each also as it is without one of its letters.

    A misspelt word is found by these (``misspelt``). They are eight times as many as the words: for titles and names only.
    """
    return _joined(word for text in texts for word in words_with_slips(text))


def asked(text: str) -> Asked:
    """Return what somebody who typed this looks for; nothing for a text without a word.

    The last word may be unfinished, so it finds longer ones too; a single letter would find everything. A single letter
    beside words is the rest of one (l'imprimante, the printer's) and narrows nothing.
    """
    typed = list(dict.fromkeys(words_of(text[:LONGEST_ASKED])))
    words = ([word for word in typed if not _is_rest(word)] or typed)[:MOST_ASKED]
    if not words:
        return []
    *whole, last = words
    return [*([Term(word)] for word in whole), [Term(last, begins=len(last) > 1)]]


def misspelt(wanted: Asked) -> Asked:
    """Return the same with words that are one slip away: two letters swapped, one wrong, missing or too many.

    Two such words are the same without one letter each. That is asked of the rows themselves, not of a list of known words,
    which would hold words of tickets that the reader may not see. Nothing when no word is long enough.
    """
    wider = [[*group, *_near(group[0].word)] for group in wanted]
    return wider if any(len(group) > 1 for group in wider) else []


def groups_in(wanted: Asked, texts: Iterable[Sequence[str]]) -> list[list[bool]]:
    """Return for each of these texts (folded words) which of the groups it holds."""
    sought = [({term.word for term in group}, tuple(term.word for term in group if term.begins)) for group in wanted]
    return [
        [not whole.isdisjoint(words) or any(word.startswith(begins) for word in words) for whole, begins in sought]
        for words in texts
    ]


def number_in(text: str) -> int | None:
    """Return the ticket number that somebody typed ("1042", "#1042", "[1042]"), or None."""
    found = re.fullmatch(r"\s*[#\[]?([0-9]{1,18})\]?\s*", text)
    return int(found[1]) if found else None


def _is_rest(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()


def _near(word: str) -> list[Term]:
    slips = _slips(word)
    # One letter too many; one wrong, or two swapped; one missing.
    return [*map(Term, slips), *(Term(_SLIP + slip) for slip in slips), *([Term(_SLIP + word)] if slips else [])]


def _slips(word: str) -> list[str]:
    """The word without one of its letters; nothing for a short or very long one, and for a number."""
    if len(word) not in _MISSPELT or word.isdigit():
        return []
    return list(dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word))))


def _joined(words: Iterable[str]) -> str:
    whole = " ".join(dict.fromkeys(words))
    return whole if len(whole) <= MOST_KEPT else whole[:MOST_KEPT].rpartition(" ")[0]
