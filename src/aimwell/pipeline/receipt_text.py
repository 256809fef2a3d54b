"""A receipt as plain data, in the form that programs rely on."""

from typing import Any

from aimwell.domain.problems import Problem
from aimwell.domain.receipts import Receipt


def as_json(receipt: Receipt) -> dict[str, Any]:
    """The receipt's parts by their stable names."""
    return {
        "file": receipt.file,
        "digest": receipt.digest,
        "recognised_as": receipt.recognised_as,
        "periods": list(receipt.periods),
        "rows_read": receipt.rows_read,
        "rows_kept": receipt.rows_kept,
        "rows_refused": receipt.rows_refused,
        "rows_set_aside": receipt.rows_set_aside,
        "vintage": {
            "published": receipt.vintage.published.isoformat() if receipt.vintage.published else None,
            "revised": receipt.vintage.revised,
        },
        "taken": receipt.taken,
        "already_held": receipt.already_held,
        "supersedes": list(receipt.supersedes),
        "reconciles": all(each.agrees for each in receipt.reconciliations)
        if receipt.reconciliations
        else None,
        "reconciliations": [
            {"what": each.what, "stated": each.stated, "summed": each.summed, "agrees": each.agrees}
            for each in receipt.reconciliations
        ],
        "problems": [problem_as_json(problem) for problem in receipt.problems],
    }


def problem_as_json(problem: Problem) -> dict[str, str]:
    """A problem's parts by their stable names."""
    return {
        "code": problem.code,
        "where": str(problem.where),
        "found": problem.found,
        "expected": problem.expected,
        "remedy": problem.remedy,
        "severity": problem.severity.value,
    }
