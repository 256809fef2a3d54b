"""SQL for the cells of a published table: codes, words, numbers and the publisher's marks for none.

Every function takes a heading as published and gives an expression over the table `published`.
"""

import re
from pathlib import Path

from aimwell.domain.published_periods import read_period
from aimwell.gateways.cells import ABSENT, WITHHELD
from aimwell.gateways.headings import plain
from aimwell.sqltext import literal


def column(heading: str) -> str:
    """The SQL name of a column."""
    return '"' + plain(heading).replace('"', '""') + '"'


def clean(heading: str) -> str:
    """SQL for a code: trimmed, in capitals, '' for none."""
    return f"upper(trim(coalesce({column(heading)}, '')))"


def words(heading: str) -> str:
    """SQL for a cell's words, with single spaces."""
    return rf"regexp_replace(trim(coalesce({column(heading)}, '')), '\s+', ' ', 'g')"


def number(heading: str) -> str:
    """SQL for the number in a cell, null for none; thousands commas, £ and % taken off."""
    bare = f"rtrim(replace(replace(trim({column(heading)}), ',', ''), '£', ''), '% ')"
    read = f"try_cast({bare} as double)"
    return f"(case when isfinite({read}) then {read} end)"


def is_withheld(heading: str) -> str:
    """SQL: the publisher hides the figure to protect people; "<5" and "<Suppressed>" say so too."""
    cell = f"lower(trim(coalesce({column(heading)}, '')))"
    return f"({cell} in ({_listed(WITHHELD)}) or starts_with({cell}, '<'))"


def is_absent(heading: str) -> str:
    """SQL: there is no figure."""
    return f"(lower(trim(coalesce({column(heading)}, ''))) in ({_listed(ABSENT)}))"


def status(*headings: str) -> str:
    """SQL for the status of a row with these amounts: suppressed if one is withheld, missing if there is none."""
    withheld = " or ".join(is_withheld(heading) for heading in headings)
    absent = " and ".join(f"{number(heading)} is null" for heading in headings)
    return f"case when {withheld} then 'suppressed' when {absent} then 'missing' else 'ok' end"


def text_of(value: str) -> str:
    """A text as an SQL literal."""
    return literal(value)


def path_of(path: Path) -> str:
    """A path as an SQL literal of one file: its brackets and stars are no pattern."""
    return text_of(re.sub(r"([\[*?])", r"[\1]", str(path)))


def period_of(published: str) -> str:
    """A publisher's period in canonical text."""
    return read_period(published).text


def _listed(marks: frozenset[str]) -> str:
    return ", ".join(text_of(mark) for mark in sorted(marks))
