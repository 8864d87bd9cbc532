"""What happens in the story, in the words of the people it happens to: one module per language, all invented."""

from demo.stories import dutch, english, french
from demo.stories.tale import Book, Handover, Tale

BOOKS: dict[str, Book] = {"en": english.BOOK, "fr": french.BOOK, "nl": dutch.BOOK}

__all__ = ["BOOKS", "Book", "Handover", "Tale"]
