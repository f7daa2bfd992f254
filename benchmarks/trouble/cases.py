"""The cases: in which household what fails for how long, and what is wanted then."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from custom_components.heat_pump_thermostat.engine.settings import Compressor
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..simulation.houses import HOUSES
from .bounds import (
    OVER,
    RIGHT_WAY,
    UNTOLD,
    Bound,
    at_least,
    at_most,
    between,
    heated_from,
    no_compressor,
    told_after_running,
    told_within,
)
from .faults import (
    DEAD_UNIT,
    NONE,
    STRIPS_DEAD,
    VALVE_STUCK,
    Fault,
    aired,
    coarse,
    creeping,
    dead,
    drifting,
    frozen,
    gaining,
    in_a_draught,
    in_the_sun,
    of_two_minds,
    off_by,
    outdoors,
    room,
    second,
    silent,
    stuck,
    stuck_once,
    wandering,
)
from .home import HOUR, Home, Minute, Premise, home_of


@dataclass(frozen=True, slots=True)
class Case:
    """A household, what fails in it, and what is wanted then."""

    name: str
    premise: Premise
    fault: Fault
    hours: float
    """How long that is watched."""
    wanted: tuple[Bound, ...]
    lasts: float | None = None
    """After how many hours the fault is over; None where it never is."""

    def live(self) -> tuple[Home, Home, list[Minute]]:
        """Return the household before the fault and in the end, and its story."""
        before, home = home_of(self.premise), home_of(self.premise)
        lasts = self.hours if self.lasts is None else self.lasts
        story = [*home.live(lasts * HOUR, self.fault)]
        story += (
            replace(minute, hour=minute.hour + lasts)
            for minute in home.live((self.hours - lasts) * HOUR)
        )
        return before, home, story


def with_either(*cases: Case) -> Iterator[Case]:
    """Yield cases with electric backup heat, and with a furnace."""
    for case in cases:
        for machine in ("electric", "dual fuel"):
            yield replace(case, premise=replace(case.premise, machine=machine))


def everywhere(*cases: Case) -> Iterator[Case]:
    """Yield cases in every house."""
    for case in cases:
        for house in HOUSES:
            yield replace(case, premise=replace(case.premise, house=house))


def felt_coarsely(coldest: float, *told: tuple[str, Premise, float]) -> Iterator[Case]:
    """Yield dead units that houses tell, by half degrees, within so many hours."""
    return everywhere(
        *(
            Case(
                name,
                replace(premise, sensor=coarse),
                DEAD_UNIT,
                NIGHT,
                (*between(coldest, 24), told_within(hours)),
            )
            for name, premise, hours in told
        )
    )


MINUTES: Final = 1 / 60
NIGHT, DAY, TWO_DAYS, THREE_DAYS, FOUR_DAYS, FIVE_DAYS = 12, 24, 48, 72, 96, 120
"""In hours."""

SUMMER: Final = Premise(mode=Mode.COOL, mean=32.0, room=24.0, days=1)
WINTER: Final = Premise(mean=-10.0, swing=5.0)
COLD: Final = Premise(mean=-15.0)
COOL: Final = Premise(mean=-5.0)
THAW: Final = Premise(mean=0.0, swing=4.0)
MILD: Final = Premise(mean=8.0, swing=2.0)
FRESH: Final = replace(MILD, days=0)
FIRST_THAW: Final = replace(THAW, days=0)
DEEP: Final = Premise(
    mean=-28.0, days=2, compressor=Compressor(minimum_outdoor=Celsius(-20.0))
)
CAREFUL: Final = Premise(
    mean=-10.0, compressor=Compressor(outage_delay=timedelta(hours=6))
)
COOLED_IN_WINTER: Final = replace(COOL, mode=Mode.COOL, room=24.0, days=1 / DAY)
NEW: Final = replace(WINTER, days=0)
DUCTED: Final = replace(WINTER, has_return=True)
HOUR_OLD: Final = replace(WINTER, days=1 / DAY)
TWO_IN_SUMMER: Final = replace(SUMMER, has_fallback=True)
TWO_IN_WINTER: Final = replace(COOL, has_fallback=True)

DOUBTED: Final = told_within(15 * MINUTES)
NOT_HEATED: Final = (RIGHT_WAY, DOUBTED)
NOT_COOLED: Final = (*NOT_HEATED, at_least(15))
KEPT_COOL: Final = (*NOT_HEATED, at_most(26))
KEPT_WARM: Final = (*between(18, 23), DOUBTED)
KEPT_SAFE: Final = (*between(10, 25), DOUBTED)
FROZEN: Final = (*between(10, 28), told_within(24))
TORN: Final = (*between(10, 25), told_within(2))
LOST: Final = (*between(10, 25), told_within(0.5))
SILENT: Final = (*between(10, 25), told_within(1.25))
"""Nobody can tell a silent sensor from a calm room for an hour."""
BY_AIR: Final = (*between(16, 23), told_within(0.5))
LOST_EARLY: Final = (*between(5, 28), told_within(0.5))
UNMOVED: Final = (at_least(18.5), UNTOLD)
FELT: Final = (*between(17.5, 23), told_within(4))
TURNED: Final = (*between(15, 23), told_within(4))
FELT_COLD: Final = (*between(17.5, 23), told_within(6))
FELT_COLD_ALONE: Final = (*between(17, 23), told_within(6))
"""Where nothing heats beside the compressor."""
FELT_COARSELY: Final = (*between(17, 24), told_after_running(5))
FELT_BY_RUNNING: Final = (*between(17.5, 23), told_after_running(3))
HEATED: Final = (at_least(18.5),)
"""Somebody may look: heat is not withheld."""
BACK_IN_TIME: Final = (
    no_compressor(until=14),
    heated_from(8, within=0.25),
    at_least(10),
    OVER,
)

GARDEN: Final = wandering(WINTER.mean, WINTER.swing, DAY)
FRIDGE: Final = wandering(5.0, 2.0, 0.7)
ATTIC: Final = wandering(36.0, 4.0, DAY)

WRONG_ROOM: Final = (
    *with_either(
        Case("cooling, room says 0.0", SUMMER, room(stuck(0.0)), DAY, NOT_HEATED)
    ),
    Case("cooling, room says 0.0 once", SUMMER, room(stuck_once(0.0)), DAY, NOT_HEATED),
    Case(
        "cooling, room of two says 0.0", TWO_IN_SUMMER, room(stuck(0.0)), DAY, KEPT_COOL
    ),
    Case("cooling, second says 0.0", TWO_IN_SUMMER, second(stuck(0.0)), DAY, KEPT_COOL),
    *(
        Case(
            f"heating, room says {value:g}",
            COOL,
            room(stuck(value)),
            TWO_DAYS,
            KEPT_SAFE,
        )
        for value in (0.0, -40.0, 12.5, 29.5, 50.0, 85.0)
    ),
    *with_either(
        Case("room in the garden", WINTER, room(GARDEN), TWO_DAYS, KEPT_SAFE),
        Case("room in a refrigerator", WINTER, room(FRIDGE), TWO_DAYS, KEPT_SAFE),
        Case("room in the attic", WINTER, room(ATTIC), TWO_DAYS, KEPT_SAFE),
    ),
    *(
        Case(
            f"room says {value:g} every other minute",
            WINTER,
            room(of_two_minds(value)),
            TWO_DAYS,
            wanted,
        )
        for value, wanted in (
            (0.0, KEPT_WARM),
            (85.0, UNMOVED),
            (21.0, (at_least(17),)),
            (22.5, TORN),
            (23.9, TORN),
        )
    ),
    Case("cooling, room says 29", SUMMER, room(stuck(29.0)), DAY, NOT_COOLED),
    Case(
        "heating, room of two says 0.0",
        TWO_IN_WINTER,
        room(stuck(0.0)),
        TWO_DAYS,
        KEPT_WARM,
    ),
    *(
        Case(
            f"room of two drifts by {kelvin:g} K an hour",
            TWO_IN_WINTER,
            room(drifting(kelvin)),
            TWO_DAYS,
            (*between(12, 31), told_within(TWO_DAYS)),
        )
        for kelvin in (0.5, 1.0, 2.0)
    ),
    *(
        Case(
            f"heating, second says {value:g}",
            TWO_IN_WINTER,
            second(stuck(value)),
            TWO_DAYS,
            KEPT_WARM,
        )
        for value in (0.0, 50.0)
    ),
    *with_either(
        Case("room frozen as it was", WINTER, room(frozen), FIVE_DAYS, FROZEN),
        Case("room frozen at 19.4", WINTER, room(stuck(19.4)), FIVE_DAYS, FROZEN),
        Case("room frozen at 20.6", WINTER, room(stuck(20.6)), FIVE_DAYS, FROZEN),
        *(
            Case(
                f"room goes by {kelvin:+g} K/h at {premise.mean:g} °C",
                premise,
                room(creeping(kelvin)),
                TWO_DAYS,
                (*between(10, 34), told_within(hours)),
            )
            for kelvin in (0.2, 0.5, -0.5)
            for premise, hours in ((WINTER, NIGHT), (THAW, NIGHT), (MILD, TWO_DAYS))
        ),
        Case(
            "room stays warm as another house",
            WINTER,
            room(wandering(22.0, 0.4, 3)),
            TWO_DAYS,
            (*between(10, 25), told_within(NIGHT)),
        ),
    ),
)

NO_ROOM: Final = (
    *with_either(
        *everywhere(Case("room sensor dead", WINTER, room(dead), FIVE_DAYS, LOST)),
        Case("room dead, never heard", NEW, room(dead), THREE_DAYS, LOST_EARLY),
        Case("room dead, heard for 1 h", HOUR_OLD, room(dead), THREE_DAYS, LOST_EARLY),
    ),
    Case(
        "room dead, no backup",
        replace(THAW, machine="none"),
        room(dead),
        FIVE_DAYS,
        LOST,
    ),
    *with_either(
        *everywhere(
            Case("room dead, air comes back", DUCTED, room(dead), FIVE_DAYS, BY_AIR)
        ),
        Case(
            "room dead, air stuck at 15",
            DUCTED,
            Fault(room=dead, back=stuck(15.0)),
            FIVE_DAYS,
            LOST,
        ),
    ),
    Case("room sensor silent", WINTER, room(silent), FIVE_DAYS, SILENT),
    Case(
        "room dead after a restart",
        WINTER,
        Fault(room=dead, restarts=True),
        TWO_DAYS,
        LOST,
    ),
)

NO_MACHINE: Final = (
    Case(
        "outdoor unit dead",
        THAW,
        DEAD_UNIT,
        FOUR_DAYS,
        (at_least(17.5), told_within(6), OVER),
        lasts=THREE_DAYS,
    ),
    *with_either(
        Case(
            "outdoor unit dead, mild",
            MILD,
            DEAD_UNIT,
            FOUR_DAYS,
            (at_least(17.5), told_within(4), OVER),
            lasts=THREE_DAYS,
        )
    ),
    *with_either(
        *everywhere(
            Case("unit dead in a mild week", MILD, DEAD_UNIT, NIGHT, FELT),
            Case("unit dead from the first day", FRESH, DEAD_UNIT, NIGHT, FELT),
        )
    ),
    *everywhere(
        Case("unit dead in a thaw", THAW, DEAD_UNIT, NIGHT, FELT_COLD),
        *with_either(
            Case(
                "unit dead at its first thaw",
                FIRST_THAW,
                DEAD_UNIT,
                NIGHT,
                FELT_COLD,
            ),
        ),
        Case(
            "unit dead in a thaw",
            replace(THAW, machine="dual fuel"),
            DEAD_UNIT,
            DAY,
            FELT_BY_RUNNING,
        ),
        Case("valve stuck", THAW, VALVE_STUCK, NIGHT, (at_least(13), told_within(4))),
    ),
    *with_either(
        *everywhere(
            Case(
                "unit dead, half degrees",
                FIRST_THAW,
                replace(DEAD_UNIT, room=coarse),
                DAY,
                FELT_COARSELY,
            ),
            Case(
                "unit dead, half degrees, mild",
                FRESH,
                replace(DEAD_UNIT, room=coarse),
                NIGHT,
                FELT_COARSELY,
            ),
        )
    ),
    *felt_coarsely(
        17.5,
        ("unit dead, always half degrees", THAW, 6),
        ("unit dead, always half degrees, mild", MILD, 4),
        ("unit dead, half degrees, new house", FRESH, 4),
    ),
    *with_either(
        Case("valve stuck from the first day", FRESH, VALVE_STUCK, NIGHT, TURNED)
    ),
    Case(
        "valve stuck, no backup",
        replace(MILD, machine="none"),
        VALVE_STUCK,
        NIGHT,
        (at_least(11), told_within(4)),
    ),
    *everywhere(
        Case(
            "strips dead in the cold",
            replace(WINTER, mean=-14.0, swing=3.0),
            STRIPS_DEAD,
            NIGHT,
            (told_within(8),),
        ),
        Case(
            "strips dead on the first day",
            replace(WINTER, mean=-14.0, swing=3.0, days=0),
            STRIPS_DEAD,
            NIGHT,
            (told_within(10),),
        ),
    ),
)

WRONG_OUTDOORS: Final = (
    *(
        Case(
            f"outdoors says 15, is -12, {days} d",
            Premise(mean=-12.0, days=days),
            outdoors(stuck(15.0)),
            TWO_DAYS,
            (at_least(17.5, after=3),),
        )
        for days in (0, 4)
    ),
    Case(
        "outdoors lost at -28",
        DEEP,
        outdoors(dead),
        TWO_DAYS,
        (no_compressor(until=TWO_DAYS), at_least(10), told_within(4.5)),
    ),
    Case(
        "outdoors lost at -5, cooling",
        COOLED_IN_WINTER,
        Fault(outdoor=dead, design=gaining(9000.0)),
        THREE_DAYS,
        (no_compressor(until=THREE_DAYS), told_within(4.5)),
    ),
    *with_either(
        Case(
            "outdoors lost",
            WINTER,
            outdoors(dead),
            THREE_DAYS,
            (*between(17.5, 23), told_within(4.5)),
        )
    ),
)

NOTHING_WRONG: Final = (
    *with_either(
        Case(
            "window open near the sensor",
            COLD,
            room(in_a_draught),
            NIGHT,
            (*between(18, 26), UNTOLD),
            lasts=2,
        ),
        Case(
            "aired for an hour",
            COLD,
            Fault(design=aired),
            NIGHT,
            (at_least(18.5, after=6), at_most(23), UNTOLD),
            lasts=1,
        ),
        Case("stove lit", COLD, Fault(design=gaining(17e3)), DAY, UNMOVED, lasts=2),
        Case(
            "sensor carried to a colder room",
            COLD,
            room(off_by(-4.0)),
            DAY,
            (*UNMOVED, at_least(22, after=18)),
        ),
    ),
    Case(
        "sun on the sensor",
        COLD,
        room(in_the_sun),
        DAY,
        (at_least(14), UNTOLD),
        lasts=2,
    ),
    Case("second in a colder room", TWO_IN_WINTER, second(off_by(-6.0)), DAY, HEATED),
    Case("second in a warmer room", TWO_IN_WINTER, second(off_by(6.0)), DAY, HEATED),
    Case(
        "found at 8 °C",
        replace(WINTER, room=8.0, days=0),
        NONE,
        TWO_DAYS,
        (at_least(17.5, after=DAY), UNTOLD),
    ),
    Case("silent for 20 min", COLD, room(silent), NIGHT, UNMOVED, lasts=20 * MINUTES),
    Case(
        "unavailable for 10 min", COLD, room(dead), NIGHT, UNMOVED, lasts=10 * MINUTES
    ),
    Case(
        "sensor in steps of 0.5 K",
        replace(COLD, days=0),
        room(coarse),
        THREE_DAYS,
        (at_least(18), UNTOLD),
    ),
    Case(
        "machine too small, at -20",
        Premise(house="small machine", mean=-20.0, days=0),
        NONE,
        THREE_DAYS,
        UNMOVED,
    ),
    Case(
        "machine too small, no backup",
        Premise(house="small machine", machine="none", mean=-8.0, swing=4.0, days=0),
        NONE,
        FOUR_DAYS,
        (UNTOLD,),
    ),
    Case(
        "leaky house on its strips",
        replace(COLD, house="leaky", days=0),
        NONE,
        THREE_DAYS,
        UNMOVED,
    ),
)

NO_CURRENT: Final = tuple(
    Case(name, CAREFUL, fault, DAY, (*told, *BACK_IN_TIME), lasts=8)
    for name, fault, told in (
        ("relays without current for 8 h", Fault(has_relays=False), (DOUBTED,)),
        ("no current for 8 h", Fault(has_thermostat=False), (UNTOLD,)),
    )
)

OF_SOLE_STRIPS: Final = (
    "outdoor unit dead",
    "outdoor unit dead, mild",
    "unit dead in a thaw",
    "unit dead at its first thaw",
    "unit dead from the first day",
    "strips dead in the cold",
    "outdoors says 15, is -12, 0 d",
    "outdoors says 15, is -12, 4 d",
    "outdoors lost",
    "room sensor dead",
)
"""What becomes of a typical house with any electric heat, also where that is E; …"""
OF_SOLE_STRIPS_ANYWHERE: Final = ("unit dead, half degrees",)
"""… and of any other."""

SOLE_STRIPS: Final = tuple(
    replace(case, premise=replace(case.premise, machine="E only"))
    for case in (
        Case(
            "nothing wrong at -12",
            Premise(mean=-12.0, days=0),
            NONE,
            THREE_DAYS,
            (at_least(17.5), UNTOLD),
        ),
        Case(
            "found at 8 °C",
            replace(WINTER, room=8.0, days=0),
            NONE,
            TWO_DAYS,
            (at_least(17.5, after=DAY), UNTOLD),
        ),
        *felt_coarsely(
            16.5,
            ("unit dead, always half degrees", THAW, 6),
            ("unit dead, always half degrees, mild", MILD, 5),
        ),
        *(
            case
            for case in everywhere(
                *(
                    Case(name, premise, DEAD_UNIT, NIGHT, FELT_COLD_ALONE)
                    for name, premise in (
                        ("unit dead in a thaw", THAW),
                        ("unit dead at its first thaw", FIRST_THAW),
                    )
                )
            )
            if case.premise.house != "typical"
        ),
        *(
            case
            for case in (*NO_ROOM, *NO_MACHINE, *WRONG_OUTDOORS)
            if case.premise.machine == "electric"
            and (
                case.name in OF_SOLE_STRIPS_ANYWHERE
                or (case.name in OF_SOLE_STRIPS and case.premise.house == "typical")
            )
        ),
    )
)
"""E without W2: electric heat that may never join the compressor."""

CASES: Final = (
    *WRONG_ROOM,
    *NO_ROOM,
    *NO_MACHINE,
    *WRONG_OUTDOORS,
    *NOTHING_WRONG,
    *NO_CURRENT,
    *SOLE_STRIPS,
)
