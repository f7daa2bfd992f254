"""What protects the compressor: rest, minimum run, and few starts."""

from dataclasses import replace

from custom_components.heat_pump_thermostat.engine.rules.compressor import (
    recent_starts,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason

from ..rig import (
    NO_BACKUP,
    NOON,
    Bench,
    minutes,
    off_for_a_day,
    seconds,
    settings_for,
)
from ..situations import situation

PLAIN = settings_for(NO_BACKUP)


def _running() -> Bench:
    return Bench(PLAIN, room=19.5).run(minutes(1))


def test_without_a_minimum_run() -> None:
    bench = _running().adjust(
        lambda s: replace(s, compressor=replace(s.compressor, minimum_on=seconds(0)))
    )
    bench.inspector.machine = NO_BACKUP
    bench.run(minutes(5)).sense(room=21)
    assert bench.times("Y1 off") == [360]


def test_what_may_be_a_defrost_is_not_cut_short() -> None:
    bench = _running().sense(outdoor=0).measure(coil=-8).run(minutes(8))
    bench.measure(coil=-2).sense(room=21)
    assert (bench.call, bench.reason) == (Call.HEAT_1, Reason.MINIMUM_ON)
    assert bench.measure(coil=-8).call is Call.IDLE


def test_only_confirmed_starts_of_the_last_hour_count() -> None:
    off, on = off_for_a_day(NO_BACKUP), Bench(PLAIN, room=19).state.wires.board
    old = (NOON - minutes(60), NOON - minutes(59))
    assert recent_starts(old, situation(before=off, board=off)) == old[1:]
    assert recent_starts(old, situation(before=off, board=on)) == (old[1], NOON)
    assert recent_starts(old, situation(before=on, board=on)) == old[1:]
