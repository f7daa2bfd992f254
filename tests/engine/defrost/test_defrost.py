"""A defrost is told by the best evidence there is, and never without."""

from dataclasses import replace
from itertools import groupby, pairwise

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.defrost.defrost import advance
from custom_components.heat_pump_thermostat.engine.defrost.frosting import FULL_EXPOSURE
from custom_components.heat_pump_thermostat.engine.defrost.normal import Normal, Normals
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    FROSTLESS,
    DefrostState,
    Evidence,
    Frost,
    Oddity,
)
from custom_components.heat_pump_thermostat.engine.defrost.signs import Signs
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta, shifted

from .traces import (
    SENSED,
    Change,
    Defrost,
    Look,
    Machine,
    as_it_is,
    at,
    look_at,
    minutes,
    since,
    told,
    watched,
)

CYCLES = (Defrost(100, 6), Defrost(190, 4), Defrost(270, 10), Defrost(360, 3))
ONE = (Defrost(100, 6),)
COIL = (Evidence.COIL,)

each_evidence = pytest.mark.parametrize("evidence", SENSED)


def only(evidence: Evidence) -> Machine:
    return Machine(evidence=(evidence,), defrosts=CYCLES)


def told_in(looks: list[Look], defrost: Defrost) -> int:
    """Return how many looks told a defrost while it went on."""
    return sum(look.frost.is_sensed for look in looks if defrost.covers(look.minute))


# --- telling ---------------------------------------------------------------------


@pytest.mark.slow
@each_evidence
@pytest.mark.parametrize(("seconds", "noise"), [(10, 0.3), (60, 0.1), (60, 0.3)])
@pytest.mark.parametrize("offset", [-1.5, 1.5])
@pytest.mark.parametrize("rise", [-4, 6], ids=["cold supply", "reheated by the board"])
def test_every_defrost_is_told_while_it_runs(
    evidence: Evidence, seconds: int, noise: float, offset: float, rise: float
) -> None:
    machine = replace(
        only(evidence), seconds=seconds, noise=noise, offset=offset, defrost_rise=rise
    )
    looks = watched(machine, 440)
    assert all(told_in(looks, defrost) for defrost in CYCLES)
    assert len(told(looks)) == len(CYCLES)
    assert not looks[-1].frost.oddities


@pytest.mark.slow_after(1)
@each_evidence
def test_noisy_sensors_that_miss_reports_still_tell(evidence: Evidence) -> None:
    machine = replace(only(evidence), seconds=10, noise=0.5, missing=0.1)
    looks = watched(machine, 440)
    assert all(told_in(looks, defrost) for defrost in CYCLES)
    assert len(told(looks)) == len(CYCLES)


@pytest.mark.slow_after(1)
@each_evidence
def test_it_is_told_within_two_minutes_and_ends_within_two(evidence: Evidence) -> None:
    machine = replace(only(evidence), seconds=10, outdoor=-6)
    looks = watched(machine, 440)
    begun = told(looks)
    for defrost, begin in zip(CYCLES, begun, strict=True):
        assert defrost.begin <= begin <= defrost.begin + 2
        assert not look_at(looks, defrost.begin + defrost.length + 2).is_sensed


@pytest.mark.parametrize(("power", "begins"), [(None, True), (1.5, True), (2.5, False)])
def test_cooler_air_is_no_defrost_at_once_while_the_compressor_draws_as_ever(
    power: float | None, *, begins: bool
) -> None:
    kinds = (Evidence.AIR,) if power is None else (Evidence.AIR, Evidence.POWER)
    machine = Machine(evidence=kinds, defrosts=ONE, seconds=10, defrost_rise=7)
    looks = watched(replace(machine, defrost_power=power or 1.5), 102)
    assert bool(told(looks)) is begins


def test_a_coil_that_melts_ice_in_mild_air_is_suspected_before_it_is_told() -> None:
    machine = replace(only(Evidence.COIL), outdoor=1, seconds=10)
    looks = watched(machine, 120)
    suspected = next(look.minute for look in looks if look.frost.is_suspected)
    (begin, *_) = told(looks)
    assert 100 <= suspected < begin
    assert look_at(looks, begin).begun_at == at(suspected)


def test_states_follow_each_other() -> None:
    looks = watched(replace(only(Evidence.COIL), defrosts=ONE), 120)
    states = [look.frost.state for look in looks]
    assert [state for state, _ in groupby(states)] == [
        DefrostState.CLEAR,
        DefrostState.FROSTING,
        DefrostState.DEFROSTING,
        DefrostState.RECOVERING,
        DefrostState.CLEAR,
    ]
    assert states.index(DefrostState.RECOVERING) == 106
    assert states.count(DefrostState.RECOVERING) == 3


def test_the_best_evidence_present_is_used() -> None:
    signs = Signs(
        running_since=at(0),
        outdoor=Celsius(0),
        signal=False,
        coil=Celsius(-8),
        aux_power=10,
        supply=Celsius(32),
        back=Celsius(20),
        power=2.5,
        modulates=False,
    )
    seen = [signs]
    seen.append(replace(seen[-1], signal=None))
    seen.append(replace(seen[-1], coil=None))
    seen.append(replace(seen[-1], aux_power=0))
    seen.append(replace(seen[-1], back=None))
    seen.append(replace(seen[-1], power=None))
    seen.append(replace(seen[-1], outdoor=None))
    known = Frost(normals=Normals(aux_power=Normal(0, 0, at(0))))
    used = [advance(known, signs, Clock(at(10))).evidence for signs in seen]
    assert used == list(Evidence)


def test_without_an_outdoor_sensor_a_coil_that_thaws_and_warms_tells() -> None:
    looks = watched(only(Evidence.COIL), 440, since(0, outdoor=None))
    assert all(told_in(looks, defrost) for defrost in CYCLES)
    assert len(told(looks)) == len(CYCLES)


def test_without_an_outdoor_sensor_a_coil_that_is_never_cold_tells_nothing() -> None:
    machine = replace(only(Evidence.COIL), outdoor=14, gap=-4)
    assert told(watched(machine, 440, since(0, outdoor=None))) == []


def test_an_outdoor_temperature_is_forgotten_when_it_is_not_reported() -> None:
    looks = watched(Machine(evidence=()), 120, since(60, outdoor=None))
    assert look_at(looks, 85).evidence is Evidence.ESTIMATE
    assert looks[-1].frost.evidence is Evidence.NONE
    assert looks[-1].frost.state is DefrostState.UNKNOWN


# --- what looks like it ----------------------------------------------------------


def rests(minute: float, signs: Signs) -> Signs:
    """Run for twelve minutes in thirty."""
    cycle = minute // 30 * 30
    return replace(signs, running_since=at(cycle) if minute < cycle + 12 else None)


def gets_backup(minute: float, signs: Signs) -> Signs:
    """Have our own backup for ten minutes in forty."""
    cycle = minute // 40 * 40
    is_on = minute >= 40 and minute < cycle + 10
    changed = None if minute < 40 else at(cycle if is_on else cycle + 10)
    return replace(signs, is_backup_on=is_on, calls_changed_at=changed)


def loses_outdoor_warmth(minute: float, signs: Signs) -> Signs:
    """Have an outdoor sensor that falls by 10 K within minutes, and recovers."""
    fall = min(10, max(0, minute - 60) * 2) if minute < 90 else 0
    if signs.outdoor is None:
        return signs
    return replace(signs, outdoor=shifted(signs.outdoor, Delta(-fall)))


def glitches(minute: float, signs: Signs) -> Signs:
    """Have one wild reading of every sensor each half hour."""
    if minute % 30 != 20:
        return signs
    return replace(
        signs, coil=Celsius(85), supply=Celsius(-5), power=0.9, outdoor=Celsius(-40)
    )


@each_evidence
@pytest.mark.parametrize(
    ("change", "machine"),
    [
        pytest.param(as_it_is, Machine(), id="steady heating"),
        pytest.param(as_it_is, Machine(outdoor=-20), id="severe cold"),
        pytest.param(rests, Machine(outdoor=-15), id="starts in the cold"),
        pytest.param(
            since(0, is_heating=False), Machine(outdoor=30, gap=12), id="cooling"
        ),
        pytest.param(gets_backup, Machine(shared_meter=10), id="our own backup"),
        pytest.param(loses_outdoor_warmth, Machine(), id="outdoor sensor falls fast"),
        pytest.param(glitches, Machine(seconds=10), id="single wild readings"),
    ],
)
def test_nothing_else_is_taken_for_a_defrost(
    evidence: Evidence, change: Change, machine: Machine
) -> None:
    looks = watched(replace(machine, evidence=(evidence,)), 400, change)
    assert told(looks) == []
    assert not looks[-1].frost.is_disbelieved


@each_evidence
def test_no_defrost_is_believed_in_warm_weather(evidence: Evidence) -> None:
    assert told(watched(replace(only(evidence), outdoor=16), 440)) == []
    assert told(watched(replace(only(evidence), outdoor=11.4), 440))


def test_the_plume_of_a_defrost_does_not_end_it() -> None:
    def in_the_plume(minute: float, signs: Signs) -> Signs:
        is_warmed = 101 <= minute < 108
        return replace(signs, outdoor=Celsius(10 if is_warmed else -3))

    looks = watched(replace(only(Evidence.COIL), defrosts=ONE), 125, in_the_plume)
    assert len(told(looks)) == 1
    assert told_in(looks, ONE[0]) == 5
    assert look_at(looks, 108).outdoor == Celsius(-3)


def test_our_own_backup_neither_hides_nor_feigns_a_defrost() -> None:
    machine = replace(only(Evidence.AIR), defrost_rise=-2, seconds=10)
    looks = watched(machine, 340, gets_backup)
    assert len(told(looks)) == 3
    assert all(told_in(looks, defrost) for defrost in CYCLES[:3])


@pytest.mark.parametrize("is_on", [True, False], ids=["comes", "stays off"])
def test_a_sense_wire_that_our_own_backup_energises_says_nothing(is_on: bool) -> None:
    def wired_together(minute: float, signs: Signs) -> Signs:
        backup = is_on and 50 <= minute < 80
        changed = at(80 if minute >= 80 else 50) if is_on and minute >= 50 else None
        return replace(
            signs,
            signal=50 <= minute < 80,
            is_backup_on=backup,
            calls_changed_at=changed,
        )

    machine = replace(only(Evidence.SIGNAL), defrosts=())
    assert bool(told(watched(machine, 100, wired_together))) is not is_on


def test_a_board_that_starts_its_own_backup_is_known_by_the_shared_meter() -> None:
    machine = replace(
        only(Evidence.POWER), shared_meter=10, defrost_power=11.5, seconds=10
    )
    looks = watched(machine, 340, gets_backup)
    assert len(told(looks)) == 3
    assert all(told_in(looks, defrost) for defrost in CYCLES[:3])


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("rise", [9.6, 10.4, 12], ids=["cooler", "as ever", "warmer"])
def test_elements_that_the_board_runs_tell_what_air_and_power_hide(rise: float) -> None:
    """In severe cold they give as much as the frosted machine did."""
    kinds = (Evidence.REHEAT, Evidence.AIR)
    machine = Machine(evidence=kinds, defrosts=CYCLES, defrost_rise=rise, seconds=10)
    looks = watched(machine, 440)
    assert len(told(looks)) == len(CYCLES)
    assert all(told_in(looks, defrost) for defrost in CYCLES)


@pytest.mark.parametrize("evidence", [Evidence.REHEAT, Evidence.POWER])
def test_a_short_defrost_soon_after_a_start_is_told(evidence: Evidence) -> None:
    def starts_anew(minute: float, signs: Signs) -> Signs:
        is_off = 90 <= minute < 98
        return replace(signs, running_since=None if is_off else at(minute // 98 * 98))

    soon = (Defrost(99.5, 4),)
    machine = replace(only(evidence), defrosts=soon, seconds=10)
    assert len(told(watched(machine, 120, starts_anew))) == 1


@pytest.mark.slow
def test_a_board_without_elements_is_told_by_the_air() -> None:
    kinds = (Evidence.REHEAT, Evidence.AIR)
    machine = Machine(evidence=kinds, defrosts=CYCLES, reheat=0, seconds=10)
    assert len(told(watched(machine, 440))) == len(CYCLES)


def test_a_machine_that_modulates_may_help_itself_to_its_elements() -> None:
    machine = replace(only(Evidence.REHEAT), modulates=True)
    assert told(watched(machine, 440)) == []


@pytest.mark.parametrize("drawn", [0.0, 0.8, 2.5, 5.0])
def test_what_is_always_on_the_elements_meter_is_no_defrost(drawn: float) -> None:
    """As is the outdoor unit itself, where somebody metered both."""

    def draws(minute: float, signs: Signs) -> Signs:
        signs = rests(minute, signs)
        is_on = signs.running_since is not None
        return replace(signs, aux_power=drawn if is_on else 0.0)

    machine = replace(only(Evidence.REHEAT), defrosts=())
    assert told(watched(machine, 400, draws)) == []


def test_a_backup_never_seen_before_tells_on_a_frosted_coil_only() -> None:
    machine = replace(only(Evidence.POWER), defrost_power=11.5)
    early = replace(machine, defrosts=(Defrost(20, 4),))
    assert told(watched(early, 60)) == []
    late = watched(machine, 440)
    assert all(told_in(late, defrost) for defrost in CYCLES)


def test_a_separate_meter_that_rises_is_a_compressor_that_works_harder() -> None:
    def surges(minute: float, signs: Signs) -> Signs:
        signs = gets_backup(minute, signs)
        if signs.power is None or minute < 100:
            return signs
        return replace(signs, power=signs.power + 3)

    machine = replace(only(Evidence.POWER), defrosts=())
    looks = watched(machine, 200, surges)
    assert told(looks) == []
    assert not any(look.frost.is_suspected for look in looks)


@pytest.mark.slow
def test_a_valve_shift_without_power_is_no_stop_and_no_end() -> None:
    machine = replace(only(Evidence.POWER), quiet_shift=True, seconds=10)
    looks = watched(machine, 440)
    assert len(told(looks)) == len(CYCLES)


def test_a_compressor_without_power_is_no_defrost() -> None:
    looks = watched(
        replace(only(Evidence.POWER), defrosts=()), 120, since(60, power=0.0)
    )
    assert told(looks) == []
    assert looks[-1].frost.evidence is Evidence.ESTIMATE


def test_expected_power_serves_until_the_normal_is_known() -> None:
    early = replace(only(Evidence.POWER), defrosts=(Defrost(0, 9),), defrost_power=0.9)
    assert told(watched(early, 20, since(0, expected_power=2.6)))
    assert told(watched(early, 20)) == []


def test_air_that_was_never_warm_is_a_wrong_valve_and_no_defrost() -> None:
    early = replace(only(Evidence.AIR), defrosts=(Defrost(0, 9),))
    assert told(watched(early, 20)) == []


def test_backup_that_runs_from_the_start_leaves_the_normal_unknown() -> None:
    for evidence in (Evidence.AIR, Evidence.POWER):
        machine = replace(only(evidence), shared_meter=10)
        assert told(watched(machine, 440, since(0, is_backup_on=True))) == []


def test_a_normal_from_before_a_long_rest_is_not_compared_with() -> None:
    def sleeps(minute: float, signs: Signs) -> Signs:
        if minute < 60:
            return signs
        is_weak = signs.supply is not None and signs.power is not None
        if is_weak:
            signs = replace(signs, supply=Celsius(24), power=1.2)
        return replace(signs, running_since=at(200) if minute >= 200 else None)

    machine = Machine(evidence=SENSED[2:])
    assert told(watched(machine, 300, sleeps)) == []


# --- limits ----------------------------------------------------------------------


@each_evidence
def test_a_defrost_without_an_end_is_dropped_and_told_as_odd(
    evidence: Evidence,
) -> None:
    looks = watched(replace(only(evidence), defrosts=(Defrost(100, 60),)), 150)
    sensed = [look.minute for look in looks if look.frost.is_sensed]
    assert len(told(looks)) == 1
    assert sensed[-1] - 100 <= 15
    assert looks[-1].frost.oddities >= {Oddity.TOO_LONG}
    assert DefrostState.UNKNOWN in [look.frost.state for look in looks]


def test_the_next_good_defrost_forgives_the_endless_one() -> None:
    machine = replace(only(Evidence.COIL), defrosts=(Defrost(100, 30), Defrost(200, 5)))
    looks = watched(machine, 220)
    assert len(told(looks)) == 2
    assert not looks[-1].frost.oddities


def test_another_cannot_begin_for_ten_minutes() -> None:
    machine = replace(only(Evidence.SIGNAL), defrosts=(Defrost(60, 4), Defrost(68, 9)))
    first, second = told(watched(machine, 90))
    assert second - first >= 14


def test_more_than_three_in_an_hour_are_odd() -> None:
    often = tuple(Defrost(60 + 15 * n, 3) for n in range(4))
    looks = watched(replace(only(Evidence.COIL), defrosts=often), 180)
    assert len(told(looks)) == 4
    assert look_at(looks, 110).oddities == {Oddity.TOO_OFTEN}
    assert not looks[-1].frost.oddities


@pytest.mark.parametrize(
    ("machine", "is_odd"),
    [
        pytest.param(Machine(evidence=COIL), True, id="frosty and humid"),
        pytest.param(Machine(evidence=COIL, humidity=70), False, id="dry"),
        pytest.param(
            Machine(evidence=COIL, humidity=None), False, id="humidity unknown"
        ),
        pytest.param(Machine(evidence=COIL, outdoor=-10), False, id="too cold"),
        pytest.param(Machine(evidence=()), False, id="nothing to tell one by"),
        pytest.param(Machine(evidence=(Evidence.AIR,)), False, id="may be missed"),
        pytest.param(Machine(evidence=COIL, defrosts=ONE), False, id="one came"),
    ],
)
def test_none_in_six_hours_of_frosty_weather_is_odd(
    machine: Machine, is_odd: bool
) -> None:
    looks = watched(machine, 365)
    assert (Oddity.MISSING in looks[-1].frost.oddities) is is_odd


def test_a_changed_normal_is_accepted_after_a_while() -> None:
    def turned_down(minute: float, signs: Signs) -> Signs:
        if signs.coil is None or minute < 60:
            return signs
        return replace(signs, coil=shifted(signs.coil, Delta(6)))

    looks = watched(replace(only(Evidence.COIL), defrosts=()), 120, turned_down)
    assert told(looks) == []
    assert look_at(looks, 61).is_suspected
    assert not look_at(looks, 66).is_suspected
    assert not looks[-1].frost.is_disbelieved


# --- stops, losses and restarts --------------------------------------------------


def test_a_stop_ends_a_defrost() -> None:
    looks = watched(only(Evidence.COIL), 120, since(103, running_since=None))
    before, after = look_at(looks, 102), look_at(looks, 103)
    assert before.is_sensed
    assert not after.is_suspected
    assert after.ended_at == at(103)
    assert after.level > 0.5, "what is not melted stays"


def test_an_interrupted_defrost_goes_on_after_the_next_start() -> None:
    def pauses(minute: float, signs: Signs) -> Signs:
        if 103 <= minute < 108:
            return replace(signs, running_since=None)
        return replace(signs, running_since=at(108)) if minute >= 108 else signs

    machine = replace(only(Evidence.COIL), defrosts=(Defrost(100, 14),))
    first, second = told(watched(machine, 130, pauses))
    assert first < 103
    assert second >= 110


def test_a_run_that_began_after_the_defrost_is_another() -> None:
    looks = watched(only(Evidence.COIL), 108, since(103.5, running_since=at(103)))
    assert look_at(looks, 103).is_sensed
    assert not look_at(looks, 104).is_sensed


@each_evidence
def test_a_sensor_that_is_lost_in_a_defrost_leaves_no_claim(evidence: Evidence) -> None:
    looks = watched(
        replace(only(evidence), defrosts=(Defrost(100, 10),)),
        200,
        since(104, signal=None, coil=None, aux_power=None, supply=None, power=None),
    )
    assert look_at(looks, 104).is_sensed, "a single report may miss"
    assert not look_at(looks, 106).is_sensed
    assert looks[-1].frost.evidence is Evidence.ESTIMATE
    assert len(told(looks)) == 1


def test_lesser_evidence_takes_over() -> None:
    machine = Machine(evidence=SENSED[1:], defrosts=ONE)
    looks = watched(machine, 120, since(102.5, coil=None, aux_power=None))
    assert len(told(looks)) == 1
    assert look_at(looks, 105).evidence is Evidence.AIR
    assert look_at(looks, 105).is_sensed
    assert looks[-1].frost.ended_at is not None


@pytest.mark.parametrize("resumes", [102, 104], ids=["at once", "a little later"])
def test_a_restart_in_the_middle_of_a_defrost_keeps_it(resumes: int) -> None:
    machine = replace(only(Evidence.COIL), defrosts=ONE)
    before = look_at(watched(machine, 103), 102)
    later = [(m, s) for m, (s, _) in enumerate(machine.moments(120, as_it_is))]
    frost = before
    for minute, signs in later[resumes:]:
        assert frost.is_sensed is (minute <= 106)
        frost = advance(frost, signs, Clock(at(minute)))
    assert frost.begins == before.begins


def test_after_a_long_gap_no_defrost_is_remembered() -> None:
    machine = replace(only(Evidence.COIL), defrosts=ONE)
    before = look_at(watched(machine, 103), 102)
    signs = Signs(running_since=at(0), outdoor=Celsius(-3), coil=Celsius(-11))
    after = advance(before, signs, Clock(at(300)))
    assert not after.is_sensed
    assert not after.oddities
    assert after.ended_at == at(102)
    assert after.begins == ()


def test_a_memory_that_begins_in_a_defrost_tells_it() -> None:
    machine = replace(only(Evidence.COIL), defrosts=ONE)
    later = list(machine.moments(120, as_it_is))[102:]
    frost = Frost()
    states = []
    for minute, (signs, _) in enumerate(later, 102):
        frost = advance(frost, signs, Clock(at(minute)))
        states.append(frost.is_sensed)
    assert states[:5] == [False, True, True, True, False]


# --- frost, and what is only estimated -------------------------------------------


def test_a_machine_on_ground_or_water_has_no_defrost() -> None:
    assert FROSTLESS.state is DefrostState.NOT_APPLICABLE
    assert not FROSTLESS.is_suspected
    assert FROSTLESS.level == 0


def test_cooling_has_no_defrost() -> None:
    signs = Signs(running_since=at(0), is_heating=False, outdoor=Celsius(30))
    assert advance(Frost(), signs, Clock(at(9))).state is DefrostState.NOT_APPLICABLE


def test_what_might_have_been_one_is_forgotten_at_rest() -> None:
    suspected = Frost(candidate_since=at(0))
    assert advance(suspected, Signs(), Clock(at(1))).candidate_since is None


def test_nothing_known_is_unknown() -> None:
    frost = advance(Frost(), Signs(), Clock(at(0)))
    assert frost.state is DefrostState.UNKNOWN
    assert frost.evidence is Evidence.NONE


def test_weather_alone_never_claims_a_defrost() -> None:
    looks = watched(Machine(defrosts=CYCLES, evidence=()), 440)
    states = {look.frost.state for look in looks}
    assert states == {DefrostState.CLEAR, DefrostState.FROSTING}
    assert told(looks) == []


def test_weather_alone_counts_what_a_demand_board_would_do() -> None:
    looks = watched(Machine(evidence=(), outdoor=0, humidity=80), 300)
    counted = [
        look.minute
        for before, look in pairwise(looks)
        if before.frost.guessed_at != look.frost.guessed_at
    ]
    assert len(counted) == 6
    assert all(40 < b - a < 60 for a, b in pairwise(counted))


def test_frost_grows_to_full_and_goes_with_a_defrost() -> None:
    looks = watched(replace(only(Evidence.COIL), defrosts=ONE), 120)
    assert look_at(looks, 50).level < look_at(looks, 99).level
    assert look_at(looks, 105).level == look_at(looks, 102).level
    assert look_at(looks, 107).level == 0


def test_frost_is_bounded_and_melts_at_rest_in_mild_weather() -> None:
    looks = watched(
        replace(only(Evidence.COIL), defrosts=()),
        660,
        since(600, running_since=None, outdoor=Celsius(6)),
    )
    assert look_at(looks, 599).level == 2
    assert looks[-1].frost.level == 0
    assert looks[-1].frost.state is DefrostState.CLEAR


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("interval", "grows"),
    [pytest.param(20, False, id="early"), pytest.param(120, True, id="late")],
)
def test_what_is_full_is_learned_from_this_machine(interval: int, grows: bool) -> None:
    cycles = tuple(Defrost(60 + interval * n, 4) for n in range(30))
    frost = watched(replace(only(Evidence.COIL), defrosts=cycles), 60 + interval * 30)[
        -1
    ].frost
    assert (frost.full > FULL_EXPOSURE) is grows
    assert 0.4 * FULL_EXPOSURE <= frost.full <= 3 * FULL_EXPOSURE


def test_a_single_defrost_moves_what_is_full_a_little() -> None:
    machine = replace(only(Evidence.COIL), defrosts=(Defrost(20, 4),))
    assert watched(machine, 40)[-1].frost.full == pytest.approx(FULL_EXPOSURE, rel=0.1)


def test_it_asks_to_be_woken_when_a_suspicion_can_become_a_fact() -> None:
    known = watched(replace(only(Evidence.COIL), defrosts=()), 60)[-1].frost
    clock = Clock(at(60))
    signs = Signs(running_since=at(0), outdoor=Celsius(-3), coil=Celsius(9))
    assert advance(known, signs, clock).is_suspected
    assert clock.wake_at == at(60.5)
    assert clock.next_change is None


def test_evidence_of_a_defrost_is_a_fact_after_its_hold() -> None:
    known = watched(replace(only(Evidence.COIL), defrosts=()), 60)[-1].frost
    signs = Signs(running_since=at(0), outdoor=Celsius(-3), coil=Celsius(9))
    suspected = advance(known, signs, Clock(at(60)))
    assert not suspected.is_sensed
    assert advance(suspected, signs, Clock(at(60) + minutes(0.5))).is_sensed


# --- always ----------------------------------------------------------------------

temperatures = st.none() | st.floats(-40, 60).map(Celsius)
powers = st.none() | st.floats(0, 20)
any_signs = st.builds(
    Signs,
    running_since=st.none() | st.floats(0, 500).map(at),
    is_heating=st.booleans(),
    calls_changed_at=st.none() | st.floats(0, 500).map(at),
    is_backup_on=st.booleans(),
    outdoor=temperatures,
    humidity=st.none() | st.floats(0, 100),
    signal=st.none() | st.booleans(),
    coil=temperatures,
    supply=temperatures,
    back=temperatures,
    power=powers,
    expected_power=powers,
)
any_steps = st.lists(
    st.tuples(any_signs, st.floats(0, 20), st.integers(1, 20)), max_size=9
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(any_steps)
def test_a_defrost_is_never_told_at_rest_in_cooling_or_after_a_start(
    steps: list[tuple[Signs, float, int]],
) -> None:
    frost, minute = Frost(), 500.0
    for signs, wait, looks in steps:
        for _ in range(looks):
            minute += wait / looks
            now = at(minute)
            frost = advance(frost, signs, Clock(now))
            assert 0 <= frost.level <= 2
            if not frost.is_sensed:
                continue
            assert signs.running_since is not None
            assert signs.is_heating
            assert now - signs.running_since >= minutes(1)
            assert frost.evidence.is_sensed
            assert frost.begun_at is not None
            assert now - frost.begun_at < minutes(15)
