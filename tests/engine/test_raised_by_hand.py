"""A degree more by hand on a mild day is no reason for strips, whatever the sensor."""

from dataclasses import replace
from random import Random

import pytest

from benchmarks.simulation.houses import HOUSES
from benchmarks.simulation.sensors import KINDS

from .rig import targets
from .storey import OWN, House


def drawn(seed: int) -> tuple[str, float, float]:
    """Return a house, how cold it is outdoors, and for how many hours nobody came."""
    random = Random(seed)  # noqa: S311
    hours = random.uniform(4, 8)
    return random.choice(sorted(HOUSES)), random.uniform(0, 12), hours


@pytest.mark.slow
@pytest.mark.parametrize(
    ("house", "outdoors", "hours", "sensor"),
    [
        pytest.param("leaky", 4.0, 8.0, "deadband", id="a defrost within minutes"),
        pytest.param("leaky", 0.9, 6.1, "supply-air", id="a defrost cools supply air"),
        *(
            (*drawn(2 * number + again), sensor)
            for number, sensor in enumerate(sorted(KINDS))
            for again in range(2)
        ),
    ],
)
def test_the_compressor_alone_makes_a_degree_by_hand(
    house: str, outdoors: float, hours: float, sensor: str
) -> None:
    home = House(
        outdoors=outdoors,
        apart={OWN: 0.0},
        sensors={OWN: sensor},
        design=HOUSES[house],
    )
    # The limit by weather is off: it is the room that is not to ask for help.
    home.bench.adjust(
        lambda now: replace(now, auxiliary=replace(now.auxiliary, maximum_outdoor=None))
    )
    home.live(hours)
    home.aux.clear()
    home.bench.wish(lambda wishes: wishes.with_targets(targets(heat=21), None))
    home.live(4)
    assert not home.aux
    assert max(rooms[OWN] for rooms in home.log[-4 * 60 :]) >= 20.6
