"""What must not meet does not, even where a relay no longer does as it is told."""

from dataclasses import replace

from custom_components.heat_pump_thermostat.engine.settings import Relays
from custom_components.heat_pump_thermostat.engine.vocabulary import Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W2, Y1, E, O
from ..rig import Bench, minutes, seconds, settings_for


def _with_emergency_heat() -> Bench:
    return Bench(room=19).emergency(on=True).run(minutes(6))


def test_backup_lost_while_on_is_not_met_by_a_compressor_started_by_hand() -> None:
    bench = _with_emergency_heat().lose(E).emergency(on=False)
    bench.press(Y1, on=True).run(minutes(1))
    assert E in bench.on
    assert Y1 not in bench.on


def test_nor_by_one_that_the_room_asks_for() -> None:
    bench = _with_emergency_heat().lose(E).emergency(on=False).run(minutes(30))
    assert Y1 not in bench.on
    assert bench.reason is Reason.RELAY_LOST
    assert Y1 in bench.find(E).run(minutes(6)).on


def test_electric_heat_that_stays_on_does_not_keep_the_heat_pump_from_heating() -> None:
    bench = Bench(room=20)
    bench.relays[W2].is_silent = True
    bench.press(W2, on=True).sense(room=19.4).run(minutes(6))
    assert {Y1, W2} <= bench.on


def test_but_from_cooling() -> None:
    bench = Bench(mode=Mode.COOL, room=26).run(minutes(8))
    assert Y1 in bench.on
    bench.relays[W2].is_silent = True
    bench.press(W2, on=True).run(minutes(10))
    assert Y1 not in bench.on


def test_a_reminder_that_arrives_after_off_is_put_right() -> None:
    settings = replace(settings_for(), relays=Relays(keep_alive=minutes(1)))
    bench = Bench(settings, room=19).run(minutes(6) - seconds(1))
    bench.slow(seconds(8)).run(seconds(2)).slow(seconds(0)).forget()
    assert bench.choose(Mode.OFF).run(minutes(2)).on <= {O}
    assert bench.moves.count("Y1 on") == 1
