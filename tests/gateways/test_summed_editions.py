"""Tables that somebody summed from published files: they fill months until the publication is taken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Severity
from aimwell.domain.receipts import Vintage
from aimwell.gateways import ae_by_system, rtt_by_system
from tests.gateways.read_file import problems_of, take

# Real figures: NHS England, May 2024 and February and June 2020, under the Open Government Licence v3.0.
WAITS = """\
period,icb_code,icb_name,part,tfc,total_all,within_18,over_18,over_52,over_65,over_78,over_104
2024-05,HUB,national and regional commissioning hubs,Part_2,C_999,167772,101965,65807,6304,954,150,36
2024-05,HUB,national and regional commissioning hubs,Part_3,C_999,36103,0,0,0,0,0,0
2024-05,NONC,non-English commissioners,Part_2,C_999,30089,15842,14247,2308,792,353,95
2024-05,NONC,non-English commissioners,Part_3,C_999,6065,0,0,0,0,0,0
2024-05,QPM,NHS NORTHAMPTONSHIRE INTEGRATED CARE BOARD,Part_2,C_999,90268,57011,33257,2580,445,15,0
2024-05,QPM,NHS NORTHAMPTONSHIRE INTEGRATED CARE BOARD,Part_3,C_999,22365,0,0,0,0,0,0
"""
ATTENDANCES = """\
period,icb_code,icb_name,att_type1,att_type2,att_type3,att_total,over4h_total,over4h_type1,pct4h_all,em_adm_total,dta_over4h,dta_over12h
2020-02,QOX,"Bath and North East Somerset, Swindon and Wiltshire STP",15241,271,10082,25594,5325,5101,0.7919434242400563,9242,1728,42
2020-02,QUE,Cambridgeshire and Peterborough STP,21910,0,5174,27084,3777,3777,0.7184704830053668,7776,1038,7
2020-06,QNQ,Frimley Health & Care Ics (STP),16371,0,0,16371,0,0,,4513,174,0
"""


@pytest.fixture
def waits(tmp_path: Path) -> Path:
    path = tmp_path / "waits.csv"
    path.write_text(WAITS, encoding="utf-8")
    return path


@pytest.fixture
def attendances(tmp_path: Path) -> Path:
    path = tmp_path / "attendances.csv"
    path.write_text(ATTENDANCES, encoding="utf-8")
    return path


def test_pathways_by_system_are_read_with_every_threshold(waits, feed_of, tmp_path):
    taken = take(rtt_by_system, waits, feed_of("rtt_full_extract"), tmp_path)
    row = taken.one(commissioner="QPM", part="Part_2", treatment_function="C_999")
    assert (row["period"], row["grain"], row["source_row"]) == ("2024-05", "commissioner", 6)
    assert (row["pathways"], row["within_18_weeks"], row["over_52_weeks"]) == (90_268, 57_011, 2_580)
    assert (row["over_65_weeks"], row["over_78_weeks"], row["over_104_weeks"]) == (445, 15, 0)
    assert row["weekly_bands"] is None


def test_national_hubs_count_for_england_alone(waits, feed_of, tmp_path):
    taken = take(rtt_by_system, waits, feed_of("rtt_full_extract"), tmp_path)
    assert taken.one(commissioner="ENG", part="Part_2")["pathways"] == 167_772
    assert taken.one(commissioner="NONC", part="Part_2")["pathways"] == 30_089


def test_the_known_share_of_a_system_gives_the_attendances_whose_time_is_known(
    attendances, feed_of, tmp_path
):
    taken = take(ae_by_system, attendances, feed_of("ae_monthly"), tmp_path)
    everyone_known, some_known, none_known = (taken.one(provider=code) for code in ("QOX", "QUE", "QNQ"))
    assert (everyone_known["within_4_hours"], everyone_known["over_4_hours"]) == (25_594 - 5_325, 5_325)
    assert everyone_known["within_4_hours_type_1"] == 15_241 - 5_101
    assert (some_known["within_4_hours"], some_known["over_4_hours"]) == (9_639, 3_777)
    assert some_known["over_4_hours_type_1"] is None
    assert (none_known["within_4_hours"], none_known["over_4_hours"]) == (None, None)
    assert [row["attendances"] for row in (everyone_known, some_known, none_known)] == [
        25_594,
        27_084,
        16_371,
    ]


def test_a_receipt_says_that_the_figures_were_summed(waits, feed_of, tmp_path):
    taken = take(rtt_by_system, waits, feed_of("rtt_full_extract"), tmp_path)
    (warning,) = taken.reading.refused
    assert (warning.code, warning.severity) == ("file.summed-from-published", Severity.WARNS)
    assert "Derived: summed from NHS England's full extracts" in warning.found


def test_a_summed_edition_stands_after_every_published_one(attendances, feed_of, tmp_path):
    taken = take(ae_by_system, attendances, feed_of("ae_monthly"), tmp_path)
    assert taken.reading.vintage.order < Vintage().order


def test_a_renamed_heading_is_named(waits, feed_of: Callable[[str], Feed], tmp_path):
    waits.write_text(WAITS.replace("within_18,", "within_18_wks,"), encoding="utf-8")
    (problem,) = problems_of(rtt_by_system, waits, feed_of("rtt_full_extract"), tmp_path)
    assert problem.code == "feed.changed-heading"
    assert "'within_18'" in problem.found


def test_the_shared_tables_equal_the_published_totals(shared_data, feed_of, tmp_path):
    folder = shared_data / "derived"
    (tmp_path / "rtt").mkdir()
    rtt = take(
        rtt_by_system, folder / "rtt_icb_tfc_month.csv.gz", feed_of("rtt_full_extract"), tmp_path / "rtt"
    )
    waiting = [
        row
        for row in rtt.only(period="2026-02", part="Part_2", treatment_function="C_999")
        if row["commissioner"] != "NONC"
    ]
    assert sum(row["pathways"] for row in waiting) == 7_124_952
    assert sum(row["within_18_weeks"] for row in waiting) == 4_456_261
    ae = take(ae_by_system, folder / "ae_icb_month.csv.gz", feed_of("ae_monthly"), tmp_path)
    assert ae.total("attendances", period="2026-03") == 2_432_272
