"""The pages of the documentation, as far as tests ask what they say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
import re
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FENCE: Final = re.compile(r"^ *```.*?^ *```[ ]*$", re.MULTILINE | re.DOTALL)
HEADING: Final = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
EMPHASIS: Final = re.compile(r"(?<![\w*\\])(\*{1,2})(?=\S)([^*]+?)(?<=\S)\1(?![\w*])")
LINK: Final = re.compile(r"\[(?P<text>(?:[^\[\]]|!?\[[^\]]*\])*)\]\((?P<to>[^)\s]+)\)")
RULE: Final = re.compile(r"\|[|:\- ]+$")
IMAGE: Final = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def plain(text: str) -> str:
    """Return a text without links and emphasis, on one line."""
    unlinked = LINK.sub(lambda link: link["text"], text)
    return " ".join(re.sub(r"[*`]", "", unlinked).split())


@dataclass(frozen=True)
class Section:
    """What stands under a heading, down to the next one."""

    heading: str
    text: str


@dataclass(frozen=True)
class Page:
    """One page; `path` is told from the top of the repository."""

    path: str

    @cached_property
    def source(self) -> str:
        """All that is written, code and all."""
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """What is written outside blocks of code."""
        return FENCE.sub("", self.source)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What a link may lead to."""
        seen: Counter[str] = Counter()
        found = set()
        for heading in HEADING.findall(self.prose):
            anchor = slug(plain(heading))
            found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
            seen[anchor] += 1
        return frozenset(found)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What stands under each heading, blocks of code included."""
        without = FENCE.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), self.source)
        starts = list(HEADING.finditer(without))
        ends = [each.start() for each in starts[1:]] + [len(self.source)]
        return tuple(
            Section(plain(start[1]), self.source[start.end() : end])
            for start, end in zip(starts, ends, strict=True)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """What is told by its name: headings, what begins a row, what is emphasized."""
        firsts = [row[0] for section in self.sections for row in rows(section.text)]
        emphasized = [match[2] for match in EMPHASIS.finditer(self.prose)]
        headings = HEADING.findall(self.prose)
        return frozenset(plain(name) for name in (*headings, *firsts, *emphasized))

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """What each link is called, and where it leads."""
        for match in LINK.finditer(self.prose):
            yield plain(match["text"]), match["to"]

    @property
    def images(self) -> Iterator[str]:
        """Where each picture lies."""
        for match in IMAGE.finditer(self.prose):
            yield match[1] or match[2]


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row of the tables in a text, without their heads."""
    found: list[list[str]] = []
    for line, following in pairwise([*text.splitlines(), ""]):
        if line.startswith("|") and not (RULE.match(line) or RULE.match(following)):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            found.append([cell.strip() for cell in cells])
    return found


def pages() -> list[Page]:
    """Return every page that a visitor may read."""
    places = ("*.md", "docs/**/*.md", "esphome/**/*.md")
    found = {path for place in places for path in ROOT.glob(place)}
    return [Page(str(path.relative_to(ROOT))) for path in sorted(found)]
