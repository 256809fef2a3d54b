"""A ledger's receipt as plain data, in the form that programs rely on."""

import json
from typing import Any

from aimwell.domain.money.ledger_files import LedgerReceipt
from aimwell.pipeline.receipt_text import problem_as_json


def as_json(receipt: LedgerReceipt) -> dict[str, Any]:
    """The receipt's parts by their stable names; money in whole pence."""
    return {
        "file": receipt.file,
        "digest": receipt.digest,
        "body": receipt.body,
        "body_name": receipt.body_name,
        "first_day": receipt.first_day.isoformat() if receipt.first_day else None,
        "last_day": receipt.last_day.isoformat() if receipt.last_day else None,
        "counted": receipt.counted,
        "rows_read": receipt.rows_read,
        "rows_blank": receipt.rows_blank,
        "lines_kept": receipt.lines_kept,
        "lines_refused": receipt.lines_refused,
        "lines_held_already": receipt.lines_held_already,
        "lines_private": receipt.lines_private,
        "credits": receipt.credits,
        "total_pence": receipt.total_pence,
        "private_pence": receipt.private_pence,
        "credits_pence": receipt.credits_pence,
        "totals": receipt.totals.value,
        "checks": [
            {"row": check.row, "stated": check.stated, "summed": check.summed, "agrees": check.agrees}
            for check in receipt.checks
        ],
        "notes": list(receipt.notes),
        "problems": [problem_as_json(problem) for problem in receipt.problems],
        "taken": receipt.taken,
        "already_held": receipt.already_held,
    }


def as_text(receipt: LedgerReceipt) -> str:
    """The receipt as one line of JSON, for the store."""
    return json.dumps(as_json(receipt), ensure_ascii=False)
