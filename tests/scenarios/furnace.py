"""A dual-fuel house: heat pump or furnace, never both, with pauses between."""

from tests.stage import *

BY_FURNACE = (heat(19.5), minutes(1), then(on="w1"))
BY_HEAT_PUMP = (heat(19.5), minutes(6), then(has="y1"))
COLD, MILD = -6, 0
"""Outdoors, where a furnace heats, and where the heat pump does."""


def house(name: str, *steps: Steps, at: float = COLD, is_new: bool = False) -> Scenario:
    """Return a scenario of a house with a furnace."""
    return scene(name, *steps, wired=DUAL_FUEL, outdoors=at, is_new=is_new)


SCENARIOS = (
    house(
        "from heat pump to furnace a minute passes",
        (BY_HEAT_PUMP, outdoors(-12), minutes(12), apart("y1 off", "w1 on", 60)),
        then(lacks="g", status="furnace", action="heating"),
        at=MILD,
    ),
    house(
        "from furnace to heat pump three minutes pass, after its dwell",
        (BY_FURNACE, outdoors(2), minutes(22), then(has="w1"), minutes(6)),
        apart("w1 off", "y1 on", 180),
    ),
    house(
        "the pause holds though the furnace relay is lost",
        (BY_FURNACE, outdoors(2), seconds(1381), then(lacks="w1 y1"), lose("w1")),
        (minutes(2), then(lacks="y1"), minutes(1), then(has="y1")),
    ),
    house(
        "a droop of more than a kelvin brings the furnace until the setpoint",
        (heat(18), seconds(1799), then(has="y1"), seconds(1)),
        (then(lacks="y1", status="switching"), hours(1), room(20)),
        (then(has="w1", status="furnace"), room(20.6), minutes(10), room(19.5)),
        (minutes(5), then(has="y1")),
        at=MILD,
    ),
    house(
        "a smaller droop does not",
        (heat(19.02), minutes(75), then(has="y1", never="w1 on")),
        at=MILD,
    ),
    house(
        "an interrupted droop starts again",
        (heat(18), minutes(29), room(19.1), room(18), minutes(29), then(has="y1")),
        (minutes(3), then(has="w1")),
        at=MILD,
    ),
    house(
        "the furnace runs for its minimum, and says so",
        (BY_FURNACE, room(20.3), then(status="minimum_on", has="w1"), minutes(9)),
        apart("w1 on", "w1 off", 300),
    ),
    house(
        "a wish for cold waits for the furnace",
        options("compressor", cooling_minimum_outdoor=None),
        (BY_FURNACE, cool(26), then(status="minimum_on", has="w1")),
        (minutes(11), apart("w1 on", "w1 off", 300), then(has="y1 o")),
        apart("w1 off", "y1 on", at_least=180),
    ),
    *(
        house(f"{name} never waits for it", (BY_FURNACE, stop, then(on="")))
        for name, stop in (("off", turn("off")), ("the end", unload()))
    ),
    house(
        "the furnace rests for its minimum",
        (BY_FURNACE, minutes(6), room(20.3), then(lacks="w1"), room(19.5)),
        then(status="backup_minimum_off", action="idle"),
        (minutes(6), apart("w1 off", "w1 on", 300)),
    ),
    house(
        "a furnace relay that dropped by itself rests too",
        (BY_FURNACE, press("w1", "off"), minutes(6), apart("w1 off", "w1 on", 300)),
    ),
    house(
        "after an unknown past the furnace rests first",
        (heat(19.5), seconds(299), then(lacks="w1"), seconds(1), then(has="w1")),
        is_new=True,
    ),
    house(
        "fan only while the furnace finishes",
        (BY_FURNACE, mode("fan_only"), then(on="w1 g")),
    ),
    house(
        "emergency heat burns fuel",
        (BY_HEAT_PUMP, emergency("on"), then(lacks="y1"), minutes(2)),
        then(on="w1", status="emergency_heat"),
        at=MILD,
    ),
    house(
        "a compressor locked out by cold is replaced, and is back where it is mild",
        options("compressor", minimum_outdoor=-8),
        (heat(19.5), minutes(35), then(on="w1", never="y1 on")),
        (outdoors(-6.4), minutes(45), then(has="y1")),
        at=-8.2,
    ),
)
