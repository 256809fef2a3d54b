"""A ledger's receipt said in words."""

from aimwell.domain.money.ledger_files import LedgerReceipt
from aimwell.domain.money.lines import said
from aimwell.domain.problems import Problem, Severity

MOST_PROBLEMS = 10


def ledger_receipt_in_words(receipt: LedgerReceipt) -> str:
    """What became of a ledger, on a few lines."""
    lines = [f"{receipt.file}: {_outcome(receipt)}"]
    if receipt.taken and not receipt.already_held:
        lines += [f"  {line}" for line in (_lines(receipt), _money(receipt), *map(_sentence, receipt.notes))]
    lines += [_problem(problem) for problem in receipt.problems[:MOST_PROBLEMS]]
    more = len(receipt.problems) - MOST_PROBLEMS
    return "\n".join([*lines, f"  … and {more:,} more"] if more > 0 else lines)


def _outcome(receipt: LedgerReceipt) -> str:
    if receipt.already_held:
        return "taken before; nothing changed."
    if not receipt.taken:
        return "refused; nothing of it was kept."
    span = f", {receipt.first_day} to {receipt.last_day}" if receipt.first_day else ""
    name = f"{receipt.body_name} ({receipt.body})" if receipt.body != receipt.body_name else receipt.body
    return f"ledger of {name}{span}; {receipt.totals.value}."


def _lines(receipt: LedgerReceipt) -> str:
    parts = [f"{receipt.rows_read:,} rows read, {receipt.lines_kept:,} lines kept"]
    if receipt.lines_refused:
        parts.append(f"{receipt.lines_refused:,} refused")
    if receipt.lines_held_already:
        parts.append(f"{receipt.lines_held_already:,} left out, held from another ledger")
    if receipt.rows_blank or receipt.checks:
        parts.append(f"{receipt.rows_blank + len(receipt.checks):,} blank rows, notes and totals")
    return ", ".join(parts) + "."


def _money(receipt: LedgerReceipt) -> str:
    told = f"{said(receipt.total_pence)} in all"
    if receipt.credits:
        told += f", of it {receipt.credits:,} credits of {said(receipt.credits_pence)}"
    if receipt.lines_private:
        told += f"; {receipt.lines_private:,} lines of {said(receipt.private_pence)} may name a private person and are never shown"
    agree = sum(check.agrees for check in receipt.checks)
    return f"{told}." + (f" {agree} of {len(receipt.checks)} stated totals agree." if receipt.checks else "")


def _sentence(note: str) -> str:
    return f"{note[0].upper()}{note[1:]}."


def _problem(problem: Problem) -> str:
    kind = "Note" if problem.severity is Severity.WARNS else "Problem"
    where = f" in {problem.where}" if str(problem.where) else ""
    return (
        f"  {kind} {problem.code}{where}: {problem.found}\n"
        f"    Expected: {problem.expected}\n    Remedy: {problem.remedy}"
    )
