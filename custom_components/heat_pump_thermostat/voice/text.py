"""What is written, as it is said, and as the words in it."""

import re
from typing import Final
from unicodedata import category, normalize

WITHIN_WORDS: Final = "'’"
"""What is written within words."""
UNSPACED: Final = re.compile(r"[぀-ヿ㐀-䶿一-鿿]")
"""What is written without spaces: each character counts as a word."""


def spoken(name: str) -> str:
    """Return a name as it is said: letters with their vowel signs, and digits."""
    kept = (sign if _is_said(sign) else " " for sign in normalize("NFC", name))
    return " ".join("".join(kept).casefold().split())


def _is_said(sign: str) -> bool:
    return sign.isalnum() or sign in WITHIN_WORDS or category(sign).startswith("M")


def in_words(text: str) -> str:
    """Return a text with a space before and after each word, to find some within."""
    apart = UNSPACED.sub(r" \g<0> ", normalize("NFC", text).casefold())
    return f" {' '.join(apart.split())} "
