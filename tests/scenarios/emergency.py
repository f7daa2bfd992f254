"""Emergency heat: backup alone, at once, until somebody turns it off again."""

from datetime import timedelta

from tests.stage import *

REST = 301
ALONE = {
    "two stages": "g w2 e",
    "one stage": "g w2",
    "E alone": "g e",
    "heat only": "w2",
    "dual fuel": "w1",
}
"""What heats then."""

SCENARIOS = (
    *(
        scene(
            f"it heats whatever the weather: {name}, {weather}",
            (given, room(18), minutes(12), emergency("on")),
            then(on=on, status="emergency_heat", action="heating", chosen="heat"),
            wired=WIRINGS[name],
            outdoors=outdoor,
        )
        for weather, outdoor, given in (
            ("frost", -30, ()),
            ("cool", 0, ()),
            ("mild", 18, ()),
            ("unknown", 0, outdoors("unavailable")),
        )
        for name, on in ALONE.items()
    ),
    *(
        scene(
            f"in {chosen} at {degrees} °C it heats: {on or 'nothing'}",
            (emergency("on"), mode(chosen), room(degrees), minutes(15)),
            then(has=on, lacks="y1", never="y1 on"),
            outdoors=-12,
        )
        for chosen, degrees, on in (
            ("heat", 19.5, "w2 e"),
            ("heat_cool", 19.5, "w2 e"),
            ("off", 10, ""),
            ("fan_only", 10, ""),
        )
    ),
    *(
        scene(
            f"it never cools: {chosen}",
            (emergency("on"), mode(chosen), room(30), minutes(15)),
            then(moves="", action="idle", status="idle"),
            outdoors=30,
        )
        for chosen in ("cool", "heat_cool")
    ),
    scene(
        "it replaces a compressor that has just started",
        (heat(18), seconds(10), emergency("on"), then(on="g w2 e")),
    ),
    scene(
        "it heats to the setpoint and again, and waits for no minimum",
        (emergency("on"), room(18), then(on="g w2 e"), minutes(10), room(20.5)),
        (minutes(5), then(on="", action="idle"), room(19.5), minutes(1)),
        (room(21), forget(), room(19.5), then(on="g w2 e", never="y1 on")),
    ),
    scene(
        "the compressor returns after it",
        (heat(18), emergency("on"), minutes(10), emergency("off"), minutes(6)),
        then(has="y1", lacks="e"),
    ),
    *(
        scene(
            f"it sets heat and gives back {chosen}",
            (mode(chosen), emergency("on"), then(chosen="heat")),
            (emergency("on"), emergency("off"), then(chosen=chosen)),
        )
        for chosen in ("off", "heat", "cool", "heat_cool", "fan_only")
    ),
    *(
        scene(
            f"preset none ends it, and gives back {chosen}",
            (mode(chosen), emergency("on"), preset("none"), then(chosen=chosen)),
        )
        for chosen in ("heat", "cool", "heat_cool")
    ),
    scene(
        "a mode chosen meanwhile stays",
        (mode("cool"), emergency("on"), mode("heat_cool"), emergency("off")),
        then(chosen="heat_cool"),
    ),
    scene(
        "off heats nothing, and leaves it chosen",
        (heat(15), emergency("on"), turn("off"), minutes(2)),
        (then(on="", action="off"), turn("on"), then(on="g w2 e")),
    ),
    *(
        scene(
            f"it outlasts a restart, and the compressor rests after it: {on}",
            (heat(19.5), minutes(10), emergency("on"), minutes(3)),
            (then(on=on), cut_power(timedelta(seconds=10)), minutes(10)),
            (then(on=on, never="y1 on"), emergency("off"), minutes(15)),
            then(has="g y1", lacks=on.removeprefix("g ")),
            wired=wired,
            outdoors=18,
        )
        for wired, on in ((TWO_STAGES, "g w2 e"), (DUAL_FUEL, "w1"))
    ),
    *(
        scene(
            f"it goes on after {name}: {on}",
            (cool(18), emergency("on"), minutes(10), again, minutes(10)),
            (then(on=on, never="y1 on"), emergency("off"), then(chosen="cool")),
            wired=wired,
        )
        for wired, on in ((TWO_STAGES, "g w2 e"), (DUAL_FUEL, "w1"))
        for name, again in (
            ("a reload", reload()),
            ("a power cut", cut_power(timedelta(minutes=20))),
        )
    ),
    scene(
        "a preset sets its temperatures and is remembered",
        (heat(17), emergency("on"), then(on="g w2 e"), preset("away"), minutes(6)),
        then(on=""),
    ),
)
