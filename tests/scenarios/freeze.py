"""What keeps pipes from freezing, whatever else is wished."""

from collections.abc import Mapping
from datetime import timedelta

from tests.stage import *

REST = 301
NOT_BLINDLY = options("freeze_guard", heats_blindly=False)
FURNACE_RESTS = (
    options("dual_fuel", minimum_off=timedelta(minutes=20)),
    (fallback(20), minutes(20), heat(19), minutes(10), then(on="w1"), room(21)),
    then(on=""),
)
"""A furnace that was called has had its fill, and has a long rest of its own."""
PREVENTED: Mapping[str, Steps] = {
    "emergency heat": emergency("on"),
    "its relay lost": (lose("y1"), minutes(3)),
}

SCENARIOS = (
    *(
        scene(
            f"it heats in {chosen}, and ends as any call",
            (room(4.5), mode(chosen), minutes(1)),
            then(has="y1", lacks="o", status="freeze_guard", chosen=chosen),
            (minutes(12), room(6.9), then(status="freeze_guard"), room(7.5)),
            then(lacks="y1"),
        )
        for chosen in ("cool", "fan_only")
    ),
    *(
        scene(
            f"it heats in {chosen}, and more than it",
            (room(4.5), mode(chosen), minutes(12)),
            (then(has="y1", status="freeze_guard"), room(6.9)),
            (then(status="freeze_guard"), room(7), then(has="y1", action="heating")),
        )
        for chosen in ("heat", "heat_cool")
    ),
    *(
        scene(
            f"in {chosen} its end waits for the minimum run",
            (room(4.5), mode(chosen), minutes(1), room(7.5)),
            (then(has="y1", status="minimum_on"), minutes(5)),
            apart("y1 on", "y1 off", 300),
        )
        for chosen in ("cool", "fan_only")
    ),
    scene(
        "off is guarded only where that is chosen",
        (room(4.5), minutes(10), then(moves="")),
        (options("freeze_guard", guards_off=True), minutes(1), then(has="y1")),
    ),
    scene(
        "a second sensor is enough",
        (fallback(12), fallback(4), room(14), mode("cool"), minutes(6)),
        then(has="y1", lacks="o", status="freeze_guard"),
    ),
    scene(
        "a warm house is not heated for a sensor that is cold",
        (fallback(4), room(20), mode("cool"), minutes(6), then(on="")),
    ),
    scene(
        "a house without its sensor does not freeze",
        (fallback(12), fallback(4.5), heat(18), minutes(6)),
        (room("unavailable"), hours(3)),
        then(has="y1", status="freeze_guard"),
    ),
    scene(
        "a cooling compressor is stopped within its minimum run",
        (fallback(15.2), cool(26), minutes(1), then(has="y1 o"), fallback(14.9)),
        (seconds(5), then(lacks="y1", status="room_too_cold")),
        outdoors=20,
    ),
    scene(
        "a heat pump stands in for a furnace that must rest",
        (FURNACE_RESTS, mode("fan_only"), room(14), fallback(4), minutes(5)),
        then(has="y1", status="freeze_guard"),
        (forget(), seconds(899), then(moves="", has="y1"), minutes(2)),
        (then(has="w1"), forget(), hours(1), then(moves="")),
        wired=DUAL_FUEL,
        outdoors=-12,
    ),
    *(
        scene(
            f"a heat pump that must not run stands in for nothing: {name}",
            FURNACE_RESTS,
            (
                options("dual_fuel", minimum_off=timedelta(hours=2)),
                room(14),
                fallback(4),
            ),
            (prevented, forget(), minutes(15), then(never="y1 on")),
            wired=DUAL_FUEL,
            outdoors=-12,
        )
        for name, prevented in PREVENTED.items()
    ),
    *(
        scene(
            f"nobody waits for a cold compressor where pipes may freeze: {wired}",
            (heat(19), minutes(5), cut_power(timedelta(hours=2)), room(4)),
            (minutes(6), then(has="y1", status="freeze_guard")),
            wired=wired,
            outdoors=2,
        )
        for wired in (TWO_STAGES, NO_BACKUP)
    ),
    scene(
        "without frost a house waits for its furnace",
        (FURNACE_RESTS, room(19), minutes(15)),
        then(on="", status="backup_minimum_off"),
        wired=DUAL_FUEL,
        outdoors=-12,
    ),
    scene(
        "a furnace burns where the compressor cannot be reached",
        (room(4), mode("heat"), lose("y1"), minutes(3), then(has="w1")),
        wired=DUAL_FUEL,
        outdoors=-12,
    ),
    scene(
        "without frost it does not",
        (mode("heat"), lose("y1"), room(17), minutes(9), then(lacks="w1")),
        wired=DUAL_FUEL,
    ),
    *(
        scene(
            f"while no sensor reports it gives back what the house loses: {name}",
            (given, heat(21), room("unavailable"), minutes(16), forget(), hours(3)),
            then(starts=starts, never="w2 on", rested=REST),
            outdoors=outdoor,
        )
        for name, given, outdoor, starts in (
            ("by default", (), -3, 5),
            ("less often where it is milder", (), 6, 4),
            ("never where it is warm", (), 14, 0),
            ("never unless that is chosen", NOT_BLINDLY, -3, 0),
        )
    ),
    *(
        scene(
            f"what heats a house whose room nobody knows: {name}",
            (heat(18), given, room("unavailable"), minutes(16), forget(), hours(3)),
            then(each=on, never=never, lacks="o"),
            wired=wired,
            outdoors=-3,
        )
        for name, wired, given, on, never in (
            ("the compressor alone", ONE_STAGE, (), "g y1", "w2 on"),
            ("no backup", NO_BACKUP, (), "g y1", ""),
            ("emergency heat", ONE_STAGE, emergency("on"), "g w2", "y1 on"),
            ("emergency fuel", DUAL_FUEL, emergency("on"), "w1", "y1 on"),
            ("a lost relay", ONE_STAGE, lose("y1"), "g w2", "y1 on"),
            ("off", ONE_STAGE, turn("off"), "", "y1 on, w2 on"),
        )
    ),
    *(
        scene(
            f"where no heat is chosen it is kept from frost: {chosen}, {outdoor} °C",
            options("freeze_guard", guards_off=True),
            (mode(chosen), room("unavailable"), minutes(16), forget(), hours(3)),
            then(starts=starts, lacks="o"),
            outdoors=outdoor,
        )
        for chosen in ("cool", "fan_only", "off")
        for outdoor, starts in ((-12, 4), (4, 0))
    ),
    *(
        scene(
            f"a compressor that is locked out by cold pays nothing: {wired}",
            options("compressor", minimum_outdoor=-8),
            (heat(18), room("unavailable"), minutes(16), forget(), hours(3)),
            then(each=on, never="y1 on"),
            wired=wired,
            outdoors=-12,
        )
        for wired, on in ((ONE_STAGE, "g w2"), (DUAL_FUEL, "w1"))
    ),
    scene(
        "a room that reports again is what counts",
        (heat(21), room("unavailable"), minutes(16), forget(), hours(1)),
        (room(21), minutes(6), then(lacks="y1 w2", status="idle", problem=False)),
        outdoors=-3,
    ),
)
