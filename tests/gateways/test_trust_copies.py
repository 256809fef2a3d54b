"""Tables that others made of one month by trust. The rows here are invented in their layouts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Severity
from aimwell.gateways import ambulance_copy, cancer_waits_copy, diagnostics_copy, outpatient_referrals
from tests.gateways.read_file import problems_of, recognised, take

CANCER = """\
Trust Code,Trust Name,Standard,Total Treated,Within Standard,Breaches
XA1,First Trust,28 Days FDS,100.0,70.0,30.0
XA1,First Trust,62 Days,50.5,40.0,10.5
XA2,"Second, Trust",,,,
"""
DIAGNOSTICS = """\
Trust Code,Trust Name,Waiting List Total,Waiting 6+ weeks,Waiting 13+ weeks,% waiting 6+ weeks,% waiting 13+ weeks
XA1,First Trust,400.0,100.0,20.0,0.25,0.05
XA2,Second Trust,,,,,
"""
AMBULANCE = """\
Trust Code,Trust Name,Ambulance Service,Incident Count,Total Response Time (h),Mean Response Time (min:sec),90th Centile Response Time (min:sec),Category
XA1,First Trust,Somewhere,8591.0,1330.0,09:17,16:56,cat1
XA1,First Trust,Somewhere,83.0,280.0,1:22:20,,cat4
XA2,Second Trust,,,,,,
"""
OUTPATIENTS = """\
Trust Code,Trust Name,GP Referrals Made (All),Other Referrals Made (All),GP Referrals Made (Specific Acute),Other Referrals Made (Specific Acute)
XA1,First Trust,10.0,20.0,9.0,18.0
XA2,Second Trust,,,,
"""


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str, str], Path]:
    def save(text: str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return save


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Callable[[str], Feed]:
    return feed_of


def test_cancer_waits_are_kept_by_standard_and_trusts_without_any_set_aside(saved, feed, tmp_path):
    taken = take(cancer_waits_copy, saved(CANCER), feed("cancer_waits_copy"), tmp_path)
    row = taken.one(provider="XA1", standard="62 Days")
    assert (row["people"], row["in_time"], row["late"], row["source_row"]) == (50.5, 40.0, 10.5, 3)
    assert (taken.reading.rows_kept, taken.reading.rows_set_aside) == (2, 1)


def test_diagnostic_waits_within_six_weeks_are_the_rest_of_the_list(saved, feed, tmp_path):
    row = take(diagnostics_copy, saved(DIAGNOSTICS), feed("diagnostics_copy"), tmp_path).one(provider="XA1")
    assert (row["waiting"], row["within_6_weeks"], row["over_6_weeks"], row["over_13_weeks"]) == (
        400,
        300,
        100,
        20,
    )


def test_ambulance_times_become_seconds(saved, feed, tmp_path):
    taken = take(ambulance_copy, saved(AMBULANCE), feed("ambulance_copy"), tmp_path)
    first = taken.one(category="cat1")
    assert (first["mean_seconds"], first["centile_90_seconds"]) == (557, 1_016)
    last = taken.one(category="cat4")
    assert (last["mean_seconds"], last["centile_90_seconds"]) == (4_940, None)


def test_outpatient_referrals_are_kept_by_who_referred(saved, feed, tmp_path):
    row = take(outpatient_referrals, saved(OUTPATIENTS), feed("outpatient_referrals"), tmp_path).one(
        provider="XA1"
    )
    assert (row["gp_referrals"], row["other_referrals"]) == (10, 20)


def test_the_month_is_the_declared_edition_unless_the_name_has_one(saved, feed, tmp_path):
    declared = take(cancer_waits_copy, saved(CANCER), feed("cancer_waits_copy"), tmp_path)
    named = take(
        cancer_waits_copy, saved(CANCER, "cancer-March-2023.csv"), feed("cancer_waits_copy"), tmp_path
    )
    assert {row["period"] for row in declared.rows} == {"2022-04"}
    assert {row["period"] for row in named.rows} == {"2023-03"}
    (warning,) = declared.reading.refused
    assert warning.severity is Severity.WARNS


def test_a_time_that_is_none_refuses_its_row(saved, feed, tmp_path):
    taken = take(ambulance_copy, saved(AMBULANCE.replace("09:17", "soon")), feed("ambulance_copy"), tmp_path)
    assert taken.reading.refused[0].code == "cell.not-a-time"
    assert len(taken.rows) == 1


def test_each_table_is_recognised_by_one_gateway_only(saved, tmp_path):
    gateways = (cancer_waits_copy, diagnostics_copy, ambulance_copy, outpatient_referrals)
    tables = (CANCER, DIAGNOSTICS, AMBULANCE, OUTPATIENTS)
    for number, table in enumerate(tables):
        path = saved(table, f"table-{number}.csv")
        found = [gateway for gateway in gateways if recognised(gateway, path, tmp_path)]
        assert found == [gateways[number]]


def test_a_renamed_column_is_named(saved, feed, tmp_path):
    (problem,) = problems_of(
        cancer_waits_copy,
        saved(CANCER.replace("Within Standard", "In Standard")),
        feed("cancer_waits_copy"),
        tmp_path,
    )
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "Within Standard")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("gateway", "name", "kept"),
    [
        (cancer_waits_copy, "england_cancer_wait_times.csv", 1_327),
        (diagnostics_copy, "england_diagnostic_wait_times.csv", 159),
        (ambulance_copy, "england_ambulance_quality_indicators.csv", 55),
        (outpatient_referrals, "england_outpatient_referrals.csv", 168),
    ],
)
def test_every_trust_with_a_number_is_kept(gateway, name, kept, shared_data, feed, tmp_path):
    taken = take(gateway, shared_data / "diagnostics_ambulance" / name, feed(gateway.FEED), tmp_path)
    assert taken.reading.rows_kept == kept
    assert [problem.severity for problem in taken.reading.refused] == [Severity.WARNS]
