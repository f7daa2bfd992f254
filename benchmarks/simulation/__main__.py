"""Hold thermostats against each other in a simulated house, minute by minute.

Every thermostat lives through the same January, made from the statistics of a site,
in the same house with the same heat pump and 10 kW of electric auxiliary heat.
docs/closed_loop.md tells what is simulated and what the columns mean.
"""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
import re

from .comfort import Comfort, at_cold, comfort_of
from .houses import HOUSES, Plant, with_two_stages
from .month import Month, score, utilization_by_weather
from .plot import coldest_week, drawing
from .programme import SETBACK, Mode, Programme
from .sensors import KINDS, RoomSensor
from .table import Case, bins, comfort_heading, comfort_row, heading, row
from .thermostats import DROOPS, OURS, SWEPT, THERMOSTATS, Install
from .weather import CLIMATES, DAYS, january

SITES = {climate.name: climate for climate in CLIMATES}
USUAL = [name for name in THERMOSTATS if name not in {"economy", "comfort"}]
PERFECT = next(iter(KINDS))

EXAMPLES = """\
thermostats:
  ours      this integration's engine with its defaults and the machine's datasheet
  economy, comfort
            the same with another strategy of auxiliary heat
  rule      on and off 0.28 K (0.5 °F) around the setpoint; auxiliary heat joins 1.1 K
            (2 °F) below the setpoint, until 0.28 K below it
  run time  on and off 0.3 K around; auxiliary heat after 30 minutes of run time, and
            then at once for the rest of the day
  no aux    on and off 0.3 K around, without auxiliary heat

examples:
  benchmarks/closed_loop
  benchmarks/closed_loop --site Chicago --mode hold --days 7
  benchmarks/closed_loop --sensor 0.5K/10min worst --thermostat ours rule
  benchmarks/closed_loop --house light leaky --thermostat ours rule --plot drawings
  benchmarks/closed_loop --mode hold --equal-cold 2 10
"""


def arguments() -> Namespace:
    parser = ArgumentParser(
        prog="benchmarks/closed_loop",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    for option, names, default, text in (
        ("site", list(SITES), list(SITES), "whose January (default: all)"),
        ("mode", [*Mode], [*Mode], "how the setpoint goes (default: all)"),
        (
            "thermostat",
            list(THERMOSTATS),
            USUAL,
            "who heats (default: all but economy and comfort); scheduled is for ours",
        ),
        ("house", list(HOUSES), ["typical"], "in which house (default: typical)"),
        ("sensor", list(KINDS), [PERFECT], "told by what (default: perfect)"),
    ):
        parser.add_argument(
            f"--{option}", nargs="+", choices=names, default=default, help=text
        )
    parser.add_argument(
        "--stages",
        type=int,
        choices=[1, 2],
        default=1,
        help="of the compressor (default: %(default)s)",
    )
    parser.add_argument("--days", type=int, default=DAYS, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="for another January")
    parser.add_argument(
        "--setback",
        type=float,
        default=SETBACK,
        metavar="°C",
        help="the night's setpoint (default: %(default)s)",
    )
    parser.add_argument(
        "--markdown", action="store_true", help="print the table for a page"
    )
    parser.add_argument(
        "--bins",
        action="store_true",
        help="tell the utilization of auxiliary heat by 5 °F of the days' means",
    )
    parser.add_argument(
        "--equal-cold",
        type=float,
        nargs="+",
        metavar="K·h",
        help="tell what months of just so much cold take, by sweeping where auxiliary "
        "heat joins (of ours and the rule)",
    )
    parser.add_argument(
        "--plot",
        type=Path,
        metavar="DIR",
        help="draw the coldest week of each month into this folder",
    )
    return parser.parse_args()


def cases(asked: Namespace) -> Iterator[Case]:
    """Yield who is to do what where."""
    for site, house, mode, sensor, thermostat in product(
        asked.site, asked.house, asked.mode, asked.sensor, asked.thermostat
    ):
        if mode != Mode.SCHEDULED or thermostat in OURS:
            yield Case(thermostat, site, house, mode, sensor)


def lived(case: Case, asked: Namespace, install: Install | None = None) -> Month:
    """Return the month of a case, with a thermostat that is set otherwise if told."""
    design = HOUSES[case.house]
    if asked.stages > 1:
        design = with_two_stages(design)
    programme = Programme(Mode(case.mode), asked.setback)
    thermostat = (install or THERMOSTATS[case.thermostat])(design, programme)
    plant = Plant(design, january(SITES[case.site], asked.seed))
    sensor = RoomSensor(KINDS[case.sensor])
    return Month(plant, thermostat, programme, sensor).live(asked.days)


def swept(case: Case, asked: Namespace) -> list[Comfort]:
    """Return what the months of a case took, by where auxiliary heat joins."""
    return [
        comfort_of(droop, score(lived(case, asked, SWEPT[case.thermostat](droop))))
        for droop in DROOPS
    ]


def compare_at_equal_cold(asked: Namespace) -> None:
    print(comfort_heading(markdown=asked.markdown), flush=True)
    for case in cases(asked):
        if case.thermostat in SWEPT:
            found = swept(case, asked)
            for cold in asked.equal_cold:
                month = at_cold(found, cold)
                print(
                    comfort_row(case, cold, month, markdown=asked.markdown), flush=True
                )


def draw(case: Case, month: Month, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = [case.site, case.mode, case.thermostat, case.house]
    names += [] if case.sensor == PERFECT else [case.sensor]
    stem = "_".join(re.sub(r"[^a-z0-9.]+", "-", name.lower()) for name in names)
    title = f"{case.thermostat}: {case.site}, {case.mode}, {case.house} house"
    week = coldest_week(month.minutes)
    (folder / f"{stem}.svg").write_text(drawing(title, week), encoding="utf-8")


def main() -> None:
    asked = arguments()
    if asked.equal_cold:
        compare_at_equal_cold(asked)
        return
    print(heading(markdown=asked.markdown), flush=True)
    for case in cases(asked):
        month = lived(case, asked)
        print(row(case, score(month), markdown=asked.markdown), flush=True)
        if asked.bins:
            print(bins(utilization_by_weather(month.minutes)), flush=True)
        if asked.plot:
            draw(case, month, asked.plot)


if __name__ == "__main__":
    main()
