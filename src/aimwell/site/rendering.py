"""Turns pages into bytes: HTML by template, and the downloads beside it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from aimwell.presentation.charts.icons import icon_sprite
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, day_words
from aimwell.site.downloads import as_csv, as_json, as_workbook
from aimwell.site.page import Page
from aimwell.site.pages.find import town_names
from aimwell.site.routes import Route

HERE = Path(__file__).parent
MENU = (
    Link(addresses.INDEX, "England"),
    Link(addresses.FIND, "Find my place"),
    Link(addresses.SYSTEMS, "Systems"),
    Link(addresses.MEASURES, "Measures"),
    Link(addresses.CHOICE, "Choose where to be treated"),
    Link(addresses.DATA, "Downloads"),
)
FOOT = (
    Link(addresses.ABOUT, "About this record"),
    Link(addresses.METHOD, "How we work things out"),
    Link(addresses.MISSING, "What is missing"),
    Link(addresses.SOURCES, "Sources"),
    Link(addresses.ACCESSIBILITY, "Accessibility statement"),
    Link(addresses.PAGES, "All pages"),
)
FORMAT_WORDS = {"csv": "CSV", "json": "JSON", "xlsx": "Excel"}
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "md": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page says of the release it was made from."""

    made: str
    version: str


@cache
def environment() -> Environment:
    """The templates; a name that a page does not have is a bug and says so."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "menu": MENU,
        "foot": FOOT,
        "sprite": icon_sprite(),
        "format_words": FORMAT_WORDS,
        "addresses": addresses,
    }
    return made


def edition_of(contents: SiteContents) -> Edition:
    """The release as pages name it."""
    return Edition(made=day_words(contents.today), version=contents.release.version)


def as_html(page: Page, edition: Edition) -> bytes:
    """A page as HTML."""
    template = environment().get_template(page.template)
    frame = page.frame
    text = template.render(
        page=page, frame=frame, root=frame.root, stem=addresses.stem(frame.path), edition=edition
    )
    return text.encode("utf-8")


def as_file(page: Page, ending: str, edition: Edition) -> bytes:
    """A page in one of its forms: html, csv, json or xlsx."""
    match ending:
        case "csv":
            return as_csv(page.datasets[0])
        case "json":
            return as_json(page)
        case "xlsx":
            return as_workbook(page.datasets)
        case _:
            return as_html(page, edition)


def files_of(route: Route, edition: Edition) -> list[tuple[str, bytes]]:
    """A route's page and downloads with their addresses; empty where there is nothing behind it."""
    page = route.make()
    if page is None:
        return []
    return [(file, as_file(page, file.rpartition(".")[2], edition)) for file in route.files]


@cache
def assets() -> dict[str, bytes]:
    """Files that pages share, by address: style sheet, the script of `find my place`, licences."""
    styles = (HERE / "assets" / "aimwell.css").read_bytes() + (HERE / "templates" / "pages.css").read_bytes()
    return {
        "assets/aimwell.css": styles,
        "assets/find.js": (HERE / "templates" / "find.js").read_bytes(),
        "assets/LICENCES.md": (HERE / "assets" / "LICENCES.md").read_bytes(),
    }


def shared_files(contents: SiteContents) -> dict[str, bytes]:
    """Files that pages share and that depend on the release: the names of towns for the script."""
    towns = town_names(contents)
    systems = list(dict.fromkeys((path, words) for _, path, words in towns))
    numbered = {system: number for number, system in enumerate(systems)}
    names = [[name, numbered[path, words]] for name, path, words in towns]
    written = json.dumps({"systems": systems, "towns": names}, ensure_ascii=False, separators=(",", ":"))
    return {"assets/towns.js": f"window.aimwellTowns={written};\n".encode()}
