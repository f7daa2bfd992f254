"""What a call waits for: open windows, a defrost, a compressor that has cooled down."""

from collections.abc import Mapping
from datetime import timedelta

from tests.stage import *

NO_DELAY = options("compressor", outage_delay=timedelta())
AIRED = (window("off"), heat(18), minutes(5), then(has="y1"))
"""Heat in a room with a window that is shut."""
DEFROSTING = (heat(19.6), minutes(8), defrost("on"), then(status="defrosting"))
DEFROST_ENDS: Mapping[str, Steps] = {
    "off": turn("off"),
    "emergency heat": emergency("on"),
    "the end of the thermostat": unload(),
    "a compressor that stops": press("y1", "off"),
}
DRIES: Mapping[str, Steps] = {
    "off": (room(15), mode("off")),
    "a warm room": heat(22),
    "cooling": (outdoors(14), minutes(1), outdoors(26), minutes(11), cool(26)),
}

WINDOWS = (
    scene(
        "an open window pauses after a minute, and the call goes on when it is shut",
        (AIRED, window("on"), seconds(59), then(has="y1"), seconds(1)),
        then(lacks="y1 w2", status="window_open", chosen="heat", action="fan"),
        (window("off"), minutes(6), then(has="y1")),
    ),
    scene(
        "one that is shut in time changes nothing",
        (AIRED, forget()),
        times(20, window("on"), seconds(20), window("off"), seconds(20)),
        then(never="y1 off"),
    ),
    scene(
        "the delay can be chosen",
        (AIRED, options("sensors", window_delay=timedelta()), window("on")),
        then(lacks="y1"),
    ),
    *(
        scene(
            f"one that was {was} stays so when its sensor is {lost}",
            (AIRED, window(was), minutes(2), window(lost), minutes(30)),
            then(**{"lacks" if was == "on" else "has": "y1"}),
        )
        for was in ("on", "off")
        for lost in ("unavailable", "unknown")
    ),
    scene(
        "one that is lost while open stays so when options change",
        (AIRED, window("on"), minutes(2), window("unavailable")),
        (options("fan", circulate=timedelta(minutes=20)), minutes(30)),
        then(status="window_open"),
    ),
)

DEFROSTS = (
    *(
        scene(name, *steps, senses_defrosts=True)
        for name, *steps in (
            (
                "it is left alone, and the call goes on after it",
                (heat(19.6), minutes(8), forget(), defrost("on")),
                then(status="defrosting", action="defrosting"),
                (defrost("off"), then(moves="", on="g y1", action="heating")),
            ),
            (
                "a room that is warm enough waits for it",
                (DEFROSTING, room(21), minutes(5), then(has="y1")),
                (defrost("off"), then(lacks="y1")),
            ),
            (
                "it is believed for a quarter of an hour",
                (DEFROSTING, room(21), seconds(15 * 60 - 11)),
                (then(action="defrosting"), seconds(1), then(lacks="y1")),
                (hours(1), then(lacks="y1")),
            ),
            (
                "auxiliary heat that helped goes on",
                (heat(19), minutes(31), then(has="w2"), defrost("on"), minutes(5)),
                then(has="w2"),
            ),
        )
    ),
    *(
        scene(
            f"it ends with its signal: {says}",
            (heat(19.6), minutes(8), defrost("on"), defrost(says), minutes(2)),
            then(action="heating"),
            senses_defrosts=True,
        )
        for says in ("off", "unavailable", "unknown")
    ),
    *(
        scene(
            f"it ends with {name}",
            (DEFROSTING, end, then(lacks="y1")),
            senses_defrosts=True,
        )
        for name, end in DEFROST_ENDS.items()
    ),
    scene(
        "it ends with the room sensor",
        (heat(19.6), minutes(8), room("unavailable"), minutes(10), defrost("on")),
        (then(has="y1"), minutes(5), then(lacks="y1", status="room_sensor_lost")),
        senses_defrosts=True,
    ),
    *(
        scene(
            f"its signal means nothing: {name}",
            (dry, minutes(20), forget(), defrost("on"), minutes(5), then(moves="")),
            senses_defrosts=True,
        )
        for name, dry in DRIES.items()
    ),
)

OUTAGES = (
    *(
        scene(
            f"the backup heats while a cold compressor warms up: {wired}",
            (heat(19.5), minutes(5), cut_power(timedelta(hours=3))),
            (minutes(119), then(on=on, status="outage", never="y1 on"), minutes(5)),
            then(has="y1"),
            wired=wired,
            outdoors=2,
        )
        for wired, on in ((TWO_STAGES, "g w2"), (DUAL_FUEL, "w1"))
    ),
    *(
        scene(
            f"a compressor need not warm up that was {name}",
            (delay, heat(19), minutes(10), cut_power(timedelta(minutes=outage))),
            (minutes(6), then(has="y1")),
            outdoors=outdoor,
        )
        for name, delay, outage, outdoor in (
            ("not to", NO_DELAY, 300, 2),
            ("not out for long", (), 50, 2),
            ("not cold", (), 300, 12),
            ("no more than mild", (), 60, 5),
        )
    ),
    scene(
        "it waits for no longer than it was out",
        (heat(19), minutes(5), cut_power(timedelta(minutes=70)), minutes(69)),
        (then(status="outage", lacks="y1"), minutes(2), then(has="y1")),
        outdoors=2,
    ),
    scene(
        "where nothing else heats nobody waits",
        (heat(19), minutes(5), cut_power(timedelta(hours=2)), minutes(6)),
        then(has="y1"),
        wired=NO_BACKUP,
        outdoors=2,
    ),
    *(
        scene(
            f"relays that were all {says} for hours were without power",
            (heat(20), minutes(10), lose("y1 g o w2", says), hours(3)),
            (find("y1 g o w2", "off"), mend("y1 g o w2"), room(19), minutes(30)),
            (then(status="outage", on="g w2"), hours(2), then(has="y1")),
            wired=ONE_STAGE,
            outdoors=-10,
        )
        for says in ("unavailable", "unknown")
    ),
    scene(
        "where nobody knows how cold it is it warms up",
        (heat(19), minutes(5), cut_power(timedelta(hours=1)), minutes(5)),
        then(status="outage", lacks="y1"),
        outdoors=None,
    ),
    scene(
        "a second restart does not end the wait",
        (heat(19), cut_power(timedelta(hours=2)), minutes(30)),
        (cut_power(timedelta(minutes=1)), minutes(80)),
        (then(status="outage", lacks="y1"), minutes(15), then(has="y1")),
        outdoors=2,
    ),
    scene(
        "a call between the differentials goes on after an outage",
        (heat(19), minutes(6), room(20.1), cut_power(timedelta(minutes=20))),
        (minutes(6), then(has="y1")),
    ),
    *(
        scene(
            f"a clock that is set by {by} stops nothing, and delays nothing",
            (heat(18), minutes(2), forget(), set_clock(by), minutes(5)),
            (then(has="y1", believed=18), forget(), turn("off")),
            (set_clock(by), silence(minutes=2), then(on="", never="y1 on")),
        )
        for by in (timedelta(hours=1), timedelta(hours=-1))
    ),
)

SCENARIOS = (*WINDOWS, *DEFROSTS, *OUTAGES)
