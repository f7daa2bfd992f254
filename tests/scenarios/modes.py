"""What the machine is asked for, in each mode, and why."""

from collections.abc import Mapping
from datetime import timedelta

from tests.stage import *

AGAIN: Mapping[str, Steps] = {
    "nothing": (),
    "a reload": reload(),
    "a power cut": cut_power(timedelta(minutes=20)),
}

STATUS = (
    *(
        scene(
            f"in {chosen} at {inside} °C, and {outside} °C outdoors, it is {status}",
            (room(inside), mode(chosen), seconds(6)),
            then(status=status, action=action, chosen=chosen),
            outdoors=outside,
        )
        for chosen, inside, outside, status, action in (
            ("off", 15, 0, "off", "off"),
            ("heat", 20, 0, "idle", "idle"),
            ("heat", 21, 5, "idle", "idle"),
            ("heat", 19.6, 0, "heating", "heating"),
            ("heat", 19, 0, "heating_stage_2", "heating"),
            ("heat", 18, 5, "heating_stage_2", "heating"),
            ("cool", 22, 30, "idle", "idle"),
            ("cool", 24.4, 30, "cooling", "cooling"),
            ("cool", 26, 30, "cooling_stage_2", "cooling"),
            ("cool", 26, 10, "cooling_locked_out", "idle"),
            ("heat_cool", 22, 20, "idle", "idle"),
            ("heat_cool", 18, 5, "heating_stage_2", "heating"),
            ("heat_cool", 26, 30, "cooling_stage_2", "cooling"),
            ("fan_only", 15, 0, "fan", "fan"),
        )
    ),
    *(
        scene(
            f"backup heat is heating: {status}, {wired}",
            (heat(18), minutes(15), then(status=status, action="heating")),
            wired=wired,
            outdoors=outside,
        )
        for wired, outside, status in (
            (TWO_STAGES, 0, "auxiliary_heat"),
            (DUAL_FUEL, -15, "furnace"),
            (HEAT_ONLY, 0, "auxiliary_heat"),
        )
    ),
    scene(
        "what it does is what the relays confirm",
        (spoil("y1"), heat(18), then(action="fan")),
    ),
    scene(
        "without a room temperature it is idle",
        (room("unavailable"), minutes(16), mode("heat")),
        then(status="room_sensor_lost", action="idle"),
    ),
    scene(
        "nothing changes by itself in a house that is off",
        (minutes(10), then(due_in=None, moves="")),
    ),
)

STAGES = (
    *(
        scene(
            f"the second stage joins by distance: {inside} °C in {chosen}",
            (room(inside), mode(chosen), seconds(6), then(has="y1", **seen)),
            outdoors=None,
        )
        for chosen, inside, seen in (
            ("heat", 19.42, {"lacks": "y2"}),
            ("heat", 19.4, {"status": "heating_stage_2"}),
            ("cool", 24.58, {"lacks": "y2"}),
            ("cool", 24.6, {"status": "cooling_stage_2"}),
        )
    ),
    *(
        scene(f"{name}", *steps, outdoors=None)
        for name, *steps in (
            (
                "it joins after a quarter of an hour of the first",
                (cool(24.5), minutes(16), apart("y1 on", "y2 on", 900)),
            ),
            (
                "it leaves at the setpoint, and the first finishes",
                (cool(25), minutes(6), room(24.01), then(has="y1 y2")),
                (room(24), then(has="y1", lacks="y2"), room(23.72)),
                then(lacks="y1"),
            ),
            (
                "it rejoins only after another long first stage",
                (cool(25), minutes(30), room(24), room(24.1), seconds(899)),
                (then(lacks="y2"), seconds(1), then(has="y2")),
            ),
            (
                "a first stage past the setpoint needs no second",
                options("comfort", cool_differential=1.5),
                (cool(25.6), minutes(5), room(23.9), hours(1)),
                then(has="y1", lacks="y2"),
            ),
            (
                "a resting compressor gathers no time",
                (mode("cool"), press("y1", "on"), minutes(6), room(24.5)),
                (minutes(14), then(lacks="y2")),
            ),
        )
    ),
)

SIDES = (
    scene(
        "heat/cool changes sides after ten minutes past the other differential",
        (mode("heat_cool"), room(24.3), seconds(599)),
        (then(status="changeover", action="idle", due_in=1, on=""), seconds(6)),
        (then(status="cooling", action="cooling"), apart("o on", "y1 on", 5)),
        outdoors=20,
    ),
    scene(
        "a short excursion changes nothing",
        (mode("heat_cool"), room(24.3), minutes(9), room(24.2), minutes(1)),
        (room(24.3), minutes(9), then(status="changeover"), seconds(66)),
        then(status="cooling"),
        outdoors=20,
    ),
    scene(
        "it changes back the same way",
        (room(27), mode("heat_cool"), minutes(30), room(23), room(19), minutes(9)),
        (then(has="o", status="changeover"), minutes(1), then(lacks="o")),
        (minutes(6), then(has="y1 y2")),
        outdoors=None,
    ),
    scene(
        "a chosen mode waits for no changeover",
        (mode("heat"), room(24.3), mode("cool"), then(has="o"), seconds(5)),
        then(status="cooling"),
        outdoors=None,
    ),
    scene(
        "the changeover may be chosen to take no time",
        options("comfort", changeover_delay=timedelta()),
        (mode("heat_cool"), room(24.3), seconds(5), then(status="cooling")),
        outdoors=None,
    ),
    *(
        scene(
            f"heat/cool takes its first side at once: {inside} °C",
            (room(inside), mode("heat_cool"), minutes(1), then(action=action)),
            outdoors=None,
        )
        for inside, action in ((15, "heating"), (22, "idle"), (27, "cooling"))
    ),
    scene(
        "a room of 0 °C is cold, and not unknown",
        (mode("heat"), room(0.0), seconds(1), then(has="y1 y2", believed=0)),
        outdoors=-5,
    ),
    scene(
        "a setting applies without a restart",
        (heat(19.8), minutes(1), then(on="")),
        options("comfort", heat_differential=0.2 / 1.8),
        then(on="g y1"),
    ),
    *(
        scene(
            f"turned on again after {name} it is in {chosen}",
            (mode(chosen), turn("off"), then(chosen="off"), again, turn("on")),
            then(chosen=chosen),
        )
        for chosen in ("heat", "cool", "heat_cool", "fan_only")
        for name, again in AGAIN.items()
    ),
    *(
        scene(
            f"{name} leaves it in {chosen}",
            (mode(chosen), again, then(chosen=chosen)),
        )
        for chosen in ("heat", "cool", "heat_cool", "fan_only")
        for name, again in AGAIN.items()
    ),
)

SCENARIOS = (*STATUS, *STAGES, *SIDES)
