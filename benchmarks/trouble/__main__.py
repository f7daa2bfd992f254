"""Let sensors, relays and machines fail in a simulated house, minute by minute.

The integration's engine lives some days with the default settings and the machine's
datasheet; then something fails. docs/closed_loop.md tells what the columns mean.
"""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator

from ..simulation.houses import HOUSES
from .cases import CASES, Case
from .home import MACHINES
from .table import heading, row

EXAMPLES = """\
examples:
  benchmarks/faults
  benchmarks/faults --case "room sensor dead" --house typical light
  benchmarks/faults --case outdoor --machine "dual fuel"
"""


def arguments() -> Namespace:
    parser = ArgumentParser(
        prog="benchmarks/faults",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--case", nargs="+", default=[""], help="any part of their names (default: all)"
    )
    for option, names in (("house", [*HOUSES]), ("machine", [*MACHINES])):
        parser.add_argument(
            f"--{option}",
            nargs="+",
            choices=names,
            default=names,
            help="only the cases with one of these (default: all)",
        )
    return parser.parse_args()


def cases(asked: Namespace) -> Iterator[Case]:
    """Yield the cases that are asked for."""
    for case in CASES:
        is_named = any(part in case.name for part in asked.case)
        premise = case.premise
        if (
            is_named
            and premise.house in asked.house
            and premise.machine in asked.machine
        ):
            yield case


def main() -> None:
    print(heading(), flush=True)
    for case in cases(arguments()):
        print(row(case, *case.live()), flush=True)


if __name__ == "__main__":
    main()
