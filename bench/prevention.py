"""A million ledger lines: taken, read by the rules and reported under six packs: python -m bench.prevention."""

import csv
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.timing import say, say_machine, timed_command

LINES = 1_000_000
PURPOSES = 250_000  # different texts: every fourth line says something of its own, more than in real ledgers
SECONDS, MEGABYTES, AGAIN = 30.0, 1024.0, 3.0
SERVICES = (
    "Smoking Cessation", "NHS Health Checks", "Health Visitors", "School Nursing", "Contra Sex Health", "Reablement",
    "Falls Prevention", "Early Help Hub", "Learn Dis 18-64 LT", "Phys Supp 85+ LT", "Capital Schemes", "Waste Disposal",
    "Children's Homes", "ICT Operations", "Household Support", "Libraries", "Planning Control", "Parks Events",
    *(f"Team {number}" for number in range(882)),
)  # fmt: skip
COLUMNS = (
    "Body Name",
    "Date",
    "Service Area",
    "Expense Type",
    "Supplier",
    "Transaction Number",
    "Purpose",
    "Amount",
)
TYPES = (
    "Contract payments",
    "Agency staff",
    "Rent",
    "Grants",
    "Equipment",
    "Medical fees",
    "Utilities",
    "Other",
)


def lines() -> Iterator[tuple[str, ...]]:
    """Invented payments of an invented council; no chance, so that every run is alike."""
    for number in range(LINES):
        mixed = number * 7919 % LINES
        pence = (mixed * 104_729) % 5_000_000 - (100_000 if number % 7 == 0 else 0)
        yield (
            "Illustrative Council",
            f"{1 + mixed % 28:02d}/{1 + mixed % 12:02d}/2025",
            SERVICES[mixed % len(SERVICES)],
            TYPES[mixed % len(TYPES)],
            f"Supplier {mixed % 20_000} Limited",
            str(5_000_000 + number),
            f"Contract {mixed % PURPOSES} quarter {mixed % 4} of the service",
            f"{pence / 100:.2f}",
        )


def main() -> None:
    """Take and report from cold; then ask for another pack."""
    with tempfile.TemporaryDirectory() as room:
        ledger, store = Path(room) / "ledger.csv", Path(room) / "store"
        with ledger.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            writer.writerows(lines())
        aimwell = (sys.executable, "-m", "aimwell", "money")
        held = ("--store", str(store))
        took = timed_command("take 1,000,000 lines", (*aimwell, "take", str(ledger), *held), runs=1)
        read = timed_command("read by the rules, six packs", (*aimwell, "share", *held), runs=1)
        total = took.median + read.median
        peak = max(took.megabytes, read.megabytes)
        say(took, target="(part)")
        say(read, target="(part)")
        print(
            f"    together {total:.1f} s, peak {peak:,.0f} MB — at most {SECONDS:.0f} s and {MEGABYTES:,.0f} MB "
            f"{'met' if total <= SECONDS and peak <= MEGABYTES else 'MISSED'}",
            flush=True,
        )
        again = timed_command(
            "re-read under another pack", (*aimwell, "share", *held, "--pack", "cipfa-wide"), runs=5
        )
        say(again, target=f"{AGAIN:.0f} s", verdict=again.median <= AGAIN)
        told = timed_command("why packs differ", (*aimwell, "share", *held, "--difference"), runs=3)
        say(told, target=f"{AGAIN:.0f} s", verdict=told.median <= AGAIN)


if __name__ == "__main__":
    say_machine()
    main()
