"""A week of a month as a drawing: temperatures, and what ran."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import groupby, pairwise
from math import ceil, floor
from statistics import fmean
from typing import Final

from .month import Minute

WEEK: Final = 7 * 24 * 60
"""Minutes."""
EVERY: Final = 5
"""Minutes between the points of a line."""
LEFT, RIGHT, WIDTH, HEIGHT = 50.0, 946.0, 960, 500
INK: Final = "#333"
COLOURS: Final = {
    "room": "#c0392b",
    "setpoint": "#333",
    "outdoor": "#2471a3",
    "Y1": "#7f8c8d",
    "W2": "#e67e22",
}

type Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the drawing with a scale of degrees."""

    top: float
    bottom: float
    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        """Return where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def grid(self) -> Iterator[str]:
        """Yield the lines and figures of the scale."""
        for i in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + i * self.step
            y = self.y(value)
            yield _line(LEFT, y, RIGHT, y, "#ddd")
            yield _text(LEFT - 6, y + 4, f"{value:g}".replace("-", "−"), "end")


def coldest_week(minutes: list[Minute]) -> list[Minute]:
    """Return the seven whole days with the lowest mean outdoor temperature."""
    day = 24 * 60
    begins = range(0, max(1, len(minutes) - WEEK + 1), day)
    weeks = (minutes[begin : begin + WEEK] for begin in begins)
    return min(weeks, key=lambda week: fmean(minute.outdoor for minute in week))


def drawing(title: str, week: list[Minute]) -> str:
    """Return some days as an SVG."""
    rooms = panel((40, 260), week, lambda m: (m.room, m.setpoint), 1.0)
    outdoors = panel((340, 460), week, lambda m: (m.outdoor,), 5.0)
    x = scale(week)
    parts = [
        _text(LEFT, 24, title, "start", "bold"),
        *legend(),
        *rooms.grid(),
        *outdoors.grid(),
        *days(week, x),
        line("setpoint", [(x(m), rooms.y(m.setpoint)) for m in corners(week)]),
        line("room", [(x(m), rooms.y(m.room)) for m in week[::EVERY]]),
        line("outdoor", [(x(m), outdoors.y(m.outdoor)) for m in week[::EVERY]]),
        band("Y1", 276, runs(week, x, lambda m: m.has_compressor)),
        band("W2", 300, runs(week, x, lambda m: m.has_aux)),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def scale(week: list[Minute]) -> Callable[[Minute], float]:
    """Return what tells where a minute stands."""
    begin, width = week[0].since, RIGHT - LEFT
    lasts = timedelta(minutes=len(week))
    return lambda minute: LEFT + (minute.since - begin) / lasts * width


def panel(
    place: tuple[float, float],
    week: list[Minute],
    values: Callable[[Minute], Iterable[float]],
    step: float,
) -> Panel:
    """Return a panel with a scale that holds all values."""
    seen = [value for minute in week for value in values(minute)]
    low, high = floor(min(seen) / step) * step, ceil(max(seen) / step) * step
    return Panel(*place, low, high, step)


def corners(week: list[Minute]) -> Iterator[Minute]:
    """Yield the minutes between which the setpoint does not move."""
    yield week[0]
    for before, after in pairwise(week):
        if before.setpoint != after.setpoint:
            yield from (before, after)
    yield week[-1]


def runs(
    week: list[Minute], x: Callable[[Minute], float], is_on: Callable[[Minute], bool]
) -> Points:
    """Return from where to where something ran."""
    groups = (list(group) for on, group in groupby(week, is_on) if on)
    minute = (RIGHT - LEFT) / len(week)
    return [(x(group[0]), x(group[-1]) + minute) for group in groups]


def band(name: str, top: float, spans: Points) -> str:
    """Return the bars in which a relay was on."""
    bars = "".join(
        f"M{begin:.1f} {top:g}H{end:.1f}v16H{begin:.1f}z" for begin, end in spans
    )
    label = _text(LEFT - 6, top + 12, name, "end")
    return f'{label}\n<path d="{bars}" fill="{COLOURS[name]}"/>'


def line(name: str, points: Points) -> str:
    """Return a line through the points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{COLOURS[name]}"/>'


def legend() -> Iterator[str]:
    """Yield what the colours mean."""
    names = {
        "room": "room °C",
        "setpoint": "setpoint °C",
        "outdoor": "outdoor °C",
        "Y1": "compressor",
        "W2": "auxiliary heat",
    }
    for place, (key, name) in enumerate(names.items()):
        x = 380 + place * 115
        yield f'<rect x="{x}" y="14" width="10" height="10" fill="{COLOURS[key]}"/>'
        yield _text(x + 14, 24, name, "start")


def days(week: list[Minute], x: Callable[[Minute], float]) -> Iterator[str]:
    """Yield the lines between the days, and their numbers."""
    for minute in week:
        if minute.since % timedelta(days=1) == timedelta():
            at = x(minute)
            yield _line(at, 40, at, 460, "#bbb")
            yield _text(at + 4, 478, f"{minute.since.days + 1} January", "start")


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )
