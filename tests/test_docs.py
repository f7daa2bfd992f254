"""The pages name all there is, under its name, and lead where they say."""

from collections.abc import Iterator, Mapping
from itertools import chain
import json
import re
from typing import Any, Final

import pytest

from .pages import EMPHASIS, LINK, ROOT, Page, pages, plain, slug

ENGLISH: dict[str, Any] = json.loads(
    (ROOT / "custom_components/heat_pump_thermostat/translations/en.json").read_text(
        encoding="utf-8"
    )
)
ALL: Final = pages()
FOREIGN: Final = "docs/languages.md"
ENGLISH_PAGES: Final = [page for page in ALL if page.path != FOREIGN]
HOUSEHOLD: Final = [
    page
    for page in ENGLISH_PAGES
    if page.path
    not in {"CONTRIBUTING.md", "docs/architecture.md", "docs/closed_loop.md"}
    and not page.path.startswith("esphome/")
]
"""What is written for whoever lives with the thermostat."""

SHOWN: Final = "entity.binary_sensor"
PAGES: Mapping[str, tuple[str, ...]] = {
    "docs/automations.md": ("triggers.*.name", "conditions.*.name", "services.*.name"),
    "docs/entities.md": ("entity.*.*.name",),
    "docs/get_started.md": ("config.step.*.title",),
    "docs/machines.md": (
        "selector.backup.options.*",
        "selector.machine_type.options.*",
        "selector.source.options.*",
    ),
    "docs/options.md": (
        "config.step.*.title",
        "config.step.terminals.data.*",
        "config.step.user.data.*",
        "options.step.init.menu_options.*",
    ),
    "docs/status.md": (
        "entity.sensor.status.state.*",
        "entity.event.alert.state_attributes.event_type.state.*",
        f"{SHOWN}.problem.state_attributes.problems.state.*",
        "issues.*.title",
    ),
    "docs/troubleshooting.md": (
        f"{SHOWN}.aux_heat.state_attributes.because.state.*",
        f"{SHOWN}.problem.state_attributes.doubts.state.*",
    ),
}
"""Which texts of `en.json` each page has to name: paths, in which * is every key.

A text counts as named where it is a heading, begins a row, or is emphasized.
"""


def texts(pattern: str) -> Iterator[str]:
    """Return the texts at a path of `en.json`, without what is filled in."""
    found: list[Any] = [ENGLISH]
    for key in pattern.split("."):
        found = list(
            chain.from_iterable(
                each.values() if key == "*" else [each[key]]
                for each in found
                if isinstance(each, Mapping) and (key == "*" or key in each)
            )
        )
    for text in found:
        assert isinstance(text, str), pattern
        said = re.sub(r"^\{name\}: | ?\(\{\w+\}\)$", "", text)
        if "{" not in said:
            yield said


@pytest.mark.parametrize(
    ("path", "pattern"), [(path, each) for path in PAGES for each in PAGES[path]]
)
def test_a_page_names_all_that_it_is_about(path: str, pattern: str) -> None:
    wanted = list(texts(pattern))
    named = {name.casefold() for name in Page(path).names}
    assert wanted, "the pattern finds nothing"
    assert [text for text in wanted if text.casefold() not in named] == []


# --- Names in sentences ----------------------------------------------------------


def all_texts(within: Mapping[str, Any] | str) -> Iterator[str]:
    """Return every text there is."""
    if isinstance(within, str):
        yield within
    else:
        for each in within.values():
            yield from all_texts(each)


SCREEN: Final = {
    plain(re.sub(r"\{\w+\}", "…", re.sub(r"^\{name\}: | ?\(\{\w+\}\)$", "", text)))
    for text in all_texts(ENGLISH)
}
OF_OTHERS: Final = frozenset(
    {
        "Assist", "Community", "Community dashboards", "Delete", "Download diagnostics",
        "Integration", "Plan", "Plan age", "Reconfigure",
    }
)  # fmt: skip
"""What Home Assistant, and the relay board, call something."""


@pytest.mark.parametrize("page", HOUSEHOLD, ids=lambda page: page.path)
def test_what_a_sentence_calls_by_its_name_is_so_called(page: Page) -> None:
    named = {
        plain(match[2])
        for match in EMPHASIS.finditer(page.prose)
        if match[1] == "*" and match[2][0].isupper() and "→" not in match[2]
    }
    known = {text.casefold() for text in SCREEN | OF_OTHERS}
    known |= {text.partition(":")[0] for text in known}
    assert [name for name in sorted(named) if name.casefold() not in known] == []


# --- Ways ------------------------------------------------------------------------

OPTIONS: Final = ENGLISH["options"]["step"]
OF_TEST: Final = OPTIONS["wiring_test"]["menu_options"].values()
TOPICS: Final = {
    name: {*OPTIONS[key].get("data", {}).values()}
    for key, name in OPTIONS["init"]["menu_options"].items()
} | {OPTIONS["wiring_test"]["title"]: {each.partition(":")[0] for each in OF_TEST}}
"""What stands in each topic of *Configure*."""
STEPS: Final = {
    step["title"]: set(step.get("data", {}).values())
    for step in ENGLISH["config"]["step"].values()
}
"""What stands in each step of *Reconfigure*."""
OF_HOME_ASSISTANT: Final = frozenset(
    {
        "Automations & scenes",
        "Dashboards",
        "Devices & services",
        "System",
        "Voice assistants",
    }
)
WAY: Final = re.compile(r"^(Configure|Reconfigure|Settings)((?: → [^→]+)+)$")


def ways() -> Iterator[tuple[str, str, list[str]]]:
    """Return each way through the menus that a page names, and where it begins."""
    for page in ALL:
        for match in EMPHASIS.finditer(page.prose):
            if way := WAY.fullmatch(plain(match[2])):
                stops = [stop.strip() for stop in way[2].split("→") if stop.strip()]
                yield page.path, way[1], stops


def test_every_way_through_the_menus_exists() -> None:
    menus: Mapping[str, Mapping[str, set[str]]] = {
        "Configure": TOPICS,
        "Reconfigure": STEPS,
    }
    wrong = []
    for path, begin, (first, *more) in ways():
        if begin == "Settings":
            exists = first in OF_HOME_ASSISTANT
        else:
            menu = menus[begin]
            exists = first in menu and set(more) <= menu[first]
        if not exists:
            wrong.append((path, begin, first, *more))
    assert wrong == []


# --- Links -----------------------------------------------------------------------


def target(page: Page, link: str) -> tuple[str, str]:
    """Return the path that a link leads to, from the top, and the anchor there."""
    path, _, anchor = link.partition("#")
    place = (ROOT / page.path).parent / path if path else ROOT / page.path
    return str(place.resolve().relative_to(ROOT)), anchor


def local_links(page: Page) -> Iterator[str]:
    """Return the links of a page that stay within the repository."""
    found = chain((to for _, to in page.links), page.images)
    return (link for link in found if not re.match(r"[a-z]+:", link))


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.path)
def test_links_lead_somewhere(page: Page) -> None:
    broken = []
    for link in local_links(page):
        path, anchor = target(page, link)
        is_there = (ROOT / path).exists()
        if not is_there or (anchor and anchor not in Page(path).anchors):
            broken.append(link)
    assert broken == []


START: Final = Page("docs/README.md")


def answer(link: str) -> str:
    """Return what stands where a link of the start page leads."""
    path, anchor = target(START, link)
    found = (
        section.text
        for section in Page(path).sections
        if slug(section.heading) == anchor
    )
    return next(found, "").strip()


def test_what_a_household_asks_is_answered_two_clicks_away() -> None:
    (asked,) = (
        section
        for section in START.sections
        if section.heading == "What do you want to know?"
    )
    questions = re.findall(r"^- \[([^\]]+\?)\]\(([^)]+)\)$", asked.text, re.MULTILINE)
    assert len(questions) >= 20
    assert asked.text.count("\n- ") == len(questions)
    assert [text for text, link in questions if len(answer(link)) < 80] == []


def test_the_start_page_is_one_click_away() -> None:
    front = Page("README.md")
    assert START.path in {target(front, link)[0] for link in local_links(front)}


def test_every_page_is_reached_from_the_start() -> None:
    led_to = {target(START, link)[0] for link in local_links(START)}
    there = {page.path for page in ALL if page.path.startswith("docs/")}
    assert there - led_to - {START.path} == set()


OURS: Final = re.compile(
    r"(?<![\w/.])((?:\.ci|benchmarks|blueprints|card|demo|docs|esphome|scripts|tests)/"
    r"[\w./*-]*\w)"
)


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.path)
def test_programs_and_files_that_a_page_speaks_of_are_there(page: Page) -> None:
    said = set(OURS.findall(LINK.sub("", page.source)))
    assert [path for path in sorted(said) if not any(ROOT.glob(path))] == []


def test_the_front_page_is_one_screen_with_the_two_commands() -> None:
    front = Page("README.md").source
    assert len(front.splitlines()) <= 120
    assert "\nscripts/demo " in front
    assert "\nscripts/test " in front


# --- Words -----------------------------------------------------------------------

BRITISH: Final = re.compile(
    r"\b(\w*(?:colour|behaviour|neighbour|favour|honour|labour|harbour|rumour)\w*"
    r"|(?:centi|milli|kilo)?(?:metre|litre)s?|centre[ds]?|theatres?|programmes?|grey\w*"
    r"|(?:energ|organ|recogn|real|optim|minim|maxim|util|initial|normal|custom)is(?:e|ing)"
    r"\w*|analys(?:e|ed|ing)|catalogues?|licences?|defences?|offences?|aluminium|moulds?"
    r"|(?:cance|trave|labe|mode|signa)ll(?:ed|ing)|fulfils?|judgements?|whilst|learnt"
    r"|burnt|spelt|tyres?|kerbs?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", ENGLISH_PAGES, ids=lambda page: page.path)
def test_the_spelling_is_american(page: Page) -> None:
    assert [match[0] for match in BRITISH.finditer(page.prose)] == []


BENCHMARK: Final = re.compile(
    r"benchmark|closed[- ]loop|EnergyPlus|mean error|simulated house", re.IGNORECASE
)
FIGURE: Final = re.compile(r"\d+(?:\.\d+)? ?(?:%|K\b|kWh|h\b|of \d)")


@pytest.mark.parametrize("page", HOUSEHOLD, ids=lambda page: page.path)
def test_a_figure_of_a_benchmark_stands_beside_its_command(page: Page) -> None:
    bare = [
        section.heading
        for section in page.sections
        if BENCHMARK.search(section.text) and FIGURE.search(section.text)
        if "benchmarks/" not in section.text
    ]
    assert bare == []


EXPLAINED: Final = frozenset(
    word
    for name in Page("docs/glossary.md").names
    for word in re.split(r", | and | or ", name)
)
JARGON: Final = (
    "balance point", "changeover", "circulate", "common", "COP", "crankcase heater",
    "differential", "droop", "dry contact", "dual fuel", "duty", "dwell",
    "freeze-guard", "heartbeat", "heating curve", "hold", "jumper", "keep-alive",
    "lift", "lockout", "minimum off", "reheat", "reversing valve", "run-on",
    "separation", "setback", "short cycling", "supplementary", "temper",
    "thermal mass", "two-stage", "variable speed",
)  # fmt: skip
"""What the trade, or we, say in another sense than people at home."""
CAPITALS: Final = re.compile(r"\b[A-Z]{2,}\d?\b")
USUAL: Final = frozenset(
    {
        "AC", "API", "CHANGELOG", "CO", "CONTRIBUTING", "CSV", "ENTSO", "EPA", "EPEX",
        "FAQ", "GND", "HACS", "HTTP", "ID", "LED", "LICENSE", "LLM", "OK", "ON",
        "README", "REST", "SECURITY", "TV", "UI", "URL", "US", "USB", "YAML",
    }
)  # fmt: skip
"""Words in capitals that need no explanation, or are names."""


def test_the_words_of_the_trade_are_explained() -> None:
    assert [word for word in JARGON if word not in EXPLAINED] == []


@pytest.mark.parametrize("page", HOUSEHOLD, ids=lambda page: page.path)
def test_what_is_abbreviated_is_explained(page: Page) -> None:
    said = set(CAPITALS.findall(re.sub(r"`[^`]*`", "", page.prose)))
    assert sorted(said - USUAL - EXPLAINED) == []
