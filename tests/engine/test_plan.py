"""What a relay board is told to do alone, and what becomes of what it tells."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.plan import (
    Account,
    Plan,
    Wish,
    plan_of,
    with_account,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Compressor,
    Preset,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.wishes import (
    Block,
    Hold,
    Mode,
    Wishes,
)

from .rig import (
    COOLING_ONLY,
    DUAL_FUEL,
    FANLESS,
    NO_BACKUP,
    NO_VALVE,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    minutes,
    settings_for,
    targets,
)

EVENING = NOON + minutes(480)
DAY_BLOCK = Block(EVENING, heat=celsius(21), cool=celsius(24))
NIGHT_BLOCK = Block(EVENING, heat=celsius(17), cool=celsius(27))


def planned(bench: Bench, now: Block | None = None, after: Block | None = None) -> Plan:
    """Return what a board would be told, with these blocks of a schedule."""
    seen = replace(bench.observation(), schedule=now, upcoming=after)
    return plan_of(bench.settings, seen, bench.decision)


@pytest.mark.parametrize(
    ("wishes", "now", "after", "heat"),
    [
        pytest.param(Wishes(), None, None, 20, id="as it is set"),
        pytest.param(Wishes(base=targets(22)), None, None, 22, id="warmer"),
        pytest.param(Wishes(), DAY_BLOCK, NIGHT_BLOCK, 21, id="by day"),
        pytest.param(Wishes(), NIGHT_BLOCK, DAY_BLOCK, 21, id="by night: the day's"),
        pytest.param(Wishes(preset=Preset.SLEEP), None, None, 20, id="asleep: home"),
        pytest.param(Wishes(preset=Preset.AWAY), None, None, 16, id="away stays away"),
        pytest.param(
            Wishes(preset=Preset.AWAY), DAY_BLOCK, None, 16, id="whatever the schedule"
        ),
        pytest.param(
            Wishes(vacation=Hold(targets(12), NOON + timedelta(days=9))),
            DAY_BLOCK,
            NIGHT_BLOCK,
            12,
            id="on vacation",
        ),
        pytest.param(
            Wishes(hold=Hold(targets(24), EVENING)),
            DAY_BLOCK,
            NIGHT_BLOCK,
            21,
            id="a hold passes",
        ),
        pytest.param(
            Wishes(preset=Preset.HOME, hold=Hold(targets(19), None)),
            None,
            None,
            19,
            id="one without an end is what they live with",
        ),
    ],
)
def test_the_temperature_to_live_with(
    wishes: Wishes, now: Block | None, after: Block | None, heat: float
) -> None:
    bench = Bench().wish(lambda _: wishes.with_mode(Mode.HEAT))
    assert planned(bench, now, after).targets.heat == celsius(heat)


@pytest.mark.parametrize(
    ("mode", "told"), [(mode, mode) for mode in Mode if mode is not Mode.FAN_ONLY]
)
def test_each_mode_is_told(mode: Mode, told: Mode) -> None:
    assert planned(Bench(mode=mode)).mode is told


def test_who_wants_air_alone_wants_no_heat() -> None:
    assert planned(Bench(mode=Mode.FAN_ONLY)).mode is Mode.OFF


def test_heat_and_cool_are_kept_apart() -> None:
    bench = Bench(mode=Mode.HEAT_COOL)
    near = Block(EVENING, heat=celsius(22), cool=celsius(22.2))
    pair = planned(bench, near, near).targets
    assert pair.cool - pair.heat == pytest.approx(bench.settings.comfort.separation)


@pytest.mark.parametrize(
    ("settings", "backup", "can"),
    [
        pytest.param(settings_for(TWO_STAGE), Backup.ELECTRIC, (True, True)),
        pytest.param(settings_for(NO_VALVE), Backup.ELECTRIC, (True, False)),
        pytest.param(settings_for(COOLING_ONLY), Backup.ELECTRIC, (False, True)),
        pytest.param(settings_for(DUAL_FUEL), Backup.FUEL, (True, True)),
        pytest.param(settings_for(NO_BACKUP), Backup.NONE, (True, True)),
        pytest.param(settings_for(FANLESS), Backup.ELECTRIC, (True, True)),
    ],
)
def test_the_kind_of_machine(
    settings: Settings, backup: Backup, can: tuple[bool, bool]
) -> None:
    plan = planned(Bench(settings))
    assert plan.backup is backup
    assert (plan.can_heat, plan.can_cool) == can


def test_limits_that_are_off_lie_beyond_every_weather() -> None:
    free = Compressor(cooling_minimum_outdoor=None)
    plan = planned(Bench(Settings(machine=TWO_STAGE, compressor=free), outdoor=0))
    assert plan.compressor_above == plan.cooling_above == celsius(-100)
    assert plan.backup_below == pytest.approx(4.44, abs=0.01)


def test_a_house_without_an_outdoor_sensor_may_cool() -> None:
    """As its thermostat lets it."""
    assert planned(Bench()).cooling_above == celsius(-100)
    assert planned(Bench(outdoor=30)).cooling_above == pytest.approx(12.78, abs=0.01)


def test_a_compressor_without_backup_has_no_limit() -> None:
    cold = Compressor(minimum_outdoor=celsius(-10))
    settings = Settings(machine=NO_BACKUP, compressor=cold)
    assert planned(Bench(settings)).compressor_above == celsius(-100)


def test_other_weather_makes_no_other_plan() -> None:
    one, other = planned(Bench(outdoor=5)), planned(Bench(outdoor=4))
    assert one == other
    assert (one.outdoor, other.outdoor) == (celsius(5), celsius(4))


# --- What the board tells ------------------------------------------------------


def told(**facts: object) -> Account:
    """Return what a board tells after three hours."""
    account = Account(
        alone=minutes(180),
        room=celsius(19.8),
        compressor=minutes(90),
        backup=minutes(10),
        starts=7,
    )
    return replace(account, **facts)  # type: ignore[arg-type]


def adopted(bench: Bench, account: Account, now: Block | None = None) -> State:
    seen = replace(bench.observation(), schedule=now)
    return with_account(bench.state, account, planned(bench, now), seen)


def test_what_the_board_did_is_counted() -> None:
    meter = adopted(Bench(), told()).meter
    assert meter.ever(Count.COMPRESSOR) == 5400
    assert meter.ever(Count.AUX) == meter.ever(Count.SUPPLEMENTARY) == 600
    assert meter.today(Count.STARTS) == 7


def test_of_today_is_its_share_of_the_time() -> None:
    meter = adopted(Bench(), told(alone=minutes(24 * 60))).meter
    assert meter.ever(Count.COMPRESSOR) == 5400
    assert meter.today(Count.COMPRESSOR) == pytest.approx(2700)


@pytest.mark.parametrize(
    ("bench", "kind"),
    [
        (Bench(settings_for(DUAL_FUEL)), Count.LOCKOUT),
        (Bench().emergency(on=True), Count.EMERGENCY),
    ],
)
def test_backup_that_replaces_the_compressor_is_counted_so(
    bench: Bench, kind: Count
) -> None:
    before = bench.state.meter.ever(kind)
    assert adopted(bench, told()).meter.ever(kind) == before + 600


def test_a_wish_at_the_board_is_heeded() -> None:
    wishes = adopted(Bench(), told(wish=Wish(Mode.HEAT, targets(22)))).wishes
    assert wishes.base.heat == celsius(22)
    assert wishes.mode is Mode.HEAT


def test_over_a_schedule_it_is_a_hold() -> None:
    wish = Wish(Mode.HEAT, targets(23, 27))
    wishes = adopted(Bench(), told(wish=wish), DAY_BLOCK).wishes
    assert wishes.hold is not None
    assert wishes.hold.targets.heat == celsius(23)
    assert wishes.hold.until == EVENING


def test_turned_off_at_the_board_it_stays_off() -> None:
    wishes = adopted(Bench(), told(wish=Wish(Mode.OFF, targets()))).wishes
    assert wishes.mode is Mode.OFF
    assert wishes.base == Wishes().base


def test_what_the_board_rounded_is_no_wish() -> None:
    wish = Wish(Mode.HEAT, targets(20.02, 23.98))
    assert adopted(Bench(), told(wish=wish)).wishes == Bench().state.wishes


def test_what_a_thermostat_cannot_be_set_to_is_the_nearest_it_can() -> None:
    wishes = adopted(Bench(), told(wish=Wish(Mode.HEAT, targets(5)))).wishes
    assert wishes.base.heat == celsius(7)
