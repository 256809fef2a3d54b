"""The sums that prevention shares are made of: read once for the lines, rules and decisions there are."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimwell.domain.money.prevention import Decision, Rule, Target
from aimwell.domain.money.prevention_share import Cell
from aimwell.domain.money.reconciling import TotalsState
from aimwell.domain.problems import Problem, Where
from aimwell.pipeline.money.read_lines import LinesRead
from aimwell.store.aggregate import ledger_lines
from aimwell.store.aggregate.prevention_cells import cells_held, keep_cells
from aimwell.store.folder import StoreFolder

FORM = "1"  # of the sums; another form, another key


@dataclass(frozen=True, slots=True)
class Decided:
    """What single wordings and lines people decided on; everything else goes by its rule."""

    wordings: frozenset[str]
    lines: frozenset[str]


def decided(decisions: Collection[Decision]) -> Decided:
    """The wordings and lines among the targets of decisions."""
    of = {target: frozenset(each.of for each in decisions if each.target is target) for target in Target}
    return Decided(of[Target.WORDING], of[Target.LINE])


def ledger_files(folder: StoreFolder) -> list[Path]:
    """The files of lines held. Raises Problem where there are none."""
    files = [ledger.path for ledger in ledger_lines.held(folder)]
    if not files:
        raise Problem(
            code="money.no-lines",
            found="The store holds no ledger lines yet.",
            expected="At least one ledger of payments.",
            remedy="Take one: aimwell money take FILE --store DIR",
            where=Where(folder.root.name),
        )
    return files


def unreconciled(folder: StoreFolder, bodies: Collection[str] = ()) -> tuple[str, ...]:
    """The ledgers, of some bodies or all, whose lines do not add up to the total they state."""
    return tuple(
        each["file"]
        for each in _receipts(folder)
        if each["totals"] == TotalsState.UNRECONCILED and (not bodies or each["body"] in bodies)
    )


def body_names(folder: StoreFolder) -> dict[str, str]:
    """What the bodies whose ledgers are held are called, by code."""
    return {each["body"]: each.get("body_name") or each["body"] for each in _receipts(folder)}


def _receipts(folder: StoreFolder) -> list[dict[str, Any]]:
    return [json.loads(ledger.receipt) for ledger in ledger_lines.held(folder)]


def read_ledgers(
    folder: StoreFolder, rules: Sequence[Rule], decisions: Collection[Decision] = ()
) -> LinesRead:
    """All lines held, held to the rules."""
    return LinesRead(ledger_files(folder), rules, decided_lines=decided(decisions).lines)


def prevention_cells(
    folder: StoreFolder, rules: Sequence[Rule], rules_mark: str, decisions: Collection[Decision] = ()
) -> tuple[Cell, ...]:
    """The sums, as held, or read from the lines and kept where the store may be written."""
    targets = decided(decisions)
    key = _key(ledger_files(folder), rules_mark, targets)
    held = cells_held(folder, key)
    if held is not None:
        return held
    cells = read_ledgers(folder, rules, decisions).cells(decided_wordings=targets.wordings)
    if folder.may_be_written:
        with folder.writing() as work:
            keep_cells(folder, key, cells, work=work)
    return cells


def _key(files: Sequence[Path], rules_mark: str, targets: Decided) -> str:
    parts = [
        FORM,
        rules_mark,
        *(path.name for path in files),
        *sorted(targets.wordings),
        *sorted(targets.lines),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
