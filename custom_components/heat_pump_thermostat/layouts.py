"""What each version of the store, and of the config entry, keeps elsewhere or anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Layout:
    """What a version has changed; all by dotted paths."""

    renamed: Mapping[str, str | None] = field(default_factory=dict)
    """Where something stands now that stood elsewhere before; None: nowhere."""
    meant: Mapping[str, Any] = field(default_factory=dict)
    """What versions before meant where they said nothing."""
    added: frozenset[str] = frozenset()
    """What no version before had; `*` stands for any name."""


STORE: Final[Mapping[int, Layout]] = {
    2: Layout(
        renamed={
            "board": "wires.board",
            "call": "wires.call",
            "goal": "wires.goal",
            "pending": "wires.pending",
            "corrections": "wires.corrections",
            "kept_alive_at": "wires.kept_alive_at",
            "room": "senses.room",
            "fallback": "senses.fallback",
            "outdoor": "senses.outdoor",
            "window_since": "senses.window_since",
            "lockouts": "guards.lockouts",
            "is_freezing": "guards.is_freezing",
            "starts": "guards.starts",
            "outage_until": "guards.outage_until",
            "side": "need.side",
            "contender_since": "need.contender_since",
            "demand": "need.demand",
            "steady": "need.steady",
            "low_since": "need.low_since",
            "testing": "trial.testing",
            "tested": "trial.tested",
            "scale": "learned.scale",
            "envelope": "learned.envelope",
            "warming": "learned.warming",
            "drift": "learned.drift",
            "twin": "learned.twin",
        },
        added=frozenset(
            {
                "senses.*.alive_at",
                "senses.*.is_restored",
                "senses.*.doubt",
                "senses.*.doubted_since",
                "senses.*.apart",
                "senses.*.pace",
                "senses.*.step",
                "senses.*.stand",
                "senses.further",
                "senses.outdoor_sensor",
                "senses.lately",
                "guards.beyond",
                "guards.heated_at",
                "meter.unknown",
                "meter.left_out",
            }
        ),
    ),
    3: Layout(
        renamed={"guards.outage_until": "guards.outage.until"},
        added=frozenset(
            {
                "guards.outage.dark_since",
                "guards.outage.since",
                "guards.deaf_until",
                "signs",
                "alerts",
                "response",
                "duty",
                "learned.past",
            }
        ),
    ),
    4: Layout(
        renamed=dict.fromkeys(
            (
                "course.progress.turn",
                "course.progress.falls",
                "course.progress.shown",
                "course.progress.changed",
                "course.progress.step",
                "course.progress.took",
            )
        ),
        meant={"wishes.hold.begins": None},
        added=frozenset(
            {
                "observer",
                "course.full_since",
                "senses.*.gusts",
                "senses.air",
                "wishes.emergency_until",
                "wishes.hold.preset",
                "wishes.hold.over",
                "wishes.hold.begins",
                "wishes.vacation",
                "wishes.curtailments",
                "learned.size",
                "learned.rest",
            }
        ),
    ),
    5: Layout(
        renamed={"observer.source": None, "observer": "rooms.observers.room"},
        added=frozenset({"rooms", "wishes.hold.over.preset"}),
    ),
    6: Layout(
        renamed={
            f"learned.envelope.{part}": f"learned.envelope.by_day.{part}"
            for part in ("sums", "error", "lean", "days")
        },
        added=frozenset(
            {
                "duty.air",
                "duty.is_refuted",
                "wishes.*.is_permanent",
                "learned.envelope.by_night",
                "learned.envelope.night",
                "learned.air",
            }
        ),
    ),
    7: Layout(
        added=frozenset(
            {
                "rooms.observers.*.stands",
                "rooms.observers.*.by_backup",
                "senses.beside",
                "senses.*.stand.rested",
                "senses.*.spell",
                "senses.*.alike",
                "senses.*.paced",
                "course.is_beyond",
                "course.is_replaced",
                "guards.sole_deaf_until",
                "wires.slips",
                "effort",
                "heeding",
                "senses.*.warmth",
                "response.track.is_relieved",
                "response.track.fell",
                "response.track.untold",
                "response.track.measured",
                "frost.normals.aux_power",
            }
        )
    ),
}
"""By the version of the store that brought it. Whoever gives a stored field a name or a
place that it did not have adds a version, or the next update forgets the field."""

ENTRY: Final[Mapping[int, Layout]] = {}
"""The same by the minor version of the config entry, below `data` and `options`."""

DEEPEST_WAY: Final = 16
"""Longer than any path by which something has moved."""

STORE_VERSION: Final = max(STORE, default=1)
ENTRY_VERSION: Final = max(ENTRY, default=1)


def migrated(found: Any, version: int, layouts: Mapping[int, Layout]) -> Any:
    """Return what a version has kept as the present one keeps it.

    What is of this version, or newer, stays as it is.
    """
    now = _copied(found)
    for layout in _since(version, layouts):
        for old, new in layout.renamed.items():
            _move(now, old.split("."), new.split(".") if new else None)
        for path, meaning in layout.meant.items():
            *way, name = path.split(".")
            if (place := _place(now, way)) is not None:
                place.setdefault(name, meaning)
    return now


def is_new(path: str, version: int, layouts: Mapping[int, Layout]) -> bool:
    """Return whether that version did not have what stands at a path now."""
    return any(
        fnmatchcase(path, added) or fnmatchcase(path, f"{added}.*")
        for layout in _since(version, layouts)
        for added in layout.added
    )


def _since(version: int, layouts: Mapping[int, Layout]) -> list[Layout]:
    return [layouts[later] for later in sorted(layouts) if later > version]


def _copied(found: Any, levels: int = DEEPEST_WAY) -> Any:
    """Return mappings anew, as deep as anything moves in them.

    However deep the rest is nested, nobody has to follow it.
    """
    if not levels or not isinstance(found, dict):
        return found
    return {name: _copied(part, levels - 1) for name, part in found.items()}


def _move(found: Any, old: list[str], new: list[str] | None) -> None:
    """Move a part; it stays where there is none, or where it would have to go."""
    *way, name = old
    place = _place(found, way)
    if place is None or name not in place:
        return
    if new is None:
        del place[name]
        return
    *way, renamed = new
    target = _place(found, way, is_made=True)
    if target is not None:
        # What is there already was kept by a newer version, before this one was used.
        target[renamed] = place.pop(name)


def _place(found: Any, way: list[str], *, is_made: bool = False) -> Any:
    """Return the mapping at the end of a way; None where there is none."""
    for name in way:
        if not isinstance(found, dict):
            return None
        found = found.setdefault(name, {}) if is_made else found.get(name)
    return found if isinstance(found, dict) else None
