"""The house: rooms, air handler, and the step that moves everything on."""

from math import ceil

from .air import AIR_HEAT, approach, saturation
from .design import DESIGN, Design
from .model import AirHandler, Duty, House, Operation, Relays, Scene, Weather
from .outdoor_unit import duty_of, next_operation, next_unit

LONGEST_STEP: float = 10.0
"""Explicit steps of up to this many seconds stay accurate and stable."""


def advance(
    house: House,
    relays: Relays,
    weather: Weather,
    seconds: float,
    design: Design = DESIGN,
) -> House:
    """Return the house `seconds` later, its relays and the weather unchanged."""
    steps = max(1, ceil(seconds / LONGEST_STEP))
    for _ in range(steps):
        house = _step(Scene(house, relays, weather, seconds / steps, design))
    return house


def _step(scene: Scene) -> House:
    operation = next_operation(scene)
    handler = _air_handler(scene, operation)
    duty = duty_of(scene, operation, handler)
    supplied = duty.heat_watts + handler.fan_watts + handler.strip_watts
    air, structure = _rooms(scene, supplied)
    watts_to_kwh = scene.seconds / 3.6e6
    return House(
        air=air,
        structure=structure,
        humidity_ratio=_humidity_ratio(scene, duty),
        supply=_supply(scene, handler, supplied),
        unit=next_unit(scene, operation, handler, duty),
        heat_pump_watts=duty.power_watts,
        aux_watts=handler.strip_watts,
        fan_watts=handler.fan_watts,
        heat_watts=duty.heat_watts,
        heat_pump_kwh=scene.house.heat_pump_kwh + duty.power_watts * watts_to_kwh,
        aux_kwh=scene.house.aux_kwh + handler.strip_watts * watts_to_kwh,
    )


def _air_handler(scene: Scene, operation: Operation) -> AirHandler:
    """Return what runs indoors; the strip brings its own fan, as interlocks do."""
    relays, design = scene.relays, scene.design
    strip = relays.w2 or relays.e or operation is Operation.DEFROSTING
    if not (relays.g or strip):
        return AirHandler(airflow=0.0, fan_watts=0.0, strip_watts=0.0)
    fast = strip or (relays.y1 and relays.y2)
    airflow, fan_watts = design.fan_high if fast else design.fan_low
    return AirHandler(airflow, fan_watts, design.strip_watts if strip else 0.0)


def _rooms(scene: Scene, supplied: float) -> tuple[float, float]:
    """Return the temperatures of the room air and of the structure."""
    house, design, outdoors = scene.house, scene.design, scene.weather.temperature
    sun = scene.weather.solar_watts / 2.0
    exchange = design.coupling * (house.structure - house.air)
    lost = design.air_loss * (house.air - outdoors)
    to_air = supplied + design.internal_gain + sun + exchange - lost
    to_structure = sun - exchange - design.wall_loss * (house.structure - outdoors)
    return (
        house.air + to_air * scene.seconds / design.air_capacity,
        house.structure + to_structure * scene.seconds / design.structure_capacity,
    )


def _humidity_ratio(scene: Scene, duty: Duty) -> float:
    """Return the moisture of the room air, kg/kg."""
    house, design = scene.house, scene.design
    leaked = design.ventilation * (scene.vapour_outdoors - house.humidity_ratio)
    gain = design.moisture_gain + leaked - duty.dried
    ratio = house.humidity_ratio + gain * scene.seconds / design.moist_air
    return min(max(ratio, 0.0005), saturation(house.air))


def _supply(scene: Scene, handler: AirHandler, supplied: float) -> float:
    """Return the temperature of the supply air; at rest the duct cools slowly."""
    house = scene.house
    if not handler.airflow:
        return approach(house.supply, house.air, scene.seconds, 600.0)
    warmer = supplied / (handler.airflow * AIR_HEAT)
    return approach(house.supply, house.air + warmer, scene.seconds, 45.0)
