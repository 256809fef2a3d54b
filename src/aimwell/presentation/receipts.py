"""A receipt said in words."""

from aimwell.domain.problems import Severity
from aimwell.domain.receipts import Receipt

MOST_PROBLEMS = 10


def receipt_in_words(receipt: Receipt) -> str:
    """What became of a file, on a few lines."""
    lines = [f"{receipt.file}: {_outcome(receipt)}"]
    if receipt.taken:
        lines.append(f"  {_counts(receipt)}")
    lines += [
        f"  {'Note' if problem.severity is Severity.WARNS else 'Problem'} {problem.code}"
        f"{f' in {problem.where}' if str(problem.where) else ''}: {problem.found}\n"
        f"    Expected: {problem.expected}\n    Remedy: {problem.remedy}"
        for problem in receipt.problems[:MOST_PROBLEMS]
    ]
    more = len(receipt.problems) - MOST_PROBLEMS
    return "\n".join(lines + ([f"  … and {more:,} more"] if more > 0 else []))


def _outcome(receipt: Receipt) -> str:
    if not receipt.taken:
        known = f", recognised as {receipt.recognised_as}" if receipt.recognised_as else ""
        return f"refused{known}; nothing of it was kept."
    periods = receipt.periods
    span = periods[0] if len(periods) == 1 else f"{len(periods)} periods, {periods[0]} to {periods[-1]}"
    again = " It was taken before; nothing changed." if receipt.already_held else ""
    newer = " It takes the place of an earlier edition." if receipt.supersedes else ""
    return f"taken as {receipt.recognised_as}, {span}.{again}{newer}"


def _counts(receipt: Receipt) -> str:
    parts = [f"{receipt.rows_read:,} rows read, {receipt.rows_kept:,} kept"]
    if receipt.rows_set_aside:
        parts.append(f"{receipt.rows_set_aside:,} totals and notes set aside")
    if receipt.rows_refused:
        parts.append(f"{receipt.rows_refused:,} refused")
    if receipt.reconciliations:
        agree = sum(each.agrees for each in receipt.reconciliations)
        parts.append(f"{agree} of {len(receipt.reconciliations)} totals agree")
    return f"{', '.join(parts)}. SHA-256 {receipt.digest[:12]}…"
