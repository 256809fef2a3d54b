"""A plan as a document to print: what it says, before anybody decides how it looks.

`PlanDocument` is what a plan is made of; `PrintedPlan` is the same as plain blocks, so that a page, a Word document and
a PDF say the same words.
"""

import re
from dataclasses import dataclass, field
from datetime import date

UNSAFE_SVG = re.compile(
    r"<\s*(?:script|foreignObject|image|iframe|use[^>]+href\s*=\s*[\"']?(?!#)|style|animate|set)\b|<!|<\?|\bon\w+\s*=|"
    r"href\s*=\s*[\"']?\s*(?!#)[^\s\"'#]|url\(\s*[\"']?(?!#)|javascript:|@import",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under that of its section: level 3 or 4."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with headings; the first cell of a row names it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(f"a row of '{self.caption}' has more or fewer cells than there are headings")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures, what it shows in words, and its figures as a table.

    prints: whether it carries its own colours and size; other charts need the site's style sheet and are left to the
    page, while paper has their table. Raises ValueError for a picture that fetches or runs anything.
    """

    title: str
    svg: str
    words: str
    table: Table
    prints: bool = False

    def __post_init__(self) -> None:
        if not self.svg.startswith("<svg") or UNSAFE_SVG.search(self.svg):
            raise ValueError(f"the picture of '{self.title}' is no plain drawing")

    @property
    def name(self) -> str:
        """Its title as a sentence of its own."""
        return self.title.rstrip(". ") + "."


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What is to be reached in a period on the way, in words and figures: '2026/27', '12%'."""

    period: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTarget:
    """A target as it is printed; an empty field is said to be missing, never left out."""

    words: str
    measure: str
    place: str
    baseline: str = ""
    value: str = ""
    due: str = ""
    gap: str = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    asked: str = ""
    evidence: str = ""
    trajectory: tuple[PlanStep, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityBlock:
    """A priority with its targets; local and national ones look the same."""

    title: str
    kind: str  # such as 'Local priority'
    why: str
    owner: str = ""
    targets: tuple[PlanTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One line of the golden thread; an empty end is a loose one."""

    need: str = ""
    priority: str = ""
    commitment: str = ""
    action: str = ""
    money: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class GoldenThread:
    """How needs, priorities, commitments, actions, money and proof hang together."""

    lines: tuple[ThreadLine, ...]


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody's decision on the plan."""

    who: str
    body: str
    decision: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class SignOffs:
    """All decisions on the plan."""

    each: tuple[SignOff, ...]


Part = Heading | Paragraph | Bullets | Table | Chart | PriorityBlock | GoldenThread | SignOffs


@dataclass(frozen=True, slots=True)
class Section:
    """A section under a heading of its own."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A plan or strategy, ready to print."""

    title: str
    system: str
    covers: str  # the period, in words
    made: date
    status: str  # such as 'Approved by the board on 3 March 2026' or 'Draft'
    sections: tuple[Section, ...]
    illustrative: bool = False
    source: str = ""  # where the figures come from and under which licence


Block = Heading | Paragraph | Bullets | Table | Chart


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """A plan as plain blocks. Headings of level 2 begin sections; the title is level 1 and not among the blocks."""

    title: str
    system: str
    made: date
    notice: str  # said first and in a frame; '' where there is nothing to warn of
    facts: tuple[str, ...]  # lines under the title
    blocks: tuple[Block, ...] = field(default=())
