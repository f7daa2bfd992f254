"""How long the machine was without power, and who waits for its compressor."""

from dataclasses import replace
from datetime import datetime

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.resume import resumed_state
from custom_components.heat_pump_thermostat.engine.rules import outage
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.state import Outage, State
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason

from ..invariants import W2, Y1, Y2, E, G, O
from ..rig import (
    DUAL_FUEL,
    NO_BACKUP,
    NOON,
    Bench,
    minutes,
    seconds,
    settings_for,
)
from ..situations import situation


def at(minute: float | None) -> datetime | None:
    """Return a moment so long after noon."""
    return None if minute is None else NOON + minutes(minute)


def told(
    dark: float | None = None, since: float | None = None, until: float | None = None
) -> Outage:
    """Return what is known of an outage, in minutes after noon."""
    return Outage(dark_since=at(dark), since=at(since), until=at(until))


ON, OFF, UNKNOWN = Relay.ON, Relay.OFF, Relay.UNKNOWN


@pytest.mark.parametrize(
    ("before", "relays", "seen", "after"),
    [
        pytest.param(told(), (OFF, OFF), {}, told(), id="all is well"),
        pytest.param(told(), (UNKNOWN, UNKNOWN), {}, told(0), id="nobody answers"),
        pytest.param(told(), (UNKNOWN, OFF), {}, told(0), id="another board answers"),
        pytest.param(told(), (OFF, UNKNOWN), {}, told(), id="the compressor's does"),
        pytest.param(told(-5), (UNKNOWN, UNKNOWN), {}, told(-5), id="nobody as yet"),
        pytest.param(told(-59), (OFF, UNKNOWN), {}, told(), id="a short one is none"),
        pytest.param(
            told(-60), (OFF, UNKNOWN), {}, told(None, -60, 0), id="a long one"
        ),
        pytest.param(
            told(-30, -300, -60),
            (OFF, OFF),
            {},
            told(None, -300, -60),
            id="a short next",
        ),
        pytest.param(
            told(-90, -300, -99), (OFF, OFF), {}, told(None, -90, 0), id="a long next"
        ),
        pytest.param(told(-90), (ON, OFF), {}, told(), id="the compressor ran through"),
        pytest.param(told(None, -300, -60), (ON, OFF), {}, told(), id="it runs again"),
        pytest.param(
            told(None, None, -60), (OFF, OFF), {}, told(None, None, -60), id="not known"
        ),
        pytest.param(
            told(), (UNKNOWN, UNKNOWN), {"power": 0.06}, told(), id="the meter sees it"
        ),
        pytest.param(
            told(), (UNKNOWN, UNKNOWN), {"power": 0.002}, told(0), id="or hardly"
        ),
        pytest.param(
            told(-90),
            (UNKNOWN, UNKNOWN),
            {"power": 0.06},
            told(None, -90, 0),
            id="the meter sees it again",
        ),
        pytest.param(
            told(-90), (OFF, OFF), {"powered_since": at(-9000)}, told(), id="had power"
        ),
        pytest.param(
            told(-90),
            (OFF, OFF),
            {"powered_since": at(-40)},
            told(),
            id="soon had power",
        ),
        pytest.param(
            told(-90),
            (OFF, OFF),
            {"powered_since": at(-20)},
            told(None, -90, -20),
            id="had power before it was seen",
        ),
        pytest.param(
            told(None, -90, -3),
            (OFF, OFF),
            {"powered_since": at(-9000)},
            told(),
            id="that is told later",
        ),
        pytest.param(
            told(None, -90, -3),
            (OFF, OFF),
            {"powered_since": at(-1)},
            told(None, -90, -3),
            id="only the board started anew",
        ),
        pytest.param(
            told(None, None, 0),
            (OFF, OFF),
            {"powered_since": at(-500)},
            told(None, None, -500),
            id="who knows when it began",
        ),
    ],
)
def test_how_long_it_was(
    before: Outage, relays: tuple[Relay, Relay], seen: dict[str, object], after: Outage
) -> None:
    contacts = zip((Y1, W2), relays, strict=True)
    board = Board({t: Contact(relay, NOON, OFF) for t, relay in contacts})
    assert outage.advance(before, situation(board=board, seen=seen)) == after


# --- Who waits -----------------------------------------------------------------------


def _with_delay(hours: float, settings: Settings | None = None) -> Settings:
    chosen = settings or settings_for()
    delay = minutes(60 * hours)
    return replace(chosen, compressor=replace(chosen.compressor, outage_delay=delay))


def _after(
    outage: float, outdoor: float | None, settings: Settings | None = None
) -> Bench:
    """Return a house that nobody looked after for so many minutes."""
    bench = Bench(settings or settings_for(), outdoor=outdoor).sense(room=20)
    bench.room = 19
    return bench.restart(minutes(outage)).run(seconds(10))


@pytest.mark.parametrize(
    ("outage", "outdoor", "is_waiting"),
    [
        pytest.param(60, 0, True, id="long and cold"),
        pytest.param(60, 4.9, True, id="cold enough"),
        pytest.param(60, None, True, id="nobody knows how cold"),
        pytest.param(59, 0, False, id="short"),
        pytest.param(600, 5, False, id="mild"),
    ],
)
def test_a_cold_compressor_warms_up_after_an_outage(
    outage: float, outdoor: float | None, *, is_waiting: bool
) -> None:
    bench = _after(outage, outdoor)
    assert (bench.reason is Reason.OUTAGE) is is_waiting
    assert (W2 in bench.on) is is_waiting
    assert (Y1 in bench.on) is not is_waiting


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("outage", "hours", "waits"),
    [
        pytest.param(90, 2, 90, id="as long as it was out"),
        pytest.param(600, 2, 120, id="at most two hours"),
        pytest.param(600, 6, 360, id="or what is chosen"),
        pytest.param(600, 0, 0, id="or not at all"),
    ],
)
def test_how_long_it_waits(outage: float, hours: float, waits: float) -> None:
    bench = _after(outage, 0, _with_delay(hours))
    bench.run(minutes(waits) - seconds(30))
    assert (Y1 in bench.on) is (waits == 0)
    assert Y1 in bench.run(minutes(1)).on


def test_two_hours_are_the_default() -> None:
    assert settings_for().compressor.outage_delay == minutes(120)


def test_a_second_restart_does_not_end_the_warm_up() -> None:
    bench = _after(90, 0).run(minutes(30))
    bench.restart(minutes(1)).run(minutes(50))
    assert bench.reason is Reason.OUTAGE
    assert Y1 in bench.run(minutes(10)).on


def test_a_compressor_that_has_run_waits_no_more() -> None:
    bench = _after(90, 6).run(minutes(10))
    assert Y1 in bench.on
    bench.sense(room=21, outdoor=-5).run(minutes(10)).sense(room=19).run(minutes(10))
    assert Y1 in bench.on


@pytest.mark.parametrize(
    ("settings", "room", "call"),
    [
        pytest.param(settings_for(DUAL_FUEL), 19, Call.FURNACE, id="the furnace heats"),
        pytest.param(settings_for(NO_BACKUP), 19, Call.HEAT_1, id="nothing else heats"),
        pytest.param(settings_for(NO_BACKUP), 4, Call.HEAT_1, id="and in danger"),
        pytest.param(settings_for(), 4, Call.HEAT_2, id="in danger of frost"),
    ],
)
def test_who_heats_meanwhile(settings: Settings, room: float, call: Call) -> None:
    bench = Bench(settings, room=20, outdoor=0).run(minutes(30))
    bench.room = room
    assert bench.restart(minutes(120)).run(seconds(10)).call is call


def test_a_backup_that_is_lost_heats_nothing_meanwhile() -> None:
    bench = _after(120, 0)
    assert bench.on == {G, W2}
    assert Y1 in bench.lose(W2, E).run(minutes(4)).on


# --- What is seen of it --------------------------------------------------------------


def _dark(hours: float, *, power: float | None = None) -> Bench:
    """Return a house whose relays have all been away for so long, and are back."""
    bench = Bench(_with_delay(6), outdoor=-10, room=20).run(minutes(5))
    bench.power = power
    bench.lose(*bench.relays).run(minutes(60 * hours))
    return bench.find(*bench.relays, on=False).sense(room=19).run(minutes(6))


@pytest.mark.slow
def test_relays_that_were_away_together_were_without_power() -> None:
    bench = _dark(8)
    assert (bench.reason, bench.on) == (Reason.OUTAGE, {G, W2})
    assert Y1 not in bench.run(minutes(350)).on
    assert Y1 in bench.run(minutes(5)).on


@pytest.mark.slow
@pytest.mark.parametrize("alive", [{G}, {O}, {W2, E}, {G, O, W2, E}])
def test_what_hangs_on_another_board_does_not_hide_an_outage(
    alive: set[Terminal],
) -> None:
    bench = Bench(_with_delay(6), outdoor=-10, room=20).run(minutes(5))
    gone = [terminal for terminal in bench.relays if terminal not in alive]
    bench.lose(*gone).run(minutes(480)).find(*gone, on=False)
    bench.sense(room=19).run(minutes(12))
    assert bench.reason is Reason.OUTAGE
    assert Y1 not in bench.on


@pytest.mark.slow
def test_a_stage_that_answers_was_seen_all_the_while() -> None:
    bench = Bench(_with_delay(6), outdoor=-10, room=20).run(minutes(5))
    gone = [terminal for terminal in bench.relays if terminal is not Y2]
    bench.lose(*gone).run(minutes(180)).find(*gone, on=False)
    assert Y1 in bench.sense(room=19).run(minutes(6)).on


def test_a_relay_that_was_gone_for_a_moment_was_no_outage() -> None:
    bench = Bench(_with_delay(6), outdoor=-10, room=20).run(minutes(5))
    bench.lose(Y1).run(seconds(1)).find(Y1, on=False)
    assert Y1 in bench.sense(room=19).run(minutes(6)).on


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("hours", [0.9, 3])
def test_a_network_that_was_away_alone_was_no_outage(hours: float) -> None:
    assert Y1 in _dark(hours, power=0.05 if hours > 1 else None).on


@pytest.mark.slow
def test_an_outage_goes_on_over_a_restart_until_a_relay_is_back() -> None:
    bench = Bench(outdoor=-10, room=19.9).run(minutes(5))
    bench.lose(*bench.relays).run(minutes(30))
    bench.restart(minutes(20)).run(minutes(20))
    bench.find(*bench.relays, on=False).sense(room=19).run(minutes(6))
    assert bench.reason is Reason.OUTAGE
    assert Y1 not in bench.run(minutes(60)).on
    assert Y1 in bench.run(minutes(5)).on


def test_home_assistant_alone_was_down() -> None:
    bench = Bench(outdoor=0, room=20).run(minutes(5))
    bench.more = {"powered_since": NOON - minutes(6000)}
    bench.room = 19
    assert Y1 in bench.restart(minutes(120)).run(minutes(6)).on


def test_a_compressor_that_ran_through_goes_on() -> None:
    bench = Bench(outdoor=0, room=19).run(minutes(6))
    assert Y1 in bench.on
    bench.forget().restart(minutes(150)).run(minutes(6))
    assert "Y1 off" not in bench.moves


def test_without_a_backup_a_cold_house_is_heated_at_once() -> None:
    bench = Bench(settings_for(NO_BACKUP), outdoor=-10, room=20).run(minutes(30))
    bench.room = 4
    assert Y1 in bench.restart(minutes(120)).run(seconds(10)).on


def test_what_nobody_ever_saw_was_no_outage() -> None:
    assert resumed_state(State(), NOON).guards.outage.until is None
