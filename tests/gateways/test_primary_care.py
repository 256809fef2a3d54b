"""General practice: appointments, the Quality and Outcomes Framework, screening and vaccination."""

from pathlib import Path

import pytest

from aimwell.domain.problems import Problem
from aimwell.gateways import (
    cervical_screening,
    childhood_immunisations,
    gp_appointments,
    gp_appointments_coverage,
    qof_exclusions,
    qof_modelled_prevalence,
    qof_practices,
    qof_prevalence,
)
from tests.gateways import damaged
from tests.gateways.read_file import problems_of, take


def test_appointments_of_one_system_are_counted_by_location_month_and_category(fixtures, feed_of, tmp_path):
    taken = take(
        gp_appointments, fixtures / "gp_appointments" / "dorset.csv", feed_of("gp_appointments"), tmp_path
    )
    assert {(row["period"], row["scope"], row["sub_icb"]) for row in taken.rows} == {
        ("2019-03", "E54000041", "11J")
    }
    assert taken.total("appointments") == 379_052
    first = taken.one(source_row=2)
    assert first["booked_ahead"] == "1 Day"
    assert (first["appointment_status"], first["professional"], first["mode"]) == (
        "Attended",
        "GP",
        "Face-to-Face",
    )
    assert first["appointments"] == 9_269
    assert "15 to 21 Days" in {row["booked_ahead"] for row in taken.rows}  # published with two spaces
    assert [(met.code, met.parent) for met in taken.reading.places_met] == [("11J", "E54000041")]


def test_appointments_under_the_headings_since_2022_give_the_same_facts(fixtures, feed_of, tmp_path):
    path = fixtures / "gp_appointments" / "dorset.csv"
    newer = {
        "CCG_CODE": "SUB_ICB_LOCATION_CODE",
        "CCG_NAME": "SUB_ICB_LOCATION_NAME",
        "STP_ONS": "ICB_ONS_CODE",
    }
    rows = damaged.rows_of(path)
    rows[0] = [newer.get(heading, heading) for heading in rows[0]]
    renamed = damaged.save(rows, tmp_path / "since-2022.csv")
    feed = feed_of("gp_appointments")
    assert (
        take(gp_appointments, renamed, feed, tmp_path).rows
        == take(gp_appointments, path, feed, tmp_path).rows
    )


def test_coverage_says_how_many_practices_are_in_the_figures(fixtures, feed_of, tmp_path):
    path = fixtures / "gp_appointments_coverage" / "coverage.csv"
    taken = take(gp_appointments_coverage, path, feed_of("gp_appointments_coverage"), tmp_path)
    row = taken.one(sub_icb="00L", period="2023-02")
    assert (row["included_practices"], row["open_practices"]) == (36, 36)
    assert (row["included_patients"], row["registered_patients"]) == (335_363, 335_363)


def test_prevalence_takes_its_year_from_the_publishers_name(fixtures, feed_of, tmp_path):
    path = fixtures / "qof_prevalence" / "PREVALENCE_2021.csv"
    taken = take(qof_prevalence, path, feed_of("qof_prevalence"), tmp_path)
    row = taken.one(practice="A81001", condition="AF")
    assert (row["period"], row["register"], row["registered_patients"], row["ages"]) == (
        "2020/21",
        95,
        4_098,
        "TOTAL",
    )


def test_prevalence_without_a_year_in_its_name_is_refused(fixtures, feed_of, tmp_path):
    nameless = tmp_path / "prevalence.csv"
    nameless.write_bytes((fixtures / "qof_prevalence" / "PREVALENCE_2021.csv").read_bytes())
    (problem,) = problems_of(qof_prevalence, nameless, feed_of("qof_prevalence"), tmp_path)
    assert problem.code == "feed.no-period"


def test_practices_bring_their_places_and_their_points(fixtures, feed_of, tmp_path):
    folder, feed = fixtures / "qof_practices", feed_of("qof_practices")
    places = take(qof_practices, folder / "MAPPING_NHS_GEOGRAPHIES_2021.csv", feed, tmp_path)
    points = take(qof_practices, folder / "ORGANISATION_REFERENCE_2021.csv", feed, tmp_path)
    row = places.one(practice="A81001")
    assert (row["sub_icb"], row["ics"], row["region"], row["network"]) == ("16C", "QHM", "Y63", "U89141")
    assert points.one(practice="A81001")["points_available"] == 567
    assert {row["scope"] for row in places.rows} != {row["scope"] for row in points.rows}


def test_reasons_for_exclusion_are_read_in_their_own_encoding(fixtures, feed_of, tmp_path):
    path = fixtures / "qof_exclusions" / "MAPPING_PCAS_EXCL_TO_INDICATOR_2021.csv"
    taken = take(qof_exclusions, path, feed_of("qof_exclusions"), tmp_path)
    assert len(taken.rows) == taken.reading.rows_read == 9
    assert not any("�" in row["description"] for row in taken.rows)


def test_modelled_prevalence_is_the_same_for_england_by_district_and_by_deprivation(
    fixtures, feed_of, tmp_path
):
    folder, feed = fixtures / "qof_modelled_prevalence", feed_of("qof_modelled_prevalence")
    districts = take(qof_modelled_prevalence, folder / "by_district.csv", feed, tmp_path)
    tenths = take(qof_modelled_prevalence, folder / "by_deprivation.csv", feed, tmp_path)
    assert districts.total("register", condition="COPD") == pytest.approx(1_170_396.944)
    assert tenths.total("register", condition="COPD") == pytest.approx(1_170_396.944)
    by_tenth = [
        tenths.total("register", condition="COPD", deprivation_tenth=tenth)
        / tenths.total("registered_patients", condition="COPD", deprivation_tenth=tenth)
        for tenth in ("01", "10")
    ]
    assert by_tenth[0] > 1.7 * by_tenth[1]


def test_a_practice_withheld_by_the_screening_programme_has_no_figures(fixtures, feed_of, tmp_path):
    path = fixtures / "cervical_screening" / "practices.csv"
    taken = take(cervical_screening, path, feed_of("cervical_screening"), tmp_path)
    hidden = taken.only(practice="K82034")
    assert {(row["status"], row["eligible"], row["screened"]) for row in hidden} == {
        ("suppressed", None, None)
    }
    assert {row["period"] for row in taken.rows} == {"2017-Q4"}
    assert len(taken.rows) == 2 * taken.reading.rows_kept


def test_children_are_counted_by_practice_age_and_vaccine(fixtures, feed_of, tmp_path):
    path = fixtures / "childhood_immunisations" / "practices.csv"
    taken = take(childhood_immunisations, path, feed_of("childhood_immunisations"), tmp_path)
    row = taken.one(practice="H82006", period="2019/20", age="12 months", vaccine="MenB")
    assert (row["vaccinated"], row["children"], row["scope"]) == (30, 32, "H82006")
    assert {row["status"] for row in taken.only(practice="H82008", vaccinated=None)} == {"missing"}


def test_an_unknown_period_refuses_its_rows_only(fixtures, feed_of, tmp_path):
    path = damaged.with_cell(
        fixtures / "gp_appointments" / "dorset.csv", 7, "Appointment_Month", "Spring", tmp_path / "spring.csv"
    )
    taken = take(gp_appointments, path, feed_of("gp_appointments"), tmp_path)
    (problem,) = taken.reading.refused
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where.row) == ("period.unknown", 7)


def test_every_shared_file_of_general_practice_is_read_whole(shared_data: Path, feed_of, tmp_path):
    feed = feed_of("gp_appointments")
    appointments = 0.0
    for number, path in enumerate(sorted((shared_data / "gp_appointments").glob("Regional*.csv.gz"))):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        taken = take(gp_appointments, path, feed, scratch)
        assert taken.reading.rows_kept == taken.reading.rows_read == len(taken.rows)
        appointments += taken.total("appointments")
    assert appointments == 390_635_497


def test_the_framework_of_2020_21_equals_its_published_totals(shared_data: Path, feed_of, tmp_path):
    path = shared_data / "qof" / "PREVALENCE_2021_v2.csv.gz"
    taken = take(qof_prevalence, path, feed_of("qof_prevalence"), tmp_path)
    assert taken.total("register", condition="COPD") == 1_170_437
    assert taken.total("registered_patients", condition="COPD") == 60_716_244
    assert len({row["practice"] for row in taken.rows}) == 6_571


def test_screening_coverage_of_every_practice_adds_up(shared_data: Path, feed_of, tmp_path):
    path = shared_data / "screening_vaccination" / "cervicaldec2017.csv.gz"
    taken = take(cervical_screening, path, feed_of("cervical_screening"), tmp_path)
    assert taken.total("eligible", ages="25 to 49") == 9_983_914
    assert taken.total("screened", ages="50 to 64") == 3_658_442
    assert len(taken.only(status="suppressed")) == 820


def test_a_known_table_has_its_year_under_any_name(shared_data: Path, feed_of, tmp_path):
    for name in (
        "PREVALENCE_2021_v2.csv.gz",
        "MAPPING_NHS_GEOGRAPHIES_2021.csv.gz",
        "ORGANISATION_REFERENCE_2021.csv",
    ):
        gateway = qof_prevalence if name.startswith("PREVALENCE") else qof_practices
        copy = tmp_path / f"download.{name.partition('.')[2]}"
        copy.write_bytes((shared_data / "qof" / name).read_bytes())
        scratch = tmp_path / name
        scratch.mkdir()
        assert {row["period"] for row in take(gateway, copy, feed_of(gateway.FEED), scratch).rows} == {
            "2020/21"
        }
