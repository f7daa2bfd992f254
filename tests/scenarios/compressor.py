"""What protects the compressor: rest, a minimum run, and few starts."""

from collections.abc import Mapping
from datetime import timedelta

from tests.stage import *

REST = 301
"""The minimum off time, and the moment that is added to it."""

RUNNING = (heat(19.5), minutes(1))
STOPPED = (RUNNING, turn("off"), turn("on"))
CYCLE = (room(19.5), seconds(301), room(21), seconds(302))
"""A run of five minutes, and a rest that is about as long."""

FORGETFUL: Mapping[str, Steps] = {
    "a reload": reload(),
    "a power cut": cut_power(timedelta(seconds=30)),
    "lost storage": (lose_storage(), mode("heat")),
    "a lost relay": (lose("y1"), minutes(10), find("y1", "off")),
}
HURRIES: Mapping[str, Steps] = {
    "off": turn("off"),
    "emergency heat": emergency("on"),
    "off, which emergency heat leaves alone": (turn("off"), emergency("off")),
    "the end of the thermostat": unload(),
}

REST_SCENES = (
    scene(
        "it rests for its minimum",
        (STOPPED, minutes(2)),
        then(status="minimum_off", action="idle", due_in=REST - 120),
        (minutes(6), apart("y1 off", "y1 on", REST)),
    ),
    *(
        scene(
            f"an outage of {gap} s does not shorten the rest",
            (STOPPED, cut_power(timedelta(seconds=gap))),
            then(status="minimum_off", due_in=REST - gap),
            (seconds(REST - gap - 1), then(lacks="y1")),
            (seconds(1), then(has="y1")),
        )
        for gap in (10, 100, 250)
    ),
    scene(
        "nor does a reload: the stop that belongs to it counts",
        (heat(18), minutes(6), reload(), minutes(10)),
        (apart("y1 off", "y1 on", REST), then(has="g y1 y2")),
    ),
    *(
        scene(
            f"the rest is not forgotten by {name}",
            (heat(18), minutes(6), stops, forget(), room(18)),
            (seconds(REST - 40), then(never="y1 on")),
            # What nobody remembers may have been many starts.
            (minutes(60 if name == "lost storage" else 1), then(has="y1")),
            outdoors=8,  # Where no crankcase may have cooled down.
        )
        for name, stops in FORGETFUL.items()
    ),
    scene(
        "one that stopped unseen rests from when it was found off",
        (RUNNING, cut_power(timedelta(minutes=30))),
        then(status="minimum_off", due_in=REST),
    ),
    scene(
        "one that ran through a restart goes on",
        (heat(18), minutes(6), cut_power(timedelta(minutes=30), on="g y1 y2")),
        (minutes(1), then(moves="", has="g y1 y2")),
    ),
    scene(
        "a long rest before a restart is rest enough",
        (heat(22), hours(1), cut_power(timedelta(minutes=1)), room(18)),
        then(has="y1"),
    ),
    scene(
        "an unknown past may have ended just now",
        heat(19.5),
        then(status="minimum_off", action="idle", on="", due_in=REST),
        (seconds(REST), then(has="y1")),
        is_new=True,
    ),
    scene(
        "a lost relay may have run until it was found",
        (lose("y1"), heat(19.5), hours(1), then(status="relay_lost")),
        (find("y1"), then(status="minimum_off", due_in=REST)),
        wired=NO_BACKUP,
    ),
    scene(
        "one that ran when it was lost may have run until it was found",
        (heat(18), minutes(6), lose("y1"), minutes(20)),
        (find("y1", "off"), then(status="minimum_off")),
        (seconds(REST - 1), then(lacks="y1"), seconds(1), then(has="y1")),
    ),
    scene(
        "the second stage must rest as well",
        (heat(19.3), minutes(6), lose("y2"), room(21), minutes(9)),
        (find("y2", "off"), room(19.5), seconds(REST - 1), then(lacks="y1")),
        (seconds(1), then(has="y1")),
    ),
    *(
        scene(
            f"it rests neither longer nor less when the clock is set by {by}",
            (heat(18), minutes(6), turn("off"), turn("on"), minutes(2)),
            (set_clock(by), seconds(REST - 121), then(lacks="y1")),
            (seconds(2), then(has="y1")),
        )
        for by in (
            timedelta(hours=1),
            timedelta(hours=-1),
            timedelta(days=-3),
            timedelta(minutes=4),
            timedelta(minutes=3),
            timedelta(minutes=-3),
        )
    ),
)

RUN_SCENES = (
    scene(
        "an ordinary stop waits for the minimum run",
        (heat(19), minutes(1), room(22)),
        then(has="y1", status="minimum_on", action="heating", due_in=240),
        (minutes(6), apart("y1 on", "y1 off", 300)),
    ),
    *(
        scene(
            f"an ordinary stop is {name}",
            (RUNNING, end, minutes(6), apart("y1 on", "y1 off", 300)),
        )
        for name, end in {
            "a warm room": room(21),
            "another mode": mode("cool"),
            "fan only": mode("fan_only"),
            "a window": window("on"),
        }.items()
    ),
    *(
        scene(
            f"a stop at once is {name}",
            (RUNNING, end, apart("y1 on", "y1 off", 60), then(lacks="y1 y2")),
        )
        for name, end in HURRIES.items()
    ),
    *(
        scene(
            f"after {name} within the minimum run the rest counts",
            (heat(18), minutes(1), stop, preset("none"), turn("on"), minutes(8)),
            apart("y1 off", "y1 on", REST),
        )
        for name, stop in {
            "off": turn("off"),
            "emergency heat": emergency("on"),
        }.items()
    ),
    *(
        scene(
            f"a lost room sensor stops it at once in {end}",
            (room(19.5), room("unavailable"), minutes(13), mode("heat"), minutes(1)),
            (then(has="y1"), mode(end), minutes(2)),
            apart("y1 on", "y1 off", 120),
        )
        for end in ("heat", "fan_only")
    ),
    scene(
        "a relay that comes and goes does not make the run endless",
        (heat(18), minutes(1)),
        times(10, lose("y1"), seconds(20), find("y1", "on"), seconds(20)),
        (room(22), minutes(6), then(lacks="y1")),
    ),
    scene(
        "a defrost may come before the minimum run",
        (RUNNING, defrost("on"), then(status="defrosting", has="y1")),
        senses_defrosts=True,
    ),
    scene(
        "a start by hand is a run with all its rules",
        (heat(21), press("y1", "on")),
        then(on="g y1", status="minimum_on", action="heating"),
        (minutes(5), apart("y1 on", "y1 off", 300)),
        (minutes(1), room(19.5), minutes(6), apart("y1 off", "y1 on", REST)),
    ),
    *(
        scene(
            f"a start by hand beside {name} ends at once",
            options("compressor", minimum_outdoor=0),
            (heat(19.5), minutes(20), forget(), press("y1", "on")),
            then(first="y1 on, y1 off"),
            wired=wired,
            outdoors=-6,
        )
        for name, wired in (("a furnace", DUAL_FUEL), ("E", E_ALONE))
    ),
    scene(
        "in off a start by hand ends at once, and counts as a run",
        (press("y1", "on"), then(lacks="y1")),
        (heat(18), minutes(10), apart("y1 off", "y1 on", REST)),
    ),
    scene(
        "a stop that is on its way is not called back",
        (RUNNING, minutes(5), slow("y1 y2 g", 4), room(21), seconds(1)),
        (room(19.3), minutes(6), apart("y1 off", "y1 on", REST + 4 + 4)),
        wired="y1 y2 g o",
    ),
    scene(
        "a start that is called back counts as a run",
        (slow("y1", 4), heat(19.5), turn("off"), seconds(1), turn("on"), minutes(7)),
        then(first="g on, y1 on, y1 off"),
        apart("y1 off", "y1 on", at_least=REST),
        wired=NO_BACKUP,
    ),
    scene(
        "no second stage joins a start that was called back",
        (slow("y1", 4), heat(16), turn("off"), seconds(1), turn("on"), minutes(4)),
        then(first="g on, y1 on, y1 off", never="y2 on"),
        wired="y1 y2 g o",
    ),
)

START_SCENES = (
    scene(
        "the fifth start within an hour waits for the hour",
        (mode("heat"), times(4, CYCLE), room(19.5)),
        then(status="starts_per_hour", starts=4, due_in=3600 - 4 * 603),
        (minutes(30), then(starts=5)),
        wired=NO_BACKUP,
    ),
    scene(
        "starts are not spaced",
        (mode("heat"), times(2, CYCLE), then(starts=2)),
        wired=NO_BACKUP,
    ),
    scene(
        "starts are remembered over a restart",
        (mode("heat"), times(4, CYCLE), cut_power(timedelta(minutes=5)), room(19.5)),
        then(status="starts_per_hour", due_in=3600 - 4 * 603 - 300),
        wired=NO_BACKUP,
    ),
    scene(
        "emergency heat never starts it",
        (emergency("on"), room(17), hours(5), then(never="y1 on", has="e")),
    ),
    *(
        scene(
            f"{name} never cuts a rest short, keep-alive {often} min",
            options("relays", keep_alive=timedelta(minutes=often)),
            options("sensors", window_delay=timedelta()),
            (window("off"), heat(18), minutes(1)),
            times(25, away, seconds(20), back, seconds(20)),
            then(rested=REST, starts_at_most=4),
        )
        for often in (0, 1)
        for name, (away, back) in {
            "a setpoint that wiggles": (setpoint(10), setpoint(25)),
            "a mode that wiggles": (mode("fan_only"), mode("heat")),
            "a preset that wiggles": (preset("away"), preset("home")),
            "a window that wiggles": (window("on"), window("off")),
            "a sensor that wiggles": (room(22), room(18)),
            "a switch that wiggles": (emergency("on"), emergency("off")),
        }.items()
    ),
    scene(
        "a setpoint that is wiggled within the minimum run starts it once",
        heat(19),
        times(10, setpoint(15), seconds(10), setpoint(22), seconds(10)),
        then(starts=1, never="y1 off"),
    ),
    scene(
        "off and on again and again starts it once a rest",
        (heat(19), times(25, turn("off"), seconds(10), turn("on"), seconds(10))),
        then(starts=2),
    ),
)

SCENARIOS = (*REST_SCENES, *RUN_SCENES, *START_SCENES)
