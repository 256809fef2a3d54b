"""The menu of a system: the subjects, and which of them the visitor is at."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from aimwell.domain.workplace.access import Act


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One subject."""

    words: str
    href: str
    current: bool
    exact: bool


SUBJECTS = (
    ("desk", "Overview"),
    ("priorities", "Priorities"),
    ("targets", "Targets"),
    ("plans", "Plans"),
    ("golden-thread", "Golden thread"),
    ("decisions", "Decisions"),
    ("scorecard", "Four aims"),
    ("compare", "Compare"),
    ("claims", "Check a paper"),
    ("duties", "Duties"),
    ("who", "Who decides what"),
    ("log", "Log"),
)
"""The first door of each subject, in the menu's order."""
ACTS = {"compare": Act.COMPARE, "claims": Act.CHECK_CLAIMS, "log": Act.READ_LOG}
"""What somebody has to be able to do, for a subject that asks for more than reading."""


def menu(here: str, system: str, may: Callable[[Act], bool]) -> list[MenuItem]:
    """The subjects of a system that the visitor may see. here: the path of the page; system: the code of its system."""
    items = []
    for name, words in SUBJECTS:
        if not may(ACTS.get(name, Act.READ)):
            continue
        href = reverse(name, kwargs={"system": system})
        current = here == href if name == "desk" else here.startswith(href)
        items.append(MenuItem(words, href, current, exact=here == href))
    return items
