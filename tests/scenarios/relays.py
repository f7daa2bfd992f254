"""In which order relays move, and what becomes of it when one of them fails."""

from datetime import timedelta

from tests.stage import *

REST = 301
SETTLING = 5
"""How long the valve stands before the compressor starts."""
RUN_ON = 60
"""How long the fan goes on after a call."""
TEMPERS = ("silent", "raising", "lying", "hanging")

WITH_AUX = (heat(19), minutes(31), then(on="g y1 y2 w2"), forget())
IN_EMERGENCY = (heat(19), emergency("on"), minutes(6), then(on="g w2 e"), forget())

ORDER = (
    *(
        scene(
            f"a call for heat: {name}",
            (heat(18), seconds(SETTLING), then(moves=moves)),
            wired=WIRINGS[name],
            outdoors=8,
        )
        for name, moves in {
            "two stages": "g on, y1 on, y2 on",
            "one stage": "g on, y1 on",
            "B valve": "b on, g on, y1 on",
            "O and B": "g on, y1 on",  # B stands already.
            "E alone": "g on, y1 on",
            "dual fuel": "g on, y1 on",
            "no backup": "g on, y1 on",
            "heat only": "y1 on",
            "just a compressor": "y1 on",
        }.items()
    ),
    *(
        scene(
            f"a call for cold: {name}",
            (cool(26), seconds(SETTLING), then(moves=moves)),
            wired=WIRINGS[name],
            outdoors=30,
        )
        for name, moves in {
            "two stages": "o on, g on, y1 on, y2 on",
            "B valve": "g on, y1 on",
        }.items()
    ),
    scene(
        "a call for cold: O and B",
        (cool(26), seconds(SETTLING), then(first="b off", last="y1 on", on="g o y1")),
        apart("o on", "y1 on", SETTLING),
        wired=BOTH_VALVES,
        outdoors=30,
    ),
    scene(
        "each relay of a call waits for the confirmation before",
        (slow("y1 y2 g", 3), heat(19), minutes(1)),
        (apart("g on", "y1 on", 3), apart("y1 on", "y2 on", 3)),
    ),
    scene(
        "auxiliary heat goes first, the fan last",
        (WITH_AUX, room(22), minutes(2)),
        then(moves="w2 off, y2 off, y1 off, g off"),
        apart("y1 off", "g off", RUN_ON),
    ),
    scene(
        "slow relays end a call one by one",
        (WITH_AUX, slow("y1 y2 g w2", 3), room(21), minutes(2)),
        then(moves="w2 off, y2 off, y1 off, g off"),
    ),
    scene(
        "slow relays let the compressor go before emergency heat",
        (WITH_AUX, slow("y1 y2 g w2 e", 3), emergency("on"), minutes(2)),
        then(moves="y2 off, y1 off, e on"),
    ),
    scene(
        "slow relays let emergency heat go before the compressor",
        (IN_EMERGENCY, slow("y1 y2 g w2 e", 3), emergency("off"), minutes(2)),
        (apart("e off", "y1 on", at_least=3), apart("w2 off", "y1 on", at_least=3)),
        apart("y1 on", "y2 on", 3),
    ),
    scene(
        "slow relays let emergency heat go before the fan",
        (IN_EMERGENCY, slow("g w2 e", 3), turn("off"), minutes(2), then(on="")),
        (apart("e off", "g off", at_least=3), apart("w2 off", "g off", at_least=3)),
    ),
    scene(
        "emergency heat replaces a running compressor",
        (heat(18), minutes(1), forget(), emergency("on")),
        then(moves="y2 off, y1 off, e on, w2 on"),
    ),
    scene(
        "emergency heat keeps the auxiliary heat that runs",
        (WITH_AUX, emergency("on"), then(moves="y2 off, y1 off, e on")),
    ),
    scene(
        "a furnace never burns beside the compressor",
        (heat(18), minutes(6), forget(), emergency("on"), minutes(3)),
        (emergency("off"), minutes(10)),
        then(moves="y1 off, g off, w1 on, w1 off, g on, y1 on"),
        apart("y1 off", "y1 on", at_least=REST),
        apart("w1 off", "y1 on", at_least=180),
        wired=DUAL_FUEL,
    ),
    *(
        scene(
            f"never on together: {together}, {name}, relays take {late} s",
            (slow(WIRINGS[name], late), outdoors(10), minutes(10), heat(18)),
            (minutes(12), emergency("on"), minutes(4), outdoors(20), minutes(10)),
            (cool(28), minutes(1), emergency("off"), minutes(15), outdoors(5)),
            (minutes(10), room(15.5), mode("heat_cool"), minutes(30), turn("off")),
            (minutes(2), then(each=together, never_together=together)),
            wired=WIRINGS[name],
        )
        for late in (0, 3, 8)
        for name, together in (
            ("two stages", "y1 e"),
            ("two stages", "o w2"),
            ("E alone", "y1 e"),
            ("dual fuel", "y1 w1"),
            ("O and B", "o b"),
        )
    ),
    *(
        scene(
            f"{by} is never on without {needed}, where relays take {late} s",
            (slow(TWO_STAGES, late), heat(18), minutes(12), room(22), minutes(12)),
            (room(17), minutes(12), emergency("on"), minutes(4), turn("off")),
            (minutes(4), then(each=by, never_alone=(by, needed), on="")),
        )
        for late in (0, 3, 8)
        for needed, by in (("y1", "y2"), ("g", "y1"), ("g", "w2"), ("g", "e"))
    ),
    *(
        scene(
            f"at its end all but the valve is let go of in order: {name}, {chosen}",
            (room(inside), mode(chosen), minutes(29), forget(), unload()),
            (seconds(20), then(moves=moves)),
            wired=WIRINGS[name],
            outdoors=outside,
        )
        for name, chosen, inside, outside, moves in (
            ("two stages", "heat", 18, 0, "w2 off, y2 off, y1 off, g off"),
            ("two stages", "cool", 26, 30, "y2 off, y1 off, g off"),
            ("B valve", "heat", 18, 0, "w2 off, y1 off, g off"),
            ("dual fuel", "heat", 18, 0, "y1 off, g off"),
            ("two stages", "fan_only", 18, 0, "g off"),
            ("two stages", "off", 18, 0, ""),
        )
    ),
    *(
        scene(
            f"what is due after {run} min dies with {name}",
            (heat(18), minutes(run), end, minutes(10), forget(), hours(3)),
            then(moves=""),
        )
        for run in (0, 5, 12)
        for name, end in {
            "off": turn("off"),
            "another mode": mode("cool"),
            "the thermostat": unload(),
        }.items()
    ),
)
"""Relays that obey."""

FAILURES = (
    *(
        scene(
            f"a {temper} {bad} leaves the others to go on",
            (spoil(bad, temper), heat(18), minutes(31)),
            then(on=" ".join(sorted({"g", "y1", "y2", "w2"} - {bad}))),
        )
        for temper in TEMPERS
        for bad in ("y2", "w2")
    ),
    *(
        scene(
            f"without its fan nothing starts: {temper}",
            (spoil("g", temper), heat(18), minutes(30)),
            then(moves="", status="relay_lost"),
        )
        for temper in TEMPERS
    ),
    *(
        scene(
            f"a compressor that does not stop keeps backup heat off: {temper}",
            (heat(18), spoil("y1", temper), emergency("on"), minutes(10)),
            then(on="g y1"),
        )
        for temper in TEMPERS
    ),
    *(
        scene(
            f"a relay that does not let go is told again, and is an issue: {temper}",
            (heat(18), minutes(6), spoil("y1", temper), turn("off"), minutes(5)),
            then(on="g y1", issues="relay_stuck", problem=True),
            (mend("y1"), minutes(3), then(on="", issues="", problem=False)),
        )
        for temper in TEMPERS
    ),
    *(
        scene(
            f"a relay that does not close is told again, and is an issue: {temper}",
            (spoil("y1", temper), heat(18), minutes(5)),
            then(status="relay_lost", issues="relay_lost"),
            (mend("y1"), minutes(12), then(has="g y1 y2", issues="")),
        )
        for temper in ("silent", "raising", "hanging")
    ),
    *(
        scene(
            f"a fan that stops and does not come back stops all: {temper}",
            (WITH_AUX, spoil("g", temper), press("g", "off"), minutes(1), then(on="")),
            (minutes(9), then(issues="relay_lost")),
        )
        for temper in ("silent", "raising", "hanging")
    ),
    scene(
        "a release waits five seconds for the one before",
        (WITH_AUX, spoil("w2 y2"), room(21), seconds(9), then(has="y1")),
        (seconds(1), then(lacks="y1")),
    ),
    scene(
        "the fan stays for what does not let go",
        (WITH_AUX, spoil("w2"), turn("off"), hours(1), then(on="g w2")),
    ),
    scene(
        "heat that nobody called for gets its fan",
        (spoil("w2"), press("w2", "on"), minutes(1), then(on="g w2")),
    ),
    scene(
        "emergency heat waits for a start on its way",
        (slow("y1", 8), heat(19.5), seconds(1), emergency("on"), minutes(1)),
        then(moves="g on, y1 on, y1 off, e on"),
        wired=E_ALONE,
    ),
    scene(
        "a compressor started by hand and stuck ends emergency heat",
        (IN_EMERGENCY, spoil("y1"), press("y1", "on"), minutes(5)),
        (apart("y1 on", "e off", 5), then(status="relay_lost")),
    ),
    scene(
        "a compressor started by hand and stuck ends the furnace",
        (heat(19.5), minutes(6), then(has="w1"), spoil("y1"), press("y1", "on")),
        (minutes(5), apart("y1 on", "w1 off", 5)),
        wired=DUAL_FUEL,
        outdoors=-6,
    ),
    scene(
        "backup switched on by hand and stuck ends cooling",
        (cool(24.5), minutes(1), spoil("w2"), press("w2", "on"), minutes(1)),
        (apart("w2 on", "y1 off", 5), minutes(20), then(on="g o w2")),
        outdoors=None,
    ),
    scene(
        "backup that stays on does not keep the heat pump from heating",
        (mode("heat"), spoil("w2"), press("w2", "on"), room(19.4), minutes(6)),
        then(has="y1 w2"),
    ),
    scene(
        "both valves never meet on the way",
        (slow(BOTH_VALVES, 8), heat(19.5), seconds(1), cool(24.5), minutes(9)),
        then(on="g o y1", status="cooling", never_together="o b"),
        wired=BOTH_VALVES,
        outdoors=None,
    ),
)
"""Relays that do not do as they are told, or late."""

LOSSES = (
    *(
        scene(
            f"off is carried out when a lost {lost} returns",
            (heat(18), minutes(31), then(has=lost), lose(lost), turn("off")),
            (minutes(20), then(chosen="off"), find(lost, "on"), then(lacks="y1 y2 w2")),
            (seconds(RUN_ON), then(on="")),
        )
        for lost in ("y1", "y2", "w2", "g")
    ),
    scene(
        "an order to an absent relay is carried out on its return",
        (lose("w2"), heat(18), minutes(31), find("w2", "off"), minutes(4)),
        (then(has="w2"), lose("w2"), turn("off"), minutes(1)),
        (find("w2", "on"), then(lacks="w2")),
    ),
    *(
        scene(
            f"a lost {lost} is an issue {when}",
            (heat(18), lose(lost), seconds(29), then(problem=False)),
            (seconds(1), then(problem=True), seconds(after - 31), then(issues="")),
            (seconds(1), then(issues="relay_lost", problem=True)),
            (find(lost, "off"), minutes(1), then(issues="", problem=False)),
        )
        for lost, after, when in (
            ("y1", 120, "once backup heats in its place"),
            ("w2", 150, "after two minutes and a half"),
            ("o", 150, "after two minutes and a half"),
        )
    ),
    scene(
        "a lost g is an issue once the compressor stands still for it",
        (heat(18), lose("g"), seconds(29), then(has="y1", issues="", problem=False)),
        (seconds(1), then(lacks="y1", issues="relay_lost", problem=True)),
        (find("g", "off"), minutes(1), then(issues="", problem=False)),
    ),
    *(
        scene(
            f"a {what} is the status for as long as it keeps {call} waiting",
            (given, lose(lost), seconds(30), then(status="relay_lost")),
            times(20, (seconds(15), then(status="relay_lost"))),
            (find(lost, "off"), seconds(1), then(problem=False)),
        )
        for what, call, lost, given in (
            ("lost compressor", "backup that rests", "y1", WITH_AUX),
            ("lost fan", "a compressor that rests", "g", (heat(18), minutes(6))),
        )
    ),
    *(
        scene(
            f"a dead {dead} is the status while it is called: {name}",
            (given, spoil(dead), heat(19.5), seconds(31), then(status="relay_lost")),
            times(40, (seconds(30), then(status="relay_lost", issues="relay_lost"))),
            (mend(dead), minutes(16), then(has=dead, problem=False)),
            wired=WIRINGS[name],
        )
        for dead, name, given in (
            ("y1", "two stages", ()),
            ("y1", "no backup", ()),
            ("y1", "dual fuel", ()),
            ("w2", "two stages", emergency("on")),
            ("e", "E alone", emergency("on")),
            ("w1", "dual fuel", emergency("on")),
        )
    ),
    scene(
        "backup heats in the place of a compressor relay that does not close",
        (spoil("y1"), heat(19.5), seconds(149), then(lacks="w2"), minutes(1)),
        (then(has="w2", problem=True), minutes(12), apart("w2 on", "w2 off", 570)),
        (mend("y1"), minutes(10), then(has="y1", problem=False)),
    ),
    scene(
        "what a call does not take is not its status",
        (heat(18), minutes(6), turn("off"), lose("w2"), minutes(1), turn("on")),
        (seconds(30), then(status="minimum_off", problem=True)),
    ),
    scene(
        "one that says nothing for half a minute is lost",
        (lose("y1"), seconds(29), then(problem=False), seconds(1), then(problem=True)),
    ),
    scene(
        "one that does not obey for half a minute is lost",
        (spoil("y1"), heat(19.5), seconds(29), then(status="heating")),
        (seconds(1), then(status="relay_lost", problem=True)),
        wired=NO_BACKUP,
    ),
    scene(
        "one that is back within two minutes is no issue",
        (heat(18), lose("y1"), minutes(2), find("y1", "on"), minutes(10)),
        then(issues=""),
    ),
    scene(
        "a compressor relay that blinks goes on",
        (heat(19.5), minutes(6), forget(), lose("y1"), seconds(3), find("y1")),
        (minutes(6), then(moves="")),
        wired=NO_BACKUP,
    ),
    scene(
        "a relay that speaks again is told at once",
        (heat(19.5), minutes(6), lose("y1"), turn("off"), minutes(9)),
        (find("y1"), then(lacks="y1")),
        wired=NO_BACKUP,
    ),
    scene(
        "a lost fan stops everything within a minute",
        (WITH_AUX, lose("g"), seconds(29), then(has="y1 w2"), seconds(1)),
        (then(on="g"), minutes(30), then(on="g", issues="relay_lost")),
    ),
    scene(
        "a lost fan stops electric heat",
        (IN_EMERGENCY, lose("g"), seconds(29), then(has="e w2"), seconds(1)),
        then(on="g"),
    ),
    scene(
        "a fan that returns in time is forgiven",
        (WITH_AUX, lose("g"), seconds(29), find("g"), minutes(2), then(moves="")),
    ),
    *(
        scene(
            f"{name} that was on when it was lost",
            (IN_EMERGENCY, lose(lost), emergency("off"), minutes(6), then(lacks=off)),
            (find(lost, "off"), minutes(1), then(has="g y1")),
        )
        for name, lost, off in (
            ("W2 may help it", "w2", "e"),
            ("E excludes it", "e", "y1 w2"),
        )
    ),
    scene(
        "backup that was off when it was lost prevents nothing",
        (lose("w2 e"), heat(19.5), then(on="g y1")),
    ),
    scene(
        "backup that was told to close before it was lost prevents a start",
        (mode("heat"), slow("e", 3), emergency("on"), room(19.5), lose("e")),
        (emergency("off"), minutes(10), then(has="e", lacks="y1")),
        (find("e"), minutes(1), then(has="g y1")),
    ),
    scene(
        "nor by one that the room asks for",
        (IN_EMERGENCY, lose("e"), emergency("off"), minutes(30)),
        then(lacks="y1", status="relay_lost"),
        (find("e"), minutes(6), then(has="y1")),
    ),
    *(
        scene(
            f"emergency heat, the compressor unreachable for {after} s: {name}",
            (lose("y1"), heat(19.5), emergency("on"), seconds(after), then(on=on)),
            wired=WIRINGS[name],
        )
        for name, after, on in (
            ("two stages", 119, "g"),
            ("E alone", 119, "g"),
            ("two stages", 120, "g w2 e"),
            ("E alone", 120, "g e"),
            ("dual fuel", 3600, ""),
        )
    ),
    scene(
        "backup heats for a compressor that cannot be reached",
        (lose("y1"), heat(19), seconds(119), then(lacks="w2")),
        (seconds(1), then(has="w2"), find("y1"), minutes(6), then(has="y1")),
    ),
    scene(
        "without a backup there is only waiting",
        (lose("y1"), heat(19), minutes(5), then(status="relay_lost", lacks="y1")),
        wired=NO_BACKUP,
    ),
)
"""Relays that are not there."""

HANDS = (
    scene(
        "a fan turned off by hand is turned on again",
        (WITH_AUX, press("g", "off"), then(moves="g off, g on", has="y1 y2 w2")),
    ),
    scene(
        "what is turned on by hand in off is put right",
        (room(18), press("w2", "on"), minutes(1), press("y1", "on"), minutes(1)),
        then(lacks="y1 y2 w2 e"),
    ),
    scene(
        "a second stage without a first is released",
        (heat(19), minutes(1), forget(), press("y1", "off")),
        then(moves="y1 off, y2 off"),
    ),
    scene(
        "a second stage alone is released",
        (mode("heat"), press("y2", "on"), then(first="y2 on, y2 off")),
    ),
    scene(
        "auxiliary heat waits for its compressor",
        (WITH_AUX, press("y1", "off"), then(lacks="w2")),
    ),
    scene(
        "backup that was lost while on is not met by a compressor started by hand",
        (IN_EMERGENCY, lose("e"), emergency("off"), press("y1", "on"), minutes(1)),
        then(has="e", lacks="y1"),
    ),
    *(
        scene(
            f"what is found on is released where nothing is wanted: {on}, {wanted}",
            (room(21), mode(wanted), cut_power(timedelta(minutes=1), on=on)),
            (minutes(6), then(on="", chosen=wanted)),
        )
        for wanted in ("off", "heat")
        for on in ("w2", "w2 e", "y1", "y2", "e", "g", "g y1 w2", "y1 w2 e", "g y2")
    ),
)
"""Relays that somebody else moves."""

SCENARIOS = (*ORDER, *FAILURES, *LOSSES, *HANDS)
