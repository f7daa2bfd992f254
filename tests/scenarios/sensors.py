"""How long sensors are believed, and what becomes of a house without them."""

from tests.stage import *

LOST = "unavailable"
NOT_BLINDLY = options("freeze_guard", heats_blindly=False)
UNUSABLE = ("unavailable", "unknown", "nan", "inf", "-inf", "warm", "", "-41", "61")
ALL_CHOICES = [
    (mode(chosen), setpoint(28), preset("away"), preset("none"), silence(minutes=6))
    for chosen in ("off", "heat", "cool", "heat_cool")
]
"""Whatever the household may try."""
NOTHING_STARTS = (
    forget(),
    ALL_CHOICES,
    then(never="y1 on, y2 on, w2 on, e on", lacks="y1 y2 w2 e"),
    then(status="room_sensor_lost"),
)

ROOM = (
    *(
        scene(
            f"a sensor that says '{says}' stops the call after a quarter of an hour",
            (NOT_BLINDLY, heat(18), room(says)),
            (minutes(14), then(has="y1", believed=18)),
            (minutes(2), then(lacks="y1 y2 w2 e", believed=None)),
            (then(status="room_sensor_lost", problem=True), NOTHING_STARTS),
        )
        for says in UNUSABLE
    ),
    *(
        scene(
            f"while idle a sensor that says '{says}' lets nothing start",
            (NOT_BLINDLY, heat(21), room(says), minutes(16), NOTHING_STARTS),
        )
        for says in UNUSABLE
    ),
    *(
        scene(
            f"from the start a sensor that says '{says}' lets nothing start",
            (NOT_BLINDLY, mode("heat"), room(says)),
            (lose_storage(), mode("heat"), hours(1)),
            (then(moves="", believed=None, problem=True), NOTHING_STARTS),
        )
        for says in UNUSABLE
    ),
    scene(
        "one that stands still lets nothing start after an hour",
        (NOT_BLINDLY, heat(18), minutes(6), silence(minutes=61), NOTHING_STARTS),
    ),
    scene(
        "the call resumes when it returns",
        (heat(18), room(LOST), minutes(30), forget(), room(18)),
        then(on="g y1 y2", issues="", problem=False),
    ),
    scene(
        "a short absence changes nothing",
        (heat(19.5), room(LOST), minutes(9), then(has="y1"), room(19.5)),
        (room(LOST), minutes(9), then(has="y1", problem=False)),
        (minutes(2), then(has="y1", problem=True), room(20), then(problem=False)),
    ),
    scene(
        "one that reports only changes is believed for two hours",
        (heat(18.5), room(18), silence(minutes=119), then(believed=18)),
        (silence(minutes=2), then(lacks="y1", believed=None)),
        (then(status="room_sensor_lost", problem=True), silence(minutes=9), room(18)),
        then(has="g y1", problem=False),
        outdoors=None,
    ),
    scene(
        "one that repeats its value is believed for one hour",
        (heat(18), minutes(10), silence(minutes=54), then(has="y1")),
        (silence(minutes=2), then(lacks="y1")),
    ),
    scene(
        "a repeated value keeps it alive",
        (heat(18), hours(6), then(status="auxiliary_heat")),
        outdoors=None,
    ),
    scene(
        "backup ends with it",
        (room(17), emergency("on"), room(LOST), minutes(14), then(has="w2 e")),
        (minutes(2), then(lacks="w2 e")),
    ),
    *(
        scene(
            f"its loss is an issue {when}",
            (heat(18), mode(chosen), room(LOST), minutes(9), then(problem=False)),
            (minutes(1), then(problem=True), minutes(told - 11), then(issues="")),
            (minutes(1), then(issues="room_sensor_lost")),
            (room(18), then(issues="", problem=False)),
            outdoors=outdoor,
        )
        for when, chosen, outdoor, told in (
            ("within a quarter of an hour where a house may freeze", "off", 4.9, 14),
            ("as soon as heat is withheld for it", "heat", 5, 15),
            ("within the hour where nothing is to heat", "off", 5, 55),
            ("within the hour in weather in which nobody heats", "heat", 16, 55),
        )
    ),
    scene(
        "one that comes and goes is never worth one",
        times(4, room(LOST), hours(2), room(20), minutes(1), then(issues="")),
    ),
    scene(
        "a room that goes far goes step by step, and is believed",
        (mode("heat"), minutes(1), room(12), then(believed=12, has="y1")),
    ),
    scene(
        "another one serves while it is lost",
        (fallback(19), heat(20), room(LOST), then(believed=20), minutes(16)),
        (then(believed=19, has="y1", problem=True, never="y1 off"), room(21)),
        (then(believed=21, problem=False), minutes(6), room(LOST), fallback(LOST)),
        (minutes(16), then(status="room_sensor_lost", lacks="y1", believed=None)),
    ),
    scene(
        "it is worth an issue though another one serves",
        (fallback(19), heat(19), room(LOST), minutes(13), then(issues="")),
        (minutes(3), then(issues="room_sensor_lost", believed=19)),
        (then(status="heating_stage_2"), room(19), then(issues="", problem=False)),
    ),
    scene(
        "another one that is lost is worth an issue, and the room is heated",
        (fallback(LOST), heat(19), minutes(9), then(problem=False)),
        (minutes(6), then(problem=True, issues="other_room_sensor_lost")),
        (then(believed=19, has="y1", never="y1 off"), fallback(19)),
        then(problem=False, issues="", has="y1"),
    ),
    scene(
        "without a room temperature the fan may run",
        (room(LOST), minutes(16), mode("fan_only"), then(on="g")),
    ),
)

OUTDOORS = (
    scene(
        "a limit of the compressor outlasts its sensor by two days",
        options("compressor", minimum_outdoor=-8),
        (outdoors(LOST), hours(3), minutes(15), heat(18), then(lacks="y1")),
        (hours(47), then(lacks="y1"), hours(1), then(has="y1")),
        outdoors=-10,
    ),
    scene(
        "an outdoor sensor that is lost is a problem only after hours",
        (outdoors(LOST), minutes(30), then(problem=False)),
    ),
    scene(
        "without an outdoor sensor a machine cools as well",
        (cool(26), seconds(10), then(has="y1")),
        outdoors=None,
    ),
    *(
        scene(
            f"cooling is locked out below 55 °F: {name}",
            options("compressor", **limit),
            (cool(27), minutes(30), then(**seen)),
            outdoors=54 / 1.8 - 32 / 1.8,
        )
        for name, limit, seen in (
            ("yes", {}, {"on": "", "status": "cooling_locked_out"}),
            (
                "unless that is dropped",
                {"cooling_minimum_outdoor": None},
                {"has": "y1"},
            ),
        )
    ),
    scene(
        "cooling is allowed again a kelvin above",
        (cool(27), minutes(12), then(on=""), outdoors(57 / 1.8 - 32 / 1.8)),
        (minutes(15), then(has="y1")),
        outdoors=54 / 1.8 - 32 / 1.8,
    ),
    *(
        scene(
            f"a compressor locked out by cold is replaced: {wired}",
            options("compressor", minimum_outdoor=-8),
            (outdoors(-8.2), minutes(12), heat(19), then(action="heating")),
            (minutes(35), then(on=on, status="compressor_locked_out")),
            (then(never="y1 on"), outdoors(-6.4), minutes(45), then(has="y1")),
            wired=wired,
        )
        for wired, on in ((TWO_STAGES, "g w2"), (E_ALONE, "g e"))
    ),
    scene(
        "a lockout of a running compressor waits for its minimum run",
        options("compressor", minimum_outdoor=-10),
        (outdoors(-13), minutes(4), heat(19.5), minutes(8)),
        apart("y1 on", "y1 off", 300),
        outdoors=-9,
    ),
    scene(
        "a short spell of cold locks nothing out",
        options("compressor", minimum_outdoor=-10),
        (heat(19.5), minutes(6), outdoors(-13), minutes(3), outdoors(-9)),
        (minutes(12), then(has="y1", never="y1 off")),
        outdoors=-9,
    ),
)

SCENARIOS = (*ROOM, *OUTDOORS)
