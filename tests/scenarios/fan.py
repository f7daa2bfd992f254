"""The indoor fan: with every call, after it, and as the household likes."""

from datetime import timedelta

from tests.stage import *

MINUTE = timedelta(minutes=1)
CIRCULATING = (mode("heat"), fan("circulate"), minutes(40), then(on="g"))
CALL = (heat(19.5), minutes(6), then(has="g y1"))

SCENARIOS = (
    *(
        scene(
            f"it runs on for {lasts} s after a call to {wanted}",
            options("fan", run_on_heat=MINUTE * heats, run_on_cool=MINUTE * cools),
            (room(degrees), mode(wanted), minutes(6), room(22), minutes(5)),
            (apart("y1 off", "g off", lasts), then(lacks="g")),
            wired=NO_BACKUP,
            outdoors=None,
        )
        for wanted, degrees, heats, cools, lasts in (
            ("heat", 19.5, 1, 1, 60),
            ("cool", 24.5, 1, 1, 60),
            ("heat", 19.5, 1.5, 0, 90),
            ("cool", 24.5, 0, 2, 120),
            ("heat", 19.5, 0, 2, 0),
        )
    ),
    scene(
        "meanwhile it is seen to blow, and then to rest",
        (CALL, room(22), then(on="g", action="fan"), seconds(60)),
        then(on="", action="idle"),
    ),
    scene(
        "it runs on after off too",
        (fan("on"), CALL, turn("off"), then(on="g", action="off"), minutes(1)),
        then(on="", action="off"),
    ),
    scene(
        "it does not run on where it does not run",
        (CALL, room(21), press("g", "off"), then(on="")),
        wired=NO_BACKUP,
    ),
    scene(
        "it runs on after electric heat",
        (room(19.5), emergency("on"), minutes(1), room(21), seconds(59), then(on="g")),
        (seconds(1), then(on="")),
    ),
    *(
        scene(
            f"it cools the elements of electric heat whatever is chosen: {name}",
            options("fan", run_on_heat=MINUTE * 0, run_on_cool=MINUTE * 0),
            (room(19.5), emergency("on"), minutes(1), then(has="g w2 e"), ends),
            (seconds(59), then(on="g"), seconds(1), then(on="")),
        )
        for name, ends in (
            ("a warm room", room(21)),
            ("off", turn("off")),
            ("the end of emergency heat", (room(21), emergency("off"))),
        )
    ),
    scene("it does not run on at the end", (CALL, unload(), then(on=""))),
    scene(
        "a new call goes on with the fan that runs on",
        options("fan", run_on_heat=MINUTE * 15),
        (heat(18), minutes(6), room(22), minutes(6), room(18), minutes(20)),
        then(has="g y1", never="g off"),
    ),
    *(
        scene(
            f"chosen on it runs in {wanted}, and rests in off",
            (fan("on"), room(22), mode(wanted), then(on="g", action="fan")),
            (
                then(status="idle"),
                fan("auto"),
                then(on="", action="idle"),
                fan("on"),
                turn("off"),
            ),
            (minutes(1), then(on="")),
        )
        for wanted in ("heat", "cool", "heat_cool")
    ),
    scene(
        "chosen on it outlasts calls and reports",
        (fan("on"), heat(18), forget()),
        [(room(degrees), minutes(10)) for degrees in (19, 22, 22.1, 21.9)],
        (then(on="g", never="g off"), turn("off"), then(on="")),
    ),
    scene(
        "chosen on it outlasts a lost room sensor",
        (fan("on"), heat(18), room("unavailable"), hours(3)),
        then(has="g", never="g off"),
    ),
    scene(
        "fan only runs it, however warm the room",
        (room(10), mode("fan_only"), hours(1), then(on="g", action="fan")),
        wired=NO_BACKUP,
    ),
    scene("auto leaves it at rest", (mode("heat"), hours(2), then(moves=""))),
    scene(
        "circulating it runs a quarter of every hour",
        CIRCULATING,
        times(3, seconds(839), then(on="g"), seconds(1), then(on=""), minutes(46)),
    ),
    scene(
        "the hour counts from the last stop",
        (CALL, room(21), minutes(3), fan("circulate"), minutes(50)),
        apart("g off", "g on", 45 * 60),
        wired=NO_BACKUP,
    ),
    scene(
        "a call while it circulates is its own",
        (CIRCULATING, room(19.5), minutes(19)),
        (room(21), minutes(1), apart("y1 off", "g off", 60)),
        wired=NO_BACKUP,
    ),
    scene(
        "a short call between is no share of the hour",
        (CIRCULATING, minutes(19), room(19.5), minutes(6)),
        (room(21), minutes(20), apart("y1 off", "g off", 60)),
        wired=NO_BACKUP,
    ),
    scene(
        "switched off by hand it circulates on",
        (CIRCULATING, press("g", "off"), then(on="g")),
    ),
    *(
        scene(
            f"{name} ends its circulating",
            (CIRCULATING, end, then(on="")),
            (hours(2), then(on="")),
        )
        for name, end in (("off", turn("off")), ("the end", unload()))
    ),
    scene(
        "it may circulate most of the hour",
        options("fan", circulate=MINUTE * 55),
        (mode("heat"), fan("circulate"), minutes(119)),
        (then(moves="g on, g off, g on, g off"), apart("g on", "g off", 55 * 60)),
    ),
    scene(
        "one that is about to stop is no fan",
        (mode("heat"), fan("on"), slow("g", 4), seconds(5), fan("auto"), seconds(1)),
        (room(19.5), minutes(1), apart("g off", "y1 on", 4)),
        wired=NO_BACKUP,
    ),
    scene(
        "without G there is none to wait for",
        (heat(19), minutes(31), then(on="y1 w2")),
        wired="y1 o w2",
    ),
)
