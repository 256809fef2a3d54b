"""Copies of public figures that lost their dates on the way: known for what they are, and refused in words.

A figure without its period is no figure. Each is refused with the published file that it was made from, which
says its period, so that a person knows what to take in its place.
"""

from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import plain
from aimwell.gateways.json_objects import share_of_keys
from aimwell.gateways.reading import Reading, Recognition, share_found

FEED = "undated_copies"


@dataclass(frozen=True, slots=True)
class Copy:
    """One kind of copy: its signature, what it holds, and where its figures are published with their period."""

    names: tuple[str, ...]
    holds: str
    instead: str


COPIES = (
    Copy(
        (
            "Area_x",
            "Area_name",
            "Name",
            "Lower_CI",
            "Upper_CI",
            "Rank_label",
            "Significance",
            "data_available",
        ),
        "indicators of districts and their nearest neighbours, each for a period of its own that is left out",
        "Take the indicator's CSV from fingertips.phe.org.uk: it has a time period in every row.",
    ),
    Copy(
        (
            "org_code",
            "catchment_population",
            "imd_score",
            "imd_rank_recomputed",
            "deprivation_quintile",
            "core20_proxy",
        ),
        "catchment populations of trusts, of a year that is left out",
        "Take the catchment populations from the public health profiles, which say their year.",
    ),
)
ENOUGH = 0.8


def recognise(document: Document) -> Recognition | None:
    """By the headings or keys of one of the copies."""
    share = max(_share(document, copy) for copy in COPIES)
    return Recognition(FEED, share) if share >= ENOUGH else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:  # noqa: ARG001 - a gateway's signature
    """Raises Problem `period.not-stated`, always."""
    copy = max(COPIES, key=lambda copy: _share(document, copy))
    raise Problem(
        code="period.not-stated",
        found=f"The file holds {copy.holds}.",
        expected="Figures with the period that they are for.",
        remedy=copy.instead,
        where=Where(document.name),
    )


def _share(document: Document, copy: Copy) -> float:
    if document.kind is Kind.JSON:
        return share_of_keys(document, copy.names)
    names = [plain(name) for name in copy.names]
    return max((share_found(names, [plain(cell) for cell in row]) for row in document.head), default=0.0)
