"""Stores that were damaged in every way that anybody thought of."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
import json
from pathlib import Path
import random
from typing import Any, Final

RELEASED: Final = Path(__file__).parent / "released"
WRONG: Final[dict[type, Any]] = {
    str: 7,
    int: "many",
    float: "many",
    bool: "perhaps",
    dict: ["rubbish"],
    list: {"rubbish": 1},
    type(None): ["rubbish"],
}
"""What no field takes that holds a value of this type."""
TOO_MUCH: Final = (1e300, -1e300, 10**40, float("nan"), float("inf"))

type Way = tuple[str, ...]


def released(name: str) -> Any:
    """Return a file that a released version has written."""
    return json.loads((RELEASED / name).read_text())


def stores() -> list[str]:
    """Return the names of the stores of all released versions, the newest last."""
    names = [path.name for path in RELEASED.glob("store_*.json")]
    return sorted(names, key=lambda name: (released(name)["version"], name))


@dataclass(frozen=True)
class Damaged:
    """A store that was damaged."""

    how: str
    way: Way
    """Where; nowhere, where it is the file that was."""
    text: bytes

    def __str__(self) -> str:
        return f"{self.how} {'.'.join(self.way)}"


def ways(whole: Any, way: Way = ()) -> Iterator[Way]:
    """Return the way to each part of a store."""
    parts: Any = ()
    if isinstance(whole, dict):
        parts = whole.items()
    if isinstance(whole, list):
        parts = enumerate(whole)
    for name, part in parts:
        yield (*way, str(name))
        yield from ways(part, (*way, str(name)))


def at(whole: Any, way: Way) -> Any:
    """Return the part at the end of a way."""
    for name in way:
        whole = whole[int(name) if isinstance(whole, list) else name]
    return whole


def damaged(store: dict[str, Any], seed: int) -> Iterator[Damaged]:
    """Return a store damaged in all these ways: by one part, then by several."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
    for way in ways(store["data"]):
        yield from _by_part(store, way, chance)
    yield from _by_file(store, chance)
    everything = list(ways(store["data"]))
    while True:
        several = deepcopy(store)
        for way in chance.sample(everything, chance.randint(2, 8)):
            try:
                _put(several, way, WRONG[type(at(store["data"], way))])
            except KeyError, TypeError, IndexError, ValueError:
                continue  # What was there is damaged already.
        yield Damaged("several parts of", (), _text(several))


def _by_part(
    store: dict[str, Any], way: Way, chance: random.Random
) -> Iterator[Damaged]:
    part = at(store["data"], way)
    yield Damaged("mistyped", way, _text(_put(deepcopy(store), way, WRONG[type(part)])))
    if not isinstance(at(store["data"], way[:-1]), list):
        missing = deepcopy(store)
        del at(missing["data"], way[:-1])[way[-1]]
        yield Damaged("missing", way, _text(missing))
    if isinstance(part, str):
        strange = _put(deepcopy(store), way, "unheard_of")
        yield Damaged("an unknown member", way, _text(strange))
    if isinstance(part, str) and part.endswith("+00:00"):
        naive = _put(deepcopy(store), way, part.removesuffix("+00:00"))
        yield Damaged("without a time zone", way, _text(naive))
    if isinstance(part, float | int) and not isinstance(part, bool):
        number = chance.choice(TOO_MUCH)
        yield Damaged("too much", way, _text(_put(deepcopy(store), way, number)))
    if isinstance(part, dict):
        newer = _put(deepcopy(store), (*way, "unheard_of"), {"of": [1, None]})
        newer["version"] = 99
        yield Damaged("newer", (*way, "unheard_of"), _text(newer))


def _by_file(store: dict[str, Any], chance: random.Random) -> Iterator[Damaged]:
    text = _text(store)
    for _ in range(500):
        yield Damaged("cut off", (), text[: chance.randrange(len(text))])
    for _ in range(100):
        flipped = bytearray(text)
        flipped[chance.randrange(len(text))] ^= 1 << chance.randrange(8)
        yield Damaged("a bit of", (), bytes(flipped))
    for rubbish in (b"", b"{}", b"null", b"[]", b"7", chance.randbytes(5000)):
        yield Damaged("no store", (), rubbish)
    for bomb in (b"[" * 100_000, b'{"data":' * 100_000):
        yield Damaged("a bomb", (), bomb)


def _put(store: dict[str, Any], way: Way, part: Any) -> dict[str, Any]:
    place = at(store["data"], way[:-1])
    place[int(way[-1]) if isinstance(place, list) else way[-1]] = deepcopy(part)
    return store


def _text(store: dict[str, Any]) -> bytes:
    return json.dumps(store).encode()
