"""A spreadsheet of 5,000 targets comes back: read past the guard, held against what is there, saved and logged.

    python -m bench.workplace_sheets

On SQLite in a store of its own. Three files: all rows new, one cell of every row changed, nothing changed.
"""

import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.timing import Timing, say, say_machine

ROWS = 5_000
LIMIT = 5.0  # seconds
DEFINITIONS = Path(__file__).resolve().parent.parent / "definitions"
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def main() -> None:
    """Time the three files, each from the bytes that were sent to the last entry of the log."""
    with tempfile.TemporaryDirectory() as folder:
        from aimwell.web.start import configure, prepare

        configure(Path(folder), DEFINITIONS)
        prepare("bench@example.org")
        for what, seconds in _runs(Path(folder)):
            timing = Timing(f"{ROWS:,} targets by spreadsheet, {what}", (seconds,))
            say(timing, target=f"<= {LIMIT:.0f} s", verdict=seconds <= LIMIT)


def _runs(store: Path) -> list[tuple[str, float]]:
    from aimwell.services.workplace.changing import Asking
    from aimwell.services.workplace.signed_in import actor_of
    from aimwell.store.workplace.models import Account, Body, RoleGiven

    system = Body(kind="system", name="Bench", code="QHL", made_at=NOW, changed_at=NOW)
    system.system = system
    system.save(force_insert=True)
    account = Account.objects.create_user("strategy@example.org", None, name="Bench")
    RoleGiven(
        account=account, role="strategy", system=system, valid_from=NOW.date(), made_at=NOW, changed_at=NOW
    ).save(force_insert=True)
    asking = Asking(actor_of(account, DEFINITIONS, NOW.date()), NOW, "A bench")
    first = workbook_of_targets(system, ROWS)
    added = _timed(asking, store, system, first, expected=ROWS + 1)
    changed = _timed(asking, store, system, _with_other_values(system), expected=ROWS)
    untouched = _timed(asking, store, system, _export(system), expected=0)
    return [("all new", added), ("one cell of each changed", changed), ("untouched", untouched)]


def _timed(asking: Any, store: Path, system: Any, content: bytes, *, expected: int) -> float:
    from aimwell.services.workplace.sheet_faults import Around
    from aimwell.services.workplace.sheet_saving import import_sheets
    from aimwell.services.workplace.sheets import read_file

    around = Around(system, store, DEFINITIONS, NOW.date(), "bench.xlsx")
    seen = _mark(content, around)
    start = time.perf_counter()
    upload = read_file(content=content, name="bench.xlsx", definitions=DEFINITIONS, most_bytes=20_000_000)
    changes = import_sheets(asking=asking, upload=upload, around=around, packs=(), seen=seen)
    seconds = time.perf_counter() - start
    if changes.count != expected:
        raise SystemExit(f"{changes.count} changes instead of {expected}")
    return seconds


def _mark(content: bytes, around: Any) -> str:
    from aimwell.services.workplace.sheet_changes import changes_of
    from aimwell.services.workplace.sheets import read_file

    upload = read_file(content=content, name="bench.xlsx", definitions=DEFINITIONS, most_bytes=20_000_000)
    found = changes_of(upload, around)
    for problem in found.problems[:3]:
        print(problem)
    return found.mark


def workbook_of_targets(system: Any, count: int) -> bytes:
    """A workbook that adds targets to a system."""
    from aimwell.gateways.workbooks import FilledSheet, write_workbook
    from aimwell.services.workplace.sheets import priority_layout, target_layout

    periods = [f"2026-{month:02}" for month in range(7, 13)]
    rows = [
        {
            "Target": f"Target {number}", "Priority": "Shorter waits", "Measure": "rtt_within_18_weeks",
            "Place": system.code, "For whom": "all", "Direction": "higher", "Unit": "percent", "Baseline": 60.0,
            "Baseline period": "2026-04", "Value to reach": 70.0, "By": date(2027, 3, 31), "Evidence": "A trial",
            **{period: 60.0 + index for index, period in enumerate(periods)},
        }
        for number in range(count)
    ]  # fmt: skip
    priority = {"Priority": "Shorter waits", "Level": "local", "Aim": "outcomes"}
    sheets = [FilledSheet(priority_layout(), [priority]), FilledSheet(target_layout(periods), rows)]
    return write_workbook(sheets=sheets, title="Bench", about=(), made=NOW.date())


def _export(system: Any) -> bytes:
    from aimwell.services.workplace.sheets import workbook_of

    return workbook_of(system=system, day=NOW.date())


def _with_other_values(system: Any) -> bytes:
    """The export with another value to reach in every row."""
    from aimwell.gateways.workbooks import FilledSheet, write_workbook
    from aimwell.services.workplace.sheets import sheets_of

    priorities, targets = sheets_of(system)
    rows = [{**row, "Value to reach": 71.0} for row in targets.rows]
    return write_workbook(
        sheets=[priorities, FilledSheet(targets.layout, rows)], title="Bench", about=(), made=NOW.date()
    )


if __name__ == "__main__":
    say_machine()
    main()
