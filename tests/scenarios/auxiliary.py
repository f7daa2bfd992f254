"""Auxiliary heat joins where the compressor does not lift the room; it leaves early."""

from collections.abc import Mapping
from datetime import timedelta

from tests.stage import *

from .relays import WITH_AUX

FORTY_F = 40 / 9
"""40 °F."""
ENDS: Mapping[str, Steps] = {
    "off": turn("off"),
    "fan only": mode("fan_only"),
    "a room that is warm": room(21),
    "the end of the thermostat": unload(),
}

SCENARIOS = (
    scene(
        "it joins where the room stands, and not in the first ten minutes",
        (heat(19), minutes(10), then(has="y1 y2", lacks="w2")),
        (minutes(21), then(has="w2")),
    ),
    scene(
        "it joins far from the setpoint, and goes with the call",
        (heat(17), minutes(31), then(has="w2")),
        (room(21), minutes(2), then(lacks="y1 y2 w2 e")),
        apart("w2 off", "y1 off", at_least=0),
    ),
    scene(
        "a room that warms is left to the compressor",
        options("auxiliary", strategy="economy"),
        heat(17),
        [(room(17 + tenths / 10), minutes(9)) for tenths in range(20)],
        then(never="w2 on"),
        outdoors=None,
    ),
    scene(
        "it has a minimum on time",
        options("auxiliary", minimum_on=timedelta(minutes=20)),
        (WITH_AUX, room(19.8), minutes(9), then(has="w2")),
        (minutes(15), then(lacks="w2", has="y1 y2")),
    ),
    scene(
        "its minimum on time ends with the call",
        (WITH_AUX, room(20.3), then(lacks="w2 y1")),
    ),
    scene(
        "it rejoins a room that falls again, after its minimum off time",
        (WITH_AUX, minutes(10), room(19.8), room(19), minutes(31), then(has="w2")),
        apart("w2 off", "w2 on", at_least=180),
    ),
    *(
        scene(
            f"it never outlasts {name}",
            (WITH_AUX, end, then(lacks="w2")),
        )
        for name, end in ENDS.items()
    ),
    scene(
        "the next call does not begin with it",
        (WITH_AUX, room(22), minutes(10), forget(), room(18), minutes(9)),
        then(moves="g on, y1 on, y2 on"),
    ),
    scene(
        "nor does a mild one of the same day",
        (heat(18), minutes(31), then(has="w2"), room(21), minutes(20), forget()),
        (room(19.3), minutes(9), then(has="y1", never="w2 on")),
    ),
    *(
        scene(
            f"it is locked out where it is mild: {outdoor} °C",
            (heat(17), minutes(30), then(**{which: "w2"})),
            outdoors=outdoor,
        )
        for outdoor, which in ((FORTY_F, "lacks"), (4.43, "has"), (None, "has"))
    ),
    scene(
        "it is locked out at 40 °F, and allowed again a kelvin below",
        (heat(18.5), minutes(30), then(on="g y1 y2"), outdoors(35 / 9), minutes(15)),
        (then(on="g y1 y2"), outdoors(30 / 9), minutes(15), then(on="g y1 y2 w2")),
        outdoors=FORTY_F,
    ),
    scene(
        "it leaves when it becomes warm outdoors",
        (heat(18), minutes(31), then(has="w2"), outdoors(5), minutes(15)),
        then(on="g y1 y2"),
        outdoors=35 / 9,
    ),
    scene(
        "a gust of warm air locks nothing out",
        (heat(18), minutes(31), forget()),
        [(outdoors(gust), minutes(2)) for gust in (0, 0, 0, 0, 15, 0, 0)],
        then(moves="", has="w2"),
    ),
    scene(
        "its limit survives its sensor for three hours, and locks nothing then",
        (heat(18.5), minutes(20), then(lacks="w2"), outdoors(4), minutes(20)),
        (then(lacks="w2"), outdoors("unavailable"), hours(3), minutes(30)),
        then(has="w2", problem=True),
        outdoors=5,
    ),
    scene(
        "there may be no limit at all",
        options("auxiliary", maximum_outdoor=None),
        (heat(18), minutes(31), then(has="w2")),
        outdoors=15,
    ),
    *(
        scene(
            f"a house grown cold has it at any outdoor temperature: {room_} °C",
            (heat(room_), minutes(59), then(lacks="w2"), minutes(2)),
            then(**{"has" if is_cold else "lacks": "w2"}),
            outdoors=10,
        )
        for room_, is_cold in ((16.5, True), (18.3, False))
    ),
    scene(
        "a house that grew cold has it until its call ends",
        (heat(16.5), minutes(61), then(has="w2"), room(19), minutes(6), room(18.6)),
        (minutes(21), then(has="w2"), room(20.5), minutes(10), forget()),
        (room(18.6), minutes(30), then(has="y1", never="w2 on")),
        outdoors=14,
    ),
    scene(
        "an outdoor temperature that is out of date locks nothing",
        (heat(17), then(lacks="w2"), outdoors("unavailable")),
        (hours(3), minutes(31), then(has="w2")),
        outdoors=10,
    ),
)
