"""What comes out of a step, and what stands where none could be made."""

from custom_components.heat_pump_thermostat.engine.decision import with_own_fault
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason

from .rig import NOON, Bench


def test_a_fault_of_the_thermostat_itself_is_a_problem_of_its_own() -> None:
    before = Bench(room=19).lose_room_sensor().decision
    decision = with_own_fault(before, NOON)
    assert decision.problems == {**before.problems, Problem.OWN_FAULT: NOON}
    assert decision.reason is Reason.OWN_FAULT
    assert Problem.OWN_FAULT in decision.repairs
    assert decision.orders == before.orders
