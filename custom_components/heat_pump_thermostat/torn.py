"""JSON that was damaged: read up to the damage, whoever wrote it."""

import json
from typing import Any, Final

CLOSERS: Final = {"{": "}", "[": "]"}
DEEPEST_TEXT: Final = 100
"""What is nested deeper was never written by anybody who meant well."""
DIGITS: Final = 18
"""A whole number of more of them is none that anybody counted to."""


def salvaged_json(text: bytes) -> tuple[Any, bool]:
    """Return what a text says, None where it says nothing; and whether it is whole.

    Of one that ends too early, or makes no sense from somewhere on, all is taken that
    is complete before that.
    """
    told = text.decode("utf-8-sig", errors="replace")
    try:
        return _parsed_json(told), True
    except RecursionError:
        end = len(told)
    except ValueError as error:
        end = getattr(error, "pos", 0)
    try:
        return _parsed_json(mended_text(told[:end])), False
    except ValueError:
        return None, False


def mended_text(told: str) -> str:
    """Return a JSON text up to its last complete value, with all that is open closed.

    A list that is not complete is left out: nobody could tell that more was in it.
    """
    opened: list[str] = []
    end, closing = 0, ""
    is_string = is_escaped = False
    for at, char in enumerate(told):
        if is_string:
            is_string = is_escaped or char != '"'
            is_escaped = char == "\\" and not is_escaped
            continue
        if char == '"':
            is_string = True
        elif char in CLOSERS:
            opened.append(CLOSERS[char])
        elif opened and char == opened[-1]:
            opened.pop()
        if len(opened) > DEEPEST_TEXT:
            break
        if char in "{}]," and "]" not in opened:
            end = at if char == "," else at + 1
            closing = "".join(reversed(opened))
    return told[:end] + closing


def _parsed_json(told: str) -> Any:
    return json.loads(told, parse_int=_number_of_digits)


def _number_of_digits(digits: str) -> float:
    return int(digits) if len(digits) <= DIGITS else float(digits)
