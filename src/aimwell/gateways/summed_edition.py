"""The edition of a table that somebody summed from published files: it never stands before a published one."""

from dataclasses import dataclass

from aimwell.domain.problems import Problem, Severity, Where
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document


@dataclass(frozen=True, slots=True)
class SummedEdition(Vintage):
    """Sorts before every published edition, whenever either is taken."""

    @property
    def order(self) -> str:
        """Before the first edition of a file that does not say when it was published."""
        return ""


def summed_from(document: Document, published: str, without: str) -> Problem:
    """The warning that the figures were added up before they came here, and what they lack."""
    return Problem(
        code="file.summed-from-published",
        found=f"Derived: summed from {published}. It has no {without}.",
        expected="The published files of these months, which replace its figures when they are taken.",
        remedy=f"Take {published} as well where more than the systems' totals is wanted.",
        where=Where(document.name),
        severity=Severity.WARNS,
    )
