"""The reversing valve moves only at rest, settles, and never while Y may run."""

from datetime import timedelta

from tests.stage import *

REST = 301
SETTLING = 5

SCENARIOS = (
    *(
        scene(
            f"it moves when the compressor has rested, and settles: {name}",
            (heat(19), minutes(6), then(has="y1"), forget(), cool(25), minutes(8)),
            (apart("y1 off", "g off", 60), apart("y1 off", f"{valve} {to}", REST)),
            apart(f"{valve} {to}", "y1 on", SETTLING),
            then(has="y1 g", never="w2 on"),
            wired=WIRINGS[name],
            outdoors=20,
        )
        for name, valve, to in (
            ("two stages", "o", "on"),
            ("one stage", "o", "on"),
            ("B valve", "b", "off"),
            ("no backup", "o", "on"),
        )
    ),
    *(
        scene(
            f"from heat to cool in one call: {name}",
            (heat(22), setpoint(25), minutes(6), then(has="y1"), forget()),
            (setpoint(19, mode="cool"), minutes(8)),
            apart("y1 off", move, at_least=REST),
            (apart(move, "y1 on", at_least=SETTLING), then(never="w2 on")),
            wired=WIRINGS[name],
            outdoors=20,
        )
        for name, move in (
            ("two stages", "o on"),
            ("B valve", "b off"),
            ("O and B", "o on"),
        )
    ),
    scene(
        "from heat to cool and all that moves",
        (heat(18), minutes(6), forget(), cool(26), minutes(6)),
        then(moves="y2 off, y1 off, g off, o on, g on, y1 on, y2 on"),
        outdoors=30,
    ),
    scene(
        "of a complementary pair one opens before the other closes",
        (heat(19.5), minutes(6), forget(), slow("o b y1 g", 2), cool(24.5)),
        (minutes(8), apart("y1 off", "b off", REST + 2)),
        (apart("b off", "o on", 2), apart("o on", "y1 on", SETTLING + 2)),
        wired=BOTH_VALVES,
        outdoors=None,
    ),
    scene(
        "type B is energised to heat",
        (heat(19.5), minutes(6), apart("b on", "y1 on", SETTLING)),
        (then(on="y1 g b"), cool(24.5), minutes(7)),
        then(on="y1 g"),
        wired=B_VALVE,
        outdoors=None,
    ),
    scene(
        "without a valve there is nothing to wait for",
        (heat(19.5), then(on="y1 g")),
        wired="y1 g w2",
    ),
    scene(
        "meanwhile it says that it switches",
        (cool(24.5), then(status="switching", due_in=SETTLING)),
        (seconds(SETTLING), then(status="cooling")),
        wired=NO_BACKUP,
        outdoors=None,
    ),
    scene(
        "at rest it stays where it was",
        (cool(24.5), minutes(6), room(23), hours(1), turn("off"), hours(1)),
        (then(on="o"), unload(), then(on="o")),
        wired=NO_BACKUP,
        outdoors=None,
    ),
    scene(
        "moved by hand at rest it is put back",
        (heat(19.5), minutes(6), room(21), minutes(10), forget(), press("o", "on")),
        then(moves="o on, o off"),
        wired=NO_BACKUP,
    ),
    scene(
        "moved by hand before the rest is over it must wait",
        (heat(19.5), minutes(6), room(21), minutes(1), press("o", "on"), minutes(6)),
        apart("y1 off", "o off", REST),
        wired=NO_BACKUP,
    ),
    scene(
        "moved by hand under a running compressor, that stops first",
        (heat(18), minutes(2), forget(), press("o", "on")),
        then(moves="o on, y2 off, y1 off"),
        (minutes(7), then(last="g on, y1 on, y2 on")),
        (apart("y1 off", "o off", REST), apart("o off", "y1 on", SETTLING)),
    ),
    scene(
        "even then the second stage goes first",
        (heat(19.3), minutes(2), forget(), slow("y1 y2 g o", 3), press("o", "on")),
        (minutes(1), apart("o on", "y2 off", 3), apart("y2 off", "y1 off", 3)),
    ),
    scene(
        "a lost valve does not stop a run but prevents a start",
        (heat(19.5), minutes(6), lose("o"), minutes(6), then(has="y1")),
        (room(21), minutes(10), room(19.5), minutes(10)),
        then(status="relay_lost", lacks="y1"),
        (find("o"), minutes(1), then(has="y1")),
        wired=NO_BACKUP,
    ),
    *(
        scene(
            f"nothing starts on a valve that is {says}: {name}, {wanted}",
            (lose(valves, says), room(at), mode(wanted), minutes(30)),
            then(lacks="y1 y2 w2 e", chosen=wanted, status="relay_lost"),
            wired=WIRINGS[name],
            outdoors=outdoor,
        )
        for wanted, at, outdoor in (("cool", 27, 30), ("heat", 18, 20))
        for says in ("unavailable", "unknown")
        for name, valves in (
            ("two stages", "o"),
            ("B valve", "b"),
            ("O and B", "o b"),
        )
    ),
    scene(
        "a cooling compressor does not start to heat with its valve lost",
        (cool(26), minutes(6), lose("o"), room(22), minutes(10), mode("heat_cool")),
        (room(15), minutes(30), then(lacks="y1 y2")),
        outdoors=30,
    ),
    scene(
        "it does not move while a stage is lost",
        (lose("y2"), cool(26), hours(1), then(never="o on")),
        (find("y2"), seconds(REST - 1), then(lacks="o"), seconds(1), then(has="o")),
        outdoors=None,
    ),
    scene(
        "a move on its way is waited for",
        (slow("o", 8), cool(24.5), seconds(3), heat(19.5), minutes(1)),
        (apart("o on", "o off", 3), apart("o off", "y1 on", SETTLING)),
        wired=NO_BACKUP,
        outdoors=None,
    ),
    scene(
        "the household may ask for a longer rest",
        options("compressor", minimum_off=timedelta(minutes=9)),
        (minutes(4), heat(19.5), minutes(6), cool(24.5), minutes(10)),
        apart("y1 off", "o on", 541),
        wired=NO_BACKUP,
        outdoors=None,
    ),
)
