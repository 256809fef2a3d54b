"""Problems that a person can put right: what was found, what was expected, and the remedy."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a problem does to the thing that has it."""

    REFUSES = "refuses"  # nothing of the file or definition is kept
    WARNS = "warns"  # it is kept, and the problem is shown beside it


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem in somebody's file; an unknown part is left empty."""

    file: str = ""
    sheet: str = ""
    row: int | None = None  # as a spreadsheet counts: the first line is row 1
    column: str = ""

    def __str__(self) -> str:
        parts = [
            self.file,
            f"sheet '{self.sheet}'" if self.sheet else "",
            f"row {self.row:,}" if self.row is not None else "",
            f"column '{self.column}'" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)


class Problem(Exception):
    """Something a person can put right, with a code that stays the same between versions."""

    def __init__(
        self,
        *,
        code: str,
        found: str,
        expected: str,
        remedy: str,
        where: Where | None = None,
        severity: Severity = Severity.REFUSES,
    ) -> None:
        super().__init__(f"{found} Expected: {expected} {remedy} [{code}]")
        self.code = code
        self.found = found
        self.expected = expected
        self.remedy = remedy
        self.where = where or Where()
        self.severity = severity

    def in_file(self, name: str) -> "Problem":
        """The same problem, said of a named file."""
        place = Where(name, self.where.sheet, self.where.row, self.where.column)
        return Problem(
            code=self.code,
            found=self.found,
            expected=self.expected,
            remedy=self.remedy,
            where=place,
            severity=self.severity,
        )


class Busy(Problem):
    """That the server has enough to do just now; the same request will be taken a little later."""


class Problems(Exception):
    """Several problems told at once, so that a person mends a file or definition in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
