"""Where each page is, and how one page points to another: relative links only, so that a site opens from anywhere."""

import re
from dataclasses import dataclass

INDEX = "index.html"
FIND = "find.html"
TOWNS = "towns.html"
MEASURES = "measures/index.html"
SYSTEMS = "systems/index.html"
CHOICE = "choice/index.html"
DATA = "data/index.html"
ABOUT = "about.html"
METHOD = "method.html"
MISSING = "missing.html"
PROMISES = "promises.html"
SOURCES = "sources.html"
ACCESSIBILITY = "accessibility.html"
PAGES = "pages.html"
NOT_FOUND = "404.html"


@dataclass(frozen=True, slots=True)
class Link:
    """Where, from the site's root, and in what words."""

    path: str
    words: str


def system(place: str) -> str:
    """The page of a system, or of England."""
    return f"systems/{place}.html"


def board(place: str) -> str:
    """The page of a system for its board."""
    return f"systems/{place}-board.html"


def promises(place: str) -> str:
    """What a system has promised, and how it stands."""
    return f"systems/{place}-promises.html"


def decisions(place: str) -> str:
    """Who decided what and when, of a system's promises."""
    return f"systems/{place}-decisions.html"


def priority(place: str, identity: str) -> str:
    """The page of one priority of a system."""
    return f"systems/{place}/priority-{in_address(identity)[:13]}.html"


def plan(place: str, identity: str) -> str:
    """The page of one published plan of a system."""
    return f"systems/{place}/plan-{in_address(identity)[:13]}.html"


def thread(place: str) -> str:
    """The golden thread of a system's public record."""
    return f"systems/{place}-thread.html"


def thread_of(place: str, priority: str) -> str:
    """The part of the golden thread that runs through one priority."""
    return f"systems/{place}/thread-{in_address(priority)[:13]}.html"


def evidence(place: str, measure: str) -> str:
    """The page of one measure in one place."""
    return f"systems/{place}/{measure}.html"


def measure(identity: str) -> str:
    """The page of a measure."""
    return f"measures/{identity}.html"


def specialty(code: str) -> str:
    """The page of waits for a specialty."""
    return f"choice/{in_address(code)}.html"


def downloads(aim: str) -> str:
    """The downloads of the measures of an aim."""
    return f"data/{in_address(aim)}.html"


def footprint(starts: str) -> str:
    """The overview with the systems of a set that no longer holds."""
    return f"england-{starts}.html"


def in_address(text: str) -> str:
    """Text made fit for a file's name on every kind of disk."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def stem(path: str) -> str:
    """An address without its ending."""
    return path.rpartition(".")[0]


def root_from(path: str) -> str:
    """What leads from a page back to the site's root: '' or '../' as often as needed."""
    return "../" * path.count("/")


def level(identity: str, kind: str) -> str:
    """The page of a measure for another kind of place than systems."""
    return f"measures/{identity}-by-{in_address(kind)}.html"
