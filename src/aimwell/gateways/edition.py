"""The period of a file whose rows do not state one: by its name, or as its feed declares it."""

import re

from aimwell.domain.feeds import Feed
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.gateways.document import Document, digest_of

DECLARED = "Edition: "  # how a feed's notes name the period of the only edition there is


def financial_year_of(document: Document, feed: Feed) -> str:
    """The financial year of a table that the feed knows by its content, else the one in the file's name.

    PREVALENCE_2021.csv is of 2020/21. Raises Problem when neither says it.
    """
    content = digest_of(document.path)
    for note in feed.notes:
        if content in note and (known := re.match(r"The table of (\d{4}/\d\d) ", note)):
            return known[1]
    for first, second in re.findall(r"(?<!\d)(?:20)?(\d\d)[-_]?(\d\d)(?!\d)", document.name):
        if (int(first) + 1) % 100 == int(second):
            return Period.financial_year(2000 + int(first)).text
    raise Problem(
        code="feed.no-period",
        found="Neither the rows nor the file's name state the year.",
        expected="A name with the year as the publisher writes it, such as PREVALENCE_2021.csv for 2020/21.",
        remedy="Give the file its published name again.",
        where=Where(document.name),
    )


def declared_edition(document: Document, feed: Feed) -> str:
    """The period that the feed's notes declare. Raises Problem when they declare none."""
    for note in feed.notes:
        if note.startswith(DECLARED):
            return read_period(note.removeprefix(DECLARED).rstrip(".")).text
    raise Problem(
        code="feed.no-period",
        found="The file does not state its period and the feed declares no edition.",
        expected=f"A note '{DECLARED}2019/20.' in the feed {feed.id}.",
        remedy="Declare the edition in the feed's notes.",
        where=Where(document.name),
    )
