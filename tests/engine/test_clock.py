"""What was found not to have passed yet is the moment to be woken."""

from custom_components.heat_pump_thermostat.engine.clock import Clock, earliest
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .rig import NOON, Bench, minutes, seconds


def test_what_has_passed_wakes_nobody() -> None:
    clock = Clock(NOON)
    assert clock.passed(NOON)
    assert clock.passed(NOON - minutes(5), minutes(5))
    assert clock.expired(NOON - minutes(5), minutes(5))
    assert clock.next_change is None
    assert clock.wake_at is None


def test_a_wait_is_the_next_change() -> None:
    clock = Clock(NOON)
    assert not clock.passed(NOON - minutes(5), minutes(5) + seconds(1))
    assert clock.next_change == NOON + seconds(1)
    assert clock.wake_at == NOON + seconds(1)


def test_a_watchdog_wakes_but_is_no_change_to_wait_for() -> None:
    clock = Clock(NOON)
    assert not clock.expired(NOON, seconds(5))
    assert clock.wake_at == NOON + seconds(5)
    assert clock.next_change is None


def test_a_moment_to_come_is_remembered() -> None:
    clock = Clock(NOON)
    clock.announce(NOON + minutes(7))
    clock.wake(NOON + minutes(2))
    assert clock.next_change == NOON + minutes(7)
    assert clock.wake_at == NOON + minutes(2)


def test_a_moment_that_has_come_is_not() -> None:
    clock = Clock(NOON)
    clock.announce(NOON)
    clock.wake(NOON - minutes(1))
    assert clock.next_change is None
    assert clock.wake_at is None


def test_the_earliest_counts() -> None:
    clock = Clock(NOON)
    waits = [clock.passed(NOON, minutes(m)) for m in (8, 7, 9)]
    watches = [clock.expired(NOON, minutes(m)) for m in (3, 2, 4)]
    assert not any(waits + watches)
    assert clock.next_change == NOON + minutes(7)
    assert clock.wake_at == NOON + minutes(2)


def test_earliest() -> None:
    assert earliest(None, NOON) == NOON
    assert earliest(NOON, NOON + seconds(1)) == NOON
    assert earliest(NOON, NOON - seconds(1)) == NOON - seconds(1)


def test_a_step_asks_for_the_earliest_of_both() -> None:
    bench = Bench().sense(room=19.5)
    bench.run(minutes(4) + seconds(30)).sense(room=20.5)
    assert bench.decision.next_change == NOON + minutes(5)
    assert bench.decision.wake_at == NOON + minutes(5)


def test_while_something_is_counted_a_step_comes_each_minute() -> None:
    bench = Bench().sense(room=19.5)
    assert bench.decision.wake_at is not None
    assert bench.decision.wake_at - bench.now <= minutes(1)


def test_at_rest_the_next_step_comes_at_midnight_at_the_latest() -> None:
    bench = Bench(mode=Mode.OFF, is_reporting=False)
    waits = [d.wake_at for d in bench.run(minutes(60 * 30)).decisions]
    assert NOON + minutes(60 * 12) in waits
    assert len(waits) < 10
