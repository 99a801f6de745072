"""The forms in which words are compared: one function for each, from the closest to the print to the furthest from it.

They differ on purpose, by what a sign may mean where the form is used; each says what it keeps and why. None of them
is ever put in a row: rows hold what is printed.
"""

from __future__ import annotations

import functools
import re

__all__ = [
    "bare_word",
    "heading_form",
    "letters_form",
    "name_form",
    "phrase_form",
    "same_length_form",
    "word_form",
    "words_form",
    "words_in",
]

_APOSTROPHE = str.maketrans({"’": "'"})
_NAME_SIGNS = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-"})
_NAME_ENDS = " .,;:*•|\t\n"
_BLANKS = re.compile(r"\s+")
_EDGES = re.compile(r"^\W+|\W+$")
_HEADING_WORD = re.compile(r"[^\W_]+|#")
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"\W+")


def word_form(word: str) -> str:
    """Lower case, one kind of apostrophe; every other sign stays: a word is looked up as it is printed."""
    return word.casefold().translate(_APOSTROPHE)


def same_length_form(text: str) -> str:
    """As `word_form`, of the length of the text, so that places found in it hold in the print.

    Letters of which the lower case is longer (`İ`) leave the text as it is.
    """
    lowered = text.lower().translate(_APOSTROPHE)
    return lowered if len(lowered) == len(text) else text


def phrase_form(text: str) -> str:
    """Lower case, single blanks; signs stay: `plan on a page:` is not `plan on a page`."""
    return " ".join(text.casefold().split())


def bare_word(word: str) -> str:
    """As `word_form`, without the signs around the word: those inside belong to it (`co-chair`)."""
    return word_form(_EDGES.sub("", word))


@functools.lru_cache(maxsize=20_000)
def name_form(text: str) -> str:
    """The name of a body or post: lower case, one kind of apostrophe and dash, single blanks, no signs at the ends.

    Signs inside stay, since they tell names apart: `Children's Lead/Deputy` holds two, `MASH (North)` an aside.
    """
    return _BLANKS.sub(" ", text.casefold().translate(_NAME_SIGNS)).strip(_NAME_ENDS)


def heading_form(text: str) -> str:
    """A heading: lower case, letters and digits, single blanks. `Children's` is `childrens`, `#` a number's sign."""
    return " ".join(_HEADING_WORD.findall(word_form(text).replace("'s ", "s ")))


def words_in(text: str) -> list[str]:
    """The words of a statement in lower case; all signs part words, as another printing may have other signs."""
    return _WORD.findall(text.casefold())


def words_form(text: str) -> str:
    """The same joined by blanks: a key under which another printing of a statement or name is found."""
    return " ".join(words_in(text))


@functools.lru_cache(maxsize=16_384)
def letters_form(text: str) -> str:
    """Letters and digits alone in lower case: `1.a)` is `1a`, `bi - monthly` is `bimonthly`."""
    return _SIGNS.sub("", text).casefold()
