"""Makes demo/: the published facts that ship with aimwell, taken from the larger collection beside the repository.

Run from the repository: python scripts/build_demo.py. It takes every file into a temporary store, which needs two
minutes, and carries what measures read to demo/. The same files and definitions make the same folder, byte for byte.
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.feeds import Feed
from aimwell.pipeline.account import Account
from aimwell.pipeline.bundle import Extract, export_bundle
from aimwell.pipeline.bundle_readme import Contents
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.reduce import summed_to_places, what_measures_read
from aimwell.pipeline.take import take
from aimwell.store.folder import StoreFolder

REPOSITORY = Path(__file__).resolve().parent.parent
COLLECTION = REPOSITORY.parent / "shared" / "data"
DEMO = REPOSITORY / "demo"
LARGEST = 10 * 1024**2  # bytes; clones stay quick

FOLDERS = (
    "activity",
    "ae_monthly_csv",
    "ae_monthly_xls",
    "cancer",
    "deprivation",
    "derived",
    "diagnostics_ambulance",
    "discharge_beds",
    "finance_allocations",
    "finance_la",
    "fingertips",
    "gp_appointments",
    "icb_extracts_json",
    "mental_health",
    "population",
    "qof",
    "rtt",
    "screening_vaccination",
    "workforce",
)

GPL = "copied from a repository under the GPL"
NEVER = {
    "waiting_lists_for_STPs.csv.gz": GPL,
    "england_diagnostic_wait_times.csv": GPL,
    "england_ambulance_quality_indicators.csv": GPL,
    "england_outpatient_referrals.csv": GPL,
    "england_cancer_wait_times.csv": GPL,
    "PHEindicatormethods_LE_testdata.csv": "test data of a package under the GPL",
    "PHEindicatormethods_testdata_DSR_ISR.xlsx": "test data of a package under the GPL",
    "TS007A_age_by_five_year_age_bands_lsoa11.csv.gz": "copied from a publisher of other files under the GPL",
    "pressure_index_provider_month.csv": "a copy whose licence is not known",
}

WITHOUT = {
    "census_age": "The copy at hand comes from a publisher of files under the GPL; the table is free at Nomis.",
    "diagnostics_dm01": "No edition of the extract is at hand.",
    "diagnostics_workbook": "The copy at hand comes from a repository under the GPL, and covers one month.",
    "outpatient_referrals": "The copy at hand comes from a repository under the GPL, and covers one month.",
    "pressure_index": "The licence of the copy at hand is not known.",
    "rtt_waiting_lists_stp": "The copy at hand comes from a repository under the GPL.",
}
"""Feeds that no facts ship for though measures read them, and why."""

SUMMED = {
    "registered_patients": "the neighbourhoods that a practice's patients live in, summed to the practice",
}
"""Feeds whose rows are summed to their places, and what that leaves out."""


def main() -> int:
    """Take, reduce, write; tell how large it is. Exit status 1 when it is too large to ship."""
    with tempfile.TemporaryDirectory() as temporary:
        account = _account(Path(temporary) / "store")
        refused = _take_all(account)
        fresh = Path(temporary) / "demo"
        contents = export_bundle(account, fresh, partial(_reduced, account.catalogue), progress=_tell)
        with (fresh / "README.md").open("a", encoding="utf-8") as read_me:
            read_me.write(_without(account.catalogue, contents))
        # Beside the facts lies illustrative/, which nobody published.
        shutil.rmtree(DEMO / "facts", ignore_errors=True)
        shutil.copytree(fresh, DEMO, dirs_exist_ok=True)
    size = sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file())
    for path in sorted(DEMO.rglob("*.parquet"), key=lambda path: path.stat().st_size):
        print(f"{path.stat().st_size:>10,}  {path.name}")
    print(f"{size:>10,}  bytes, {len(contents)} feeds; {len(refused)} files were not taken:")
    for name, why in refused:
        print(f"            {name}: {why}")
    return 1 if size > LARGEST else 0


def _account(store: Path) -> Account:
    definitions = REPOSITORY / "definitions"
    return Account(StoreFolder(store), Catalogue(definitions), Geography(definitions))


def _take_all(account: Account) -> list[tuple[str, str]]:
    """Take every file that may ship; returns those that were refused, and why."""
    paths = [path for folder in FOLDERS for path in sorted((COLLECTION / folder).iterdir())]
    may_ship = [path for path in paths if path.is_file() and path.name not in NEVER]
    receipts = take(may_ship, account, now=datetime.now(UTC), progress=_tell)
    return [(receipt.file, receipt.problems[0].found) for receipt in receipts if not receipt.taken]


def _reduced(catalogue: Catalogue, connection: duckdb.DuckDBPyConnection, feed: Feed) -> Extract | None:
    extract = what_measures_read(connection, feed, catalogue.measures.values())
    if extract and feed.id in SUMMED:
        return summed_to_places(extract, feed, SUMMED[feed.id])
    return extract


def _without(catalogue: Catalogue, contents: Sequence[Contents]) -> str:
    """A section that names the measures no facts ship for. Raises KeyError for one without a reason."""
    shipped = {each.feed.id for each in contents}
    lines = ["## Measures without shipped data\n", "Take a published file of their feed to see them.\n"]
    for measure in sorted(catalogue.measures.values(), key=lambda measure: (measure.feed, measure.id)):
        if measure.feed not in shipped:
            lines.append(f"- `{measure.id}`: {WITHOUT[measure.feed]}")
    return "\n".join(lines) + "\n"


def _tell(what: str, done: int, of: int) -> None:
    print(f"\r{done:>4} of {of}  {what[:70]:<70}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
