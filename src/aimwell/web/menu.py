"""The menu of a system: the subjects, and which of them the visitor is at."""

from dataclasses import dataclass

from django.urls import reverse


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


def menu(here: str, system: str) -> list[MenuItem]:
    """The subjects of a system. here: the path of the page; system: the code of the system it is about."""
    items = []
    for name, words in SUBJECTS:
        href = reverse(name, kwargs={"system": system})
        current = here == href if name == "desk" else here.startswith(href)
        items.append(MenuItem(words, href, current, exact=here == href))
    return items
