"""Reads definitions/feeds/."""

from collections.abc import Mapping
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.problems import Problem, Problems, Where

rename_keys(Feed, {"columns": "column"})


def read_feeds(folder: Path) -> Mapping[str, Feed]:
    """Every feed declared under `folder`, by id. Raises Problems with all the faults of all files."""
    feeds: dict[str, Feed] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "feeds").glob("*.toml")):
        feed, faults = _read(path)
        problems += faults
        if feed:
            feeds[feed.id] = feed
    if problems:
        raise Problems(problems)
    return feeds


def read_feed(folder: Path, name: str) -> Feed:
    """One feed. Raises Problems with all the faults of its file."""
    feed, faults = _read(folder / "feeds" / f"{name}.toml")
    if faults or feed is None:
        raise Problems(faults)
    return feed


def _read(path: Path) -> tuple[Feed | None, list[Problem]]:
    feed, faults = read_definition(path, Feed, id=path.stem)
    return feed, [*faults, *(_inconsistencies(feed) if feed else ())]


def _inconsistencies(feed: Feed) -> list[Problem]:
    places = {column.name for column in feed.columns if column.role is ColumnRole.PLACE}
    names = [column.name for column in feed.columns]
    faults = [
        f"the grain '{grain}' is no column of role place" for grain in feed.grains if grain not in places
    ]
    faults += [
        f"the column '{name}' is declared twice" for name in sorted({n for n in names if names.count(n) > 1})
    ]
    return [
        Problem(
            code="definition.fault",
            found=f"In the feed {feed.id}, {fault}.",
            expected="Columns declared once, and grains among the place columns.",
            remedy=f"Correct feeds/{feed.id}.toml.",
            where=Where(f"feeds/{feed.id}.toml"),
        )
        for fault in faults
    ]
