"""To which acute trusts A&E visits are counted. The rows here are invented in the table's layout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import ae_trust_attribution
from tests.gateways.read_file import problems_of, take

TABLE = """\
"nhs_trust22_code_all","nhs_trust22_code_acute","proportion_attendances_attributed_to_acute_trust"
"XA1","XA1",1
"XW1","XA1",0.25
"""


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("ae_trust_attribution")


def saved(text: str, folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_the_share_of_each_body_is_kept_for_the_edition_declared(feed, tmp_path):
    taken = take(ae_trust_attribution, saved(TABLE, tmp_path), feed, tmp_path)
    centre = taken.one(provider="XW1")
    assert (centre["acute_trust"], centre["share"], centre["period"]) == ("XA1", 0.25, "2022")


def test_a_renamed_column_is_named(feed, tmp_path):
    renamed = TABLE.replace("nhs_trust22_code_acute", "nhs_trust22_acute_code")
    (problem,) = problems_of(ae_trust_attribution, saved(renamed, tmp_path), feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "nhs_trust22_code_acute")


@pytest.mark.shared
def test_every_row_of_the_published_table_is_kept(shared_data, feed, tmp_path):
    path = shared_data / "ae_monthly_csv" / "england_ae_acute_trust_attribution.csv"
    taken = take(ae_trust_attribution, path, feed, tmp_path)
    assert len(taken.rows) == 215
    assert all(0 <= row["share"] <= 1 for row in taken.rows)
