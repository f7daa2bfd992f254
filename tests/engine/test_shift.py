"""Moving all remembered moments when the clock itself was moved."""

from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.meter import Count, Meter, Total
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.shift import with_moments_moved
from custom_components.heat_pump_thermostat.engine.state import State, Wires

from .invariants import G
from .rig import (
    NO_BACKUP,
    NOON,
    Bench,
    celsius,
    minutes,
    off_for_a_day,
    settings_for,
)

PLAIN = settings_for(NO_BACKUP)
HOUR = minutes(60)


def test_every_moment_moves() -> None:
    state = State(
        at=NOON,
        wires=Wires(
            board=off_for_a_day(PLAIN.machine),
            corrections={G: (NOON, NOON + minutes(1))},
        ),
        senses=Senses(outdoor=(Reading(celsius(5), NOON),)),
        meter=Meter(day=NOON.date(), published_at=NOON),
    )
    later = with_moments_moved(state, HOUR)
    assert later.at == NOON + HOUR
    assert later.wires.board == off_for_a_day(PLAIN.machine, NOON + HOUR)
    assert later.wires.corrections == {G: (NOON + HOUR, NOON + HOUR + minutes(1))}
    assert later.senses.outdoor == (Reading(celsius(5), NOON + HOUR),)
    assert later.meter == Meter(day=NOON.date(), published_at=NOON + HOUR)


def test_days_and_durations_stay() -> None:
    meter = Meter(day=NOON.date(), totals={Count.COMPRESSOR: Total(1, 2, 3)})
    assert with_moments_moved(State(meter=meter), HOUR).meter == meter


def test_there_and_back_again() -> None:
    state = Bench(room=19).run(minutes(11)).state
    assert with_moments_moved(with_moments_moved(state, HOUR), -HOUR) == state
