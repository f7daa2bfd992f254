"""What each action of the household changes, and which temperatures are in force."""

from dataclasses import replace
from datetime import datetime

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.curtailment import Curtailment
from custom_components.heat_pump_thermostat.engine.setpoints import (
    kept_apart,
    within_range,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Machine,
    Preset,
    Targets,
)
from custom_components.heat_pump_thermostat.engine.units import (
    Celsius,
    fahrenheit_degrees,
)
from custom_components.heat_pump_thermostat.engine.wishes import (
    Asker,
    Block,
    FanMode,
    Hold,
    Mode,
    Wishes,
    modes,
    targets as in_force,
)

from .invariants import Y1, G
from .rig import (
    COOLING_ONLY,
    FANLESS,
    NO_BACKUP,
    NO_VALVE,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    kelvin,
    minutes,
    settings_for,
    targets,
    wired,
)

OFF, HEAT, COOL, HEAT_COOL, FAN_ONLY = Mode
SETTINGS = settings_for()
AWAY = Targets(Celsius(16), Celsius(28))
NIGHT = Block(NOON + minutes(60), heat=celsius(17), cool=celsius(27))


@pytest.mark.parametrize(
    ("machine", "possible"),
    [
        pytest.param(TWO_STAGE, [OFF, HEAT_COOL, HEAT, COOL, FAN_ONLY], id="all"),
        pytest.param(FANLESS, [OFF, HEAT_COOL, HEAT, COOL], id="no G: no fan only"),
        pytest.param(NO_VALVE, [OFF, HEAT, FAN_ONLY], id="no valve: no cooling"),
        pytest.param(
            COOLING_ONLY,
            [OFF, HEAT_COOL, HEAT, COOL, FAN_ONLY],
            id="cooling only: heat by backup",
        ),
        pytest.param(
            wired(Y1, backup=NO_BACKUP.backup, without_valve=Side.COOL),
            [OFF, COOL],
            id="cooling only, and no backup",
        ),
    ],
)
def test_the_wiring_allows_modes(machine: Machine, possible: list[Mode]) -> None:
    assert modes(machine) == possible


def test_a_mode_that_is_no_longer_wired_turns_off() -> None:
    bench = Bench(settings_for(FANLESS)).choose(FAN_ONLY)
    assert bench.state.wishes.mode is OFF


def test_emergency_heat_without_a_backup_ends_itself() -> None:
    bench = Bench(settings_for(NO_BACKUP), mode=COOL).emergency(on=True)
    assert not bench.state.wishes.emergency
    assert bench.state.wishes.mode is COOL


def test_initially_off() -> None:
    assert Wishes().mode is OFF
    assert Wishes().last_mode is None


def test_the_last_mode_is_remembered_in_off() -> None:
    wishes = Wishes().with_mode(COOL).with_mode(OFF)
    assert (wishes.mode, wishes.last_mode) == (OFF, COOL)


@pytest.mark.parametrize("mode", [OFF, HEAT, COOL, HEAT_COOL, FAN_ONLY])
def test_emergency_heat_sets_heat_and_gives_the_mode_back(mode: Mode) -> None:
    before = Wishes().with_mode(mode)
    during = before.with_emergency(on=True)
    assert (during.mode, during.emergency) == (HEAT, True)
    after = during.with_emergency(on=False)
    assert (after.mode, after.emergency) == (mode, False)


def test_a_mode_chosen_during_emergency_heat_stays() -> None:
    wishes = Wishes().with_mode(COOL).with_emergency(on=True).with_mode(FAN_ONLY)
    assert wishes.emergency
    assert wishes.with_emergency(on=False).mode is FAN_ONLY


def test_turning_it_on_twice_is_turning_it_on() -> None:
    once = Wishes().with_mode(COOL).with_emergency(on=True)
    assert once.with_emergency(on=True) == once
    assert Wishes().with_emergency(on=False) == Wishes()


def test_a_preset_chosen_during_emergency_heat_is_remembered() -> None:
    wishes = Wishes().with_mode(HEAT).with_emergency(on=True).with_preset(Preset.AWAY)
    assert wishes.emergency
    assert in_force(wishes, SETTINGS, None, Side.HEAT) == AWAY
    assert wishes.with_emergency(on=False).preset is Preset.AWAY


def test_preset_none_leaves_emergency_heat() -> None:
    wishes = Wishes().with_mode(COOL).with_emergency(on=True).with_preset(None)
    assert (wishes.emergency, wishes.mode) == (False, COOL)


def test_what_is_set_by_hand_stays_where_nothing_else_rules() -> None:
    wishes = Wishes().with_targets(targets(21, 25), None)
    assert (wishes.base, wishes.hold) == (targets(21, 25), None)


def test_what_is_set_by_hand_over_a_schedule_holds_until_its_next_block() -> None:
    wishes = Wishes(mode=HEAT).with_targets(targets(21, 25), NIGHT)
    assert wishes.base == targets()
    assert wishes.hold == Hold(targets(21, 25), NOON + minutes(60), over=NIGHT.said)
    before, after = Clock(NOON + minutes(59)), Clock(NOON + minutes(60))
    assert wishes.without_expired_hold(before) == wishes
    assert before.next_change == NOON + minutes(60)
    assert wishes.without_expired_hold(after).hold is None


SOON, LATER = NOON + minutes(10), NOON + minutes(20)


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(hold=Hold(targets(21, 25), LATER)),
        Wishes(vacation=Hold(targets(12, 30), LATER)),
        Wishes(vacation=Hold(targets(12, 30), LATER, begins=SOON)),
        Wishes(curtailments={"utility": Curtailment(LATER)}),
    ],
)
def test_no_end_is_waited_for_while_the_thermostat_is_off(wishes: Wishes) -> None:
    bench = Bench(mode=HEAT).wish(lambda _: wishes.with_mode(OFF))
    assert bench.decision.next_change is None
    assert bench.run(minutes(20)).state.wishes == Wishes()


def test_a_hold_gets_its_end_once_the_schedule_can_tell_it() -> None:
    wishes = Wishes().with_targets(targets(21, 25), Block())
    assert wishes.hold == Hold(targets(21, 25), None)
    for unchanged in (
        wishes.with_hold_beside(None, Clock(NOON)),
        wishes.with_hold_beside(Block(), Clock(NOON)),
    ):
        assert unchanged == wishes
    told = wishes.with_hold_beside(NIGHT, Clock(NOON))
    assert told.hold == Hold(targets(21, 25), NIGHT.until, over=NIGHT.said)


@pytest.mark.parametrize(
    ("edited", "ends"),
    [
        pytest.param(replace(NIGHT, until=NOON + minutes(90)), 90, id="later"),
        pytest.param(replace(NIGHT, until=NOON + minutes(20)), 20, id="sooner"),
        pytest.param(
            Block(NOON + minutes(90), heat=celsius(18), cool=celsius(27)),
            None,
            id="it says something else: another block",
        ),
        pytest.param(Block(), 60, id="nobody knows: as it was"),
        pytest.param(replace(NIGHT, until=NOON), 60, id="it is over: as it was"),
        pytest.param(None, 60, id="none is followed any more: as it was"),
    ],
)
def test_a_hold_ends_when_its_block_does_also_when_that_is_edited(
    edited: Block | None, ends: float | None
) -> None:
    wishes = (
        Wishes()
        .with_targets(targets(21, 25), NIGHT)
        .with_hold_beside(edited, Clock(NOON))
    )
    until = wishes.hold and wishes.hold.until
    assert until == (None if ends is None else NOON + minutes(ends))


def test_a_hold_with_an_end_of_its_own_stands_over_blocks() -> None:
    wishes = Wishes().with_hold(targets(21, 25), NIGHT, until=NOON + minutes(600))
    day = Block(NOON + minutes(700), heat=celsius(20))
    assert wishes.with_hold_beside(day, Clock(NOON)) == wishes


@pytest.mark.parametrize("until", [None, NOON + minutes(60)])
def test_a_permanent_hold_stands_over_blocks_until_somebody_ends_it(
    until: datetime | None,
) -> None:
    held = Wishes().with_hold(targets(21, 25), NIGHT, until=until).held_permanently()
    assert held.hold == Hold(targets(21, 25), None, is_permanent=True)
    day = Block(NOON + minutes(700), heat=celsius(20))
    for schedule in (NIGHT, day, None):
        assert held.standing(schedule, NO_BACKUP, Clock(NOON + minutes(300))) == held
    assert held.resumed(NIGHT).hold is None
    assert Wishes().held_permanently() == Wishes()


def test_what_is_set_during_a_hold_with_an_end_of_its_own_ends_with_it() -> None:
    held = Wishes().with_hold(
        targets(16, 28), NIGHT, preset=Preset.AWAY, until=NOON + minutes(600)
    )
    for hold in (held, held.held_permanently()):
        now = hold.with_targets(targets(21, 25), NIGHT)
        assert hold.hold
        assert now.hold == replace(hold.hold, targets=targets(21, 25), preset=None)


def test_what_is_set_during_a_hold_that_ends_with_a_block_does_so_too() -> None:
    held = Wishes().with_hold(targets(16, 28), NIGHT)
    now = held.with_targets(targets(21, 25), NIGHT)
    assert now.hold == Hold(targets(21, 25), NIGHT.until, over=NIGHT.said)


def test_a_hold_over_a_preset_has_no_end() -> None:
    wishes = Wishes().with_preset(Preset.AWAY).with_targets(targets(21, 25), NIGHT)
    assert wishes.hold == Hold(targets(21, 25), None)
    assert wishes.with_hold_beside(NIGHT, Clock(NOON)) == wishes
    assert Wishes().with_hold_beside(NIGHT, Clock(NOON)) == Wishes()


def test_a_step_lets_go_of_an_expired_hold() -> None:
    bench = Bench(mode=HEAT, schedule=NIGHT)
    bench.wish(lambda w: w.with_targets(targets(22, 26), NIGHT))
    assert bench.decision.targets == targets(22, 26)
    assert bench.run(minutes(59)).decision.targets == targets(22, 26)
    assert bench.run(minutes(1)).decision.targets == targets(17, 27)


def test_what_is_set_by_hand_over_a_preset_holds_until_another_is_chosen() -> None:
    wishes = Wishes().with_preset(Preset.AWAY).with_targets(targets(21, 25), None)
    assert wishes.hold == Hold(targets(21, 25), None)
    assert wishes.without_expired_hold(Clock(NOON)) == wishes
    assert wishes.with_preset(Preset.ECO).hold is None


# --- Which preset is shown ---------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "shown"),
    [
        pytest.param(Wishes(preset=Preset.AWAY), Preset.AWAY, id="while it rules"),
        pytest.param(
            Wishes(preset=Preset.AWAY, hold=Hold(targets(), None)), None, id="held over"
        ),
        pytest.param(
            Wishes(hold=Hold(targets(), None, Preset.SLEEP)), Preset.SLEEP, id="held"
        ),
        pytest.param(
            Wishes(vacation=Hold(targets(), None, Preset.AWAY)),
            Preset.AWAY,
            id="of a vacation",
        ),
        pytest.param(
            Wishes(vacation=Hold(targets(), None, Preset.AWAY, begins=NOON)),
            None,
            id="of a vacation to come",
        ),
        pytest.param(
            Wishes(mode=HEAT, preset=Preset.ECO), Preset.ECO, id="eco in a mode"
        ),
        pytest.param(Wishes(mode=OFF, preset=Preset.ECO), None, id="eco in off"),
    ],
)
def test_a_preset_is_shown_while_its_temperatures_are_in_force(
    wishes: Wishes, shown: Preset | None
) -> None:
    assert wishes.shown_preset is shown


@pytest.mark.parametrize(
    "eco",
    [
        pytest.param(Wishes().with_preset(Preset.ECO), id="chosen"),
        pytest.param(Wishes(hold=Hold(targets(), None, Preset.ECO)), id="held"),
        pytest.param(
            Wishes(vacation=Hold(targets(), None, Preset.ECO)), id="of a vacation"
        ),
    ],
)
@pytest.mark.parametrize("mode", Mode)
def test_choosing_a_mode_leaves_eco(eco: Wishes, mode: Mode) -> None:
    assert eco.with_mode(mode) == Wishes().with_mode(mode)


def test_choosing_a_mode_leaves_no_other_preset() -> None:
    assert Wishes(preset=Preset.AWAY).with_mode(HEAT).preset is Preset.AWAY


def test_emergency_heat_gives_eco_back_with_its_mode() -> None:
    before = Wishes().with_mode(COOL).with_preset(Preset.ECO)
    assert before.with_emergency(on=True).with_emergency(on=False) == before


# --- Vacations ---------------------------------------------------------------------

HELD = targets(22, 25)
VACATION = Hold(
    targets(12, 30), NOON + minutes(600), begins=NOON + minutes(60), preset=None
)


def test_a_vacation_begins_and_ends() -> None:
    bench = Bench(mode=HEAT).wish(lambda w: w.with_vacation(VACATION))
    assert bench.decision.next_change == VACATION.begins
    assert bench.run(minutes(59)).decision.targets == targets()
    assert bench.run(minutes(1)).decision.targets == VACATION.targets
    assert bench.run(minutes(539)).decision.targets == VACATION.targets
    assert bench.run(minutes(1)).decision.targets == targets()
    assert bench.state.wishes.vacation is None


def test_what_was_held_before_a_vacation_has_no_say_in_it() -> None:
    bench = Bench(mode=HEAT).wish(lambda w: w.with_hold(HELD, None))
    bench.wish(lambda w: w.with_vacation(VACATION))
    assert bench.run(minutes(59)).decision.targets == HELD
    assert bench.run(minutes(1)).decision.targets == VACATION.targets


def test_what_is_set_during_a_vacation_holds_as_long_as_it() -> None:
    away = Wishes().with_vacation(replace(VACATION, begins=None))
    wishes = away.with_targets(HELD, NIGHT)
    assert wishes.hold == Hold(HELD, VACATION.until)
    assert wishes.with_hold_beside(NIGHT, Clock(NOON)) == wishes


@pytest.mark.parametrize("preset", [None, *Preset])
def test_whoever_chooses_a_preset_is_no_longer_away(preset: Preset | None) -> None:
    away = Wishes().with_vacation(replace(VACATION, begins=None))
    assert away.with_preset(preset) == Wishes().with_preset(preset)


def test_a_vacation_to_come_stays_planned() -> None:
    wishes = Wishes().with_vacation(VACATION).with_hold(HELD, None)
    assert wishes.with_preset(Preset.HOME).vacation == VACATION
    assert wishes.resumed(None).vacation == VACATION


# --- Who asked, and going back -----------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "schedule", "asker", "resumed"),
    [
        pytest.param(Wishes(), None, Asker.SETPOINT, Asker.SETPOINT, id="set"),
        pytest.param(Wishes(), NIGHT, Asker.SCHEDULE, Asker.SCHEDULE, id="a schedule"),
        pytest.param(
            Wishes(preset=Preset.AWAY), NIGHT, Asker.PRESET, Asker.SCHEDULE, id="preset"
        ),
        pytest.param(
            Wishes(preset=Preset.AWAY, hold=Hold(HELD, None)),
            None,
            Asker.HOLD,
            Asker.PRESET,
            id="a hold over a preset",
        ),
        pytest.param(
            Wishes(preset=Preset.AWAY, vacation=replace(VACATION, begins=None)),
            NIGHT,
            Asker.VACATION,
            Asker.SCHEDULE,
            id="a vacation",
        ),
        pytest.param(
            Wishes(vacation=replace(VACATION, begins=None), hold=Hold(HELD, None)),
            None,
            Asker.HOLD,
            Asker.SETPOINT,
            id="a hold during a vacation",
        ),
    ],
)
def test_who_asked_and_who_does_once_the_schedule_is_resumed(
    wishes: Wishes, schedule: Block | None, asker: Asker, resumed: Asker
) -> None:
    assert wishes.asker(schedule) is asker
    assert wishes.resumed(schedule).asker(schedule) is resumed


# --- Emergency heat that ends by itself --------------------------------------------


def test_emergency_heat_may_end_by_itself() -> None:
    end = NOON + minutes(60)
    bench = Bench(mode=COOL, room=20)
    bench.wish(lambda w: w.with_emergency(on=True, until=end))
    assert bench.decision.next_change == end
    assert bench.run(minutes(59)).state.wishes.emergency
    wishes = bench.run(minutes(1)).state.wishes
    assert (wishes.emergency, wishes.emergency_until, wishes.mode) == (
        False,
        None,
        COOL,
    )


def test_the_last_word_tells_when_emergency_heat_ends() -> None:
    wishes = Wishes().with_mode(COOL).with_emergency(on=True, until=NOON)
    again = wishes.with_emergency(on=True)
    assert again == replace(wishes, emergency_until=None)
    assert again.with_emergency(on=False).mode is COOL


EVERYTHING = replace(
    Wishes().with_preset(Preset.AWAY), hold=Hold(targets(22, 26), None)
)


@pytest.mark.parametrize(
    ("wishes", "schedule", "pair"),
    [
        pytest.param(EVERYTHING, NIGHT, targets(22, 26), id="the hold first"),
        pytest.param(replace(EVERYTHING, hold=None), NIGHT, AWAY, id="then the preset"),
        pytest.param(Wishes(), NIGHT, targets(17, 27), id="then the schedule"),
        pytest.param(Wishes(), Block(), targets(), id="of which nothing is known"),
        pytest.param(Wishes(), None, targets(), id="then what was set"),
    ],
)
def test_which_temperatures_are_in_force(
    wishes: Wishes, schedule: Block | None, pair: Targets
) -> None:
    assert in_force(wishes, SETTINGS, schedule, Side.HEAT) == pair


SEPARATION = fahrenheit_degrees(3)


@pytest.mark.parametrize(
    ("block", "side", "pair"),
    [
        pytest.param(
            Block(temperature=celsius(21)), Side.HEAT, (21, 24), id="one: heat"
        ),
        pytest.param(
            Block(temperature=celsius(23)), Side.COOL, (20, 23), id="one: cool"
        ),
        pytest.param(
            Block(temperature=celsius(23)),
            Side.HEAT,
            (23, 23 + SEPARATION),
            id="one: it pushes the other",
        ),
        pytest.param(Block(heat=celsius(18)), Side.COOL, (18, 24), id="low alone"),
        pytest.param(Block(cool=celsius(26)), Side.HEAT, (20, 26), id="high alone"),
        pytest.param(
            Block(heat=celsius(0.0)), Side.HEAT, (0, 24), id="0 °C is a temperature"
        ),
        pytest.param(
            Block(heat=celsius(22), cool=celsius(22)),
            Side.HEAT,
            (22, 22 + SEPARATION),
            id="too close: the low one stands",
        ),
    ],
)
def test_what_a_schedule_says(
    block: Block, side: Side, pair: tuple[float, float]
) -> None:
    now = in_force(Wishes(), SETTINGS, block, side)
    assert (now.heat, now.cool) == pytest.approx(pair)


@pytest.mark.parametrize(
    ("side", "to", "pair"),
    [
        pytest.param(Side.HEAT, 21, (21, 24), id="heat: room enough"),
        pytest.param(Side.HEAT, 23, (23, 25), id="heat pushes cool up"),
        pytest.param(Side.COOL, 23, (20, 23), id="cool: room enough"),
        pytest.param(Side.COOL, 21, (19, 21), id="cool pushes heat down"),
    ],
)
def test_one_temperature_moves_its_side_and_keeps_the_separation(
    side: Side, to: float, pair: tuple[float, float]
) -> None:
    moved = targets().moved(side, celsius(to), kelvin(2))
    assert (moved.heat, moved.cool) == pair
    assert (moved.of(Side.HEAT), moved.of(Side.COOL)) == pair


@pytest.mark.parametrize(
    ("pair", "allowed"),
    [
        pytest.param(targets(20, 24), (20, 24), id="allowed"),
        pytest.param(targets(5, 40), (7, 35), id="beyond both ends"),
        pytest.param(targets(23, 23), (23, 25), id="too close"),
        pytest.param(targets(34, 35), (33, 35), id="too close at the top"),
        pytest.param(targets(6, 7), (7, 9), id="too close at the bottom"),
    ],
)
def test_limits(pair: Targets, allowed: tuple[float, float]) -> None:
    now = kept_apart(pair, kelvin(2))
    assert (now.heat, now.cool) == allowed


@pytest.mark.parametrize(
    ("mode", "heat"), [pytest.param(HEAT, 35, id="heat"), (HEAT_COOL, 35 - 3 / 1.8)]
)
def test_one_side_alone_may_use_the_whole_range(mode: Mode, heat: float) -> None:
    bench = Bench(mode=mode).wish(lambda w: w.with_targets(targets(35, 35), None))
    assert bench.decision.targets.heat == pytest.approx(heat)


def test_no_setpoint_is_beyond_the_range() -> None:
    assert within_range(targets(5, 40)) == targets(7, 35)


@pytest.mark.parametrize(
    ("mode", "side"),
    [
        pytest.param(HEAT, Side.HEAT, id="heat"),
        pytest.param(COOL, Side.COOL, id="cool"),
        pytest.param(FAN_ONLY, Side.HEAT, id="fan only: heat"),
    ],
)
def test_which_side_one_temperature_means(mode: Mode, side: Side) -> None:
    assert Bench(mode=mode).decision.side is side


def test_in_off_one_temperature_means_the_last_side() -> None:
    assert Bench(mode=COOL).choose(OFF).decision.side is Side.COOL
    assert Bench(mode=OFF).decision.side is Side.HEAT


def test_in_heat_cool_one_temperature_means_the_side_that_is_on() -> None:
    bench = Bench(mode=HEAT_COOL).run(minutes(1))
    assert bench.decision.side is Side.HEAT
    assert (
        bench.sense(room=24).sense(room=27).run(minutes(10)).decision.side is Side.COOL
    )


def test_a_fan_mode() -> None:
    assert Wishes().with_fan(FanMode.CIRCULATE).fan is FanMode.CIRCULATE


def test_emergency_heat_ends_with_its_backup() -> None:
    wishes = Wishes().with_emergency(on=True)
    assert wishes.within_wiring(TWO_STAGE) == wishes
    bare = replace(TWO_STAGE, wired=frozenset({Y1, G}), backup=Backup.NONE)
    assert wishes.within_wiring(bare) == Wishes()
