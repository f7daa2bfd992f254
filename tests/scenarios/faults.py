"""Faults that left other thermostats heating, or without a protection.

All but one ended unsafe there. Here each ends safe, visible, and recovered by
itself.
"""

from datetime import timedelta

from tests.stage import *

REST = 301
HEATS = "g y1 y2"
COOLS = "g y1 o"
NOT_BLINDLY = options("freeze_guard", heats_blindly=False)
BLIND = (
    then(lacks="y1 y2 w2 e", status="room_sensor_lost", issues="room_sensor_lost"),
    (then(problem=True), room(18), minutes(20), then(has=HEATS, issues="")),
    then(problem=False),
)
"""A house without a room temperature, and what comes of a report."""
IDLE = then(lacks="y1 y2 w2 e", issues="", problem=False)
WELL = then(issues="", problem=False)
KEEP_ALIVE = options("relays", keep_alive=timedelta(minutes=3))
OFF_WHILE_LOST = (
    (heat(18), minutes(6), lose("y1"), turn("off"), minutes(10), then(problem=True)),
    (find("y1", "on"), minutes(2), IDLE, then(status="off")),
    (turn("on"), minutes(20), then(has=HEATS), WELL),
)

SCENARIOS = (
    scene(
        "off before auxiliary heat was due",
        (heat(18), minutes(5), turn("off"), hours(3), IDLE, then(status="off")),
        (turn("on"), minutes(20), then(has=HEATS), WELL),
    ),
    scene(
        "the sensor dies while it heats",
        (NOT_BLINDLY, heat(18), minutes(31), then(has="y1 w2")),
        (room("unavailable"), hours(10), BLIND),
    ),
    scene(
        "the sensor dies while it is idle, and the setpoint is raised",
        (NOT_BLINDLY, heat(21), room("unavailable"), minutes(20)),
        (setpoint(25), minutes(20)),
        (setpoint(28), minutes(20), hours(2), then(moves=""), BLIND),
    ),
    scene(
        "the valve is lost while it cools",
        (cool(26), minutes(6), lose("o"), room(22), minutes(10)),
        (then(lacks="y1 y2 w2 e"), forget(), room(27), minutes(30)),
        then(chosen="cool", never="y1 on, y2 on, w2 on", lacks="y1 y2 w2 e"),
        then(status="relay_lost", issues="relay_lost", problem=True),
        (find("o", "on"), minutes(20), then(has=COOLS), WELL),
        outdoors=30,
    ),
    scene(
        "a restart while it heats, without a sensor",
        (NOT_BLINDLY, heat(18), minutes(12), room("unavailable")),
        (cut_power(timedelta(seconds=2), on="g y1 y2 w2"), hours(10), BLIND),
    ),
    scene(
        "the relay is lost when off is chosen, and returns on",
        OFF_WHILE_LOST,
    ),
    scene("the same where relays are kept informed", (KEEP_ALIVE, OFF_WHILE_LOST)),
    scene(
        "the range is moved below the room",
        (setpoints(22, 25), room(20), mode("heat_cool"), minutes(6), then(has="y1")),
        (setpoints(15, 18), IDLE, then(status="changeover"), minutes(20)),
        (then(has=COOLS), WELL),
        outdoors=20,
    ),
    scene(
        "it cools beside auxiliary heat that is wired",
        (setpoint(22, mode="cool"), room(28.5), minutes(30)),
        (then(has="y1 y2", lacks="w2 e", status="cooling_stage_2"), WELL),
        (minutes(20), then(has=COOLS), WELL),
        outdoors=30,
    ),
    scene(
        "the window sensor dies while the window is open",
        (window("off"), heat(18), minutes(6), window("on"), minutes(2)),
        (window("unavailable"), hours(2), IDLE, then(status="window_open")),
        (window("off"), minutes(20), then(has=HEATS), WELL),
    ),
    *(
        scene(
            f"{name} starts the compressor once, and it heats as soon as it may",
            (wiggle, then(starts=1), room(18), minutes(12)),
            (then(has=HEATS, starts_at_most=2, problem=False)),
        )
        for name, wiggle in (
            (
                "a window that bounces while the setpoint falls and rises",
                (
                    (window("off"), heat(19), seconds(30), window("on"), window("off")),
                    (setpoint(10), setpoint(25), minutes(9)),
                ),
            ),
            (
                "a sensor that swings while relays are kept informed",
                (
                    (KEEP_ALIVE, heat(18)),
                    times(30, room(22), seconds(5), room(18), seconds(5)),
                ),
            ),
            (
                "a restart within the minimum off time",
                (
                    (heat(18), minutes(6), turn("off"), reload(), seconds(2)),
                    (turn("on"), seconds(REST - 3)),
                ),
            ),
            (
                "a setpoint that is toggled every second",
                (
                    heat(19),
                    times(140, setpoint(10), seconds(1), setpoint(25), seconds(1)),
                ),
            ),
        )
    ),
)
