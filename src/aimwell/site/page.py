"""What every page has: its frame, and the tables that its downloads hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aimwell.site.addresses import Link, root_from

Scalar = str | float | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Address, title and surroundings of a page. crumbs: the pages above it, topmost first."""

    path: str
    title: str
    caption: str = ""
    description: str = ""
    section: str = ""  # the address of the entry of the menu that it belongs to
    crumbs: tuple[Link, ...] = ()
    formats: tuple[str, ...] = ()  # what it can be downloaded as: csv, json, xlsx

    @property
    def root(self) -> str:
        """What leads from this page to the site's root."""
        return root_from(self.path)

    def to(self, path: str) -> str:
        """The shortest way from this page to another, which starts at the site's root."""
        folder = self.path[: self.path.rfind("/") + 1]
        return path[len(folder) :] if folder and path.startswith(folder) else self.root + path


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """One table of a download, with numbers as numbers; what is not known is None, never NaN."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Scalar]]


class Page(Protocol):
    """One page, ready for its template."""

    @property
    def template(self) -> str:
        """The name of its template."""
        ...

    @property
    def frame(self) -> Frame:
        """Address, title and surroundings."""
        ...

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """What its downloads hold; the first is the whole of a CSV."""
        ...
