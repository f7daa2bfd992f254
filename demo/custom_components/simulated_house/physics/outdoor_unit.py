"""The outdoor unit: compressor, valve, coil, frost, and the board that defrosts."""

from dataclasses import replace
from math import exp

from .air import EVAPORATION_HEAT, FUSION_HEAT, approach, saturation
from .design import DESIGN, Design, rated
from .model import RESTING, AirHandler, Duty, House, Operation, OutdoorUnit, Scene


def iced(house: House, design: Design = DESIGN) -> House:
    """Return the house with all the ice on its outdoor coil that its board allows.

    A unit that heats then defrosts at once, and it takes some four minutes; one that
    rests does so when it heats next.
    """
    unit = replace(house.unit, frost=max(house.unit.frost, design.full_frost))
    return replace(house, unit=unit)


def next_operation(scene: Scene) -> Operation:
    """Decide as the wires, the pressure switch and the defrost board do."""
    unit, design = scene.house.unit, scene.design
    airless = unit.airless_seconds >= design.airless_limit
    if not scene.relays.y1:
        return Operation.OFF
    if airless or unit.operation is Operation.TRIPPED:
        return Operation.TRIPPED
    if scene.relays.o:
        return Operation.COOLING
    overdue = unit.heated_seconds >= design.longest_run and unit.coil < 0
    due = {
        Operation.HEATING: overdue or unit.frost >= design.full_frost,
        Operation.DEFROSTING: unit.coil < design.defrost_ends
        and unit.seconds < design.longest_defrost,
    }
    return Operation.DEFROSTING if due.get(unit.operation) else Operation.HEATING


def duty_of(scene: Scene, operation: Operation, handler: AirHandler) -> Duty:
    """Return what the outdoor unit does to the indoor coil, and what it draws."""
    design, outdoors = scene.design, scene.weather.temperature
    ratings = design.cooling if operation is Operation.COOLING else design.heating
    capacity, power = rated(ratings, outdoors)
    goes_on = scene.house.unit.operation is operation
    running = scene.house.unit.seconds if goes_on else 0.0
    warm = 1.0 - exp(-running / design.warm_up)
    effect = scene.stage * warm * (1.0 if handler.airflow else 0.1)
    match operation:
        case Operation.OFF | Operation.TRIPPED:
            cold = outdoors < design.crankcase_below
            oil = design.crankcase_watts if cold else 0.0
            return Duty(heat_watts=0.0, power_watts=design.standby_watts + oil)
        case Operation.DEFROSTING:
            return Duty(-design.defrost_draw_watts, design.defrost_power * power)
        case Operation.HEATING:
            clear = 1.0 - design.frost_fade * scene.frosted
            return Duty(capacity * effect * clear, power * scene.stage_power)
        case Operation.COOLING:
            total = capacity * effect
            excess = scene.house.humidity_ratio - saturation(design.indoor_coil)
            dried = design.coil_contact * handler.airflow * max(0.0, excess) * warm
            latent = min(dried * EVAPORATION_HEAT, 0.5 * total)
            dried = latent / EVAPORATION_HEAT
            return Duty(latent - total, power * scene.stage_power, dried)


def next_unit(
    scene: Scene, operation: Operation, handler: AirHandler, duty: Duty
) -> OutdoorUnit:
    """Return the outdoor unit after the step."""
    unit, seconds = scene.house.unit, scene.seconds
    heating, defrosting = Operation.HEATING, Operation.DEFROSTING
    coil = _coil(scene, operation, duty)
    frost = unit.frost + (_frosting(scene) * seconds if operation is heating else 0.0)
    melted = min(frost, max(0.0, coil) * scene.design.coil_capacity / FUSION_HEAT)
    heated = unit.heated_seconds + (seconds if operation is heating else 0.0)
    airless = operation not in RESTING and handler.airflow == 0
    return OutdoorUnit(
        operation=operation,
        seconds=seconds + (unit.seconds if unit.operation is operation else 0.0),
        coil=coil - melted * FUSION_HEAT / scene.design.coil_capacity,
        frost=frost - melted,
        heated_seconds=0.0 if operation is defrosting else heated,
        airless_seconds=unit.airless_seconds + seconds if airless else 0.0,
    )


def _coil(scene: Scene, operation: Operation, duty: Duty) -> float:
    """Return the temperature of the outdoor coil before any ice melts.

    Heating, it settles below the outdoor air as in EnergyPlus' defrost model
    (0.82 T - 8.589 at full stage), and up to 3 K lower behind frost. In a defrost it
    takes the heat of the house and of the compressor and loses some to the wind.
    """
    unit, outdoors = scene.house.unit, scene.weather.temperature
    if operation is Operation.DEFROSTING:
        lost = 60.0 * max(0.0, unit.coil - outdoors)
        gain = duty.power_watts - duty.heat_watts - lost
        return unit.coil + gain * scene.seconds / scene.design.coil_capacity
    lift, lag = {
        Operation.HEATING: (
            -scene.stage * (8.589 + 0.18 * outdoors) - 3.0 * scene.frosted,
            120.0,
        ),
        Operation.COOLING: (12.0 * scene.stage, 120.0),
    }.get(operation, (0.0, 900.0))
    return approach(unit.coil, outdoors + lift, scene.seconds, lag)


def _frosting(scene: Scene) -> float:
    """Return the frost (kg/s) that grows on a coil colder than the dew point."""
    coil = scene.house.unit.coil
    if coil >= 0 or scene.weather.temperature >= scene.design.frost_below:
        return 0.0
    excess = scene.vapour_outdoors - saturation(coil)
    return scene.design.frosting_air * max(0.0, excess)
