"""Registers of organisations, lookups between areas, and copies that lost their dates."""

import json

import pytest

from aimwell.gateways import (
    area_lookup,
    gp_practice_map,
    ics_organisations,
    local_authorities,
    ods_memberships,
    ods_organisations,
    ods_primary_care_networks,
    ods_records,
    provider_systems,
    trust_system_shares,
    undated_copies,
)
from aimwell.gateways.system_years import year_of_systems
from tests.gateways.damaged import cut_in_last_line, rows_of, save, with_cell, with_heading, without_column
from tests.gateways.read_file import problems_of, recognised, take


def test_a_lookup_keeps_ons_and_ods_codes_side_by_side(fixtures, feed_of, tmp_path):
    taken = take(area_lookup, fixtures / "area_lookup" / "sub_icb_2026.csv", feed_of("area_lookup"), tmp_path)
    norfolk = taken.one(sub_icb_ods="26A")
    assert (norfolk["ics"], norfolk["ics_ods"], norfolk["region_ods"]) == ("E54000068", "T6Y0W", "Y61")
    assert (norfolk["period"], norfolk["grain"], norfolk["scope"]) == (
        "2026",
        "sub_icb",
        "sub_icb to ics to region",
    )


def test_former_commissioning_groups_stand_as_sub_icb_locations(fixtures, feed_of, tmp_path):
    taken = take(area_lookup, fixtures / "area_lookup" / "ccg_2021.csv", feed_of("area_lookup"), tmp_path)
    tees = taken.one(sub_icb_ods="16C")
    assert (tees["period"], tees["ics_ods"], tees["ics_name"]) == ("2021", "QHM", "Cumbria and North East")


def test_a_lookup_is_counted_by_its_smallest_area(fixtures, feed_of, tmp_path):
    folder = fixtures / "area_lookup"
    small = take(area_lookup, folder / "lsoa_2011_to_ccg.csv", feed_of("area_lookup"), tmp_path)
    assert {(row["grain"], row["district_name"], row["sub_icb_ods"]) for row in small.rows} == {
        ("lsoa_2011", "Barnsley", "02P")
    }
    boards = take(area_lookup, folder / "boards_2024.csv", feed_of("area_lookup"), tmp_path)
    assert {row["grain"] for row in boards.rows} == {"ics"}
    assert len(boards.rows) == 42


def test_two_vintages_of_small_areas_are_told_apart(fixtures, feed_of, tmp_path):
    taken = take(
        area_lookup, fixtures / "area_lookup" / "lsoa_2011_to_2021.csv", feed_of("area_lookup"), tmp_path
    )
    assert taken.rows[0]["lsoa_2011"]
    assert taken.rows[0]["lsoa_2021"]
    assert {row["change"] for row in taken.rows} >= {"U"}


def test_a_lookup_without_the_code_of_an_area_it_names_asks_for_it(fixtures, feed_of, tmp_path):
    source = fixtures / "area_lookup" / "sub_icb_2026.csv"
    damaged = without_column(source, "ICB26CD", tmp_path / "damaged.csv")
    (problem,) = problems_of(area_lookup, damaged, feed_of("area_lookup"), tmp_path)
    assert (problem.code, problem.where.column) == ("feed.missing-column", "ICB26CD")


def test_a_table_of_figures_is_no_lookup(fixtures, tmp_path):
    assert recognised(area_lookup, fixtures / "deprivation_small_areas" / "2025.csv", tmp_path) is None
    assert recognised(area_lookup, fixtures / "gp_weighted_populations" / "2025_2026.csv", tmp_path) is None


@pytest.mark.parametrize(
    ("name", "content", "code", "kind"),
    [
        ("etr.csv", "trusts", "G6V2S", "trust"),
        ("eccg.csv", "commissioners", "26A", "sub_icb"),
        ("epraccur.csv", "practices", "A81001", "practice"),
    ],
)
def test_files_without_headings_are_told_apart_by_their_columns(
    fixtures, feed_of, tmp_path, name, content, code, kind
):
    taken = take(
        ods_organisations, fixtures / "ods_organisations" / name, feed_of("ods_organisations"), tmp_path
    )
    assert {row["scope"] for row in taken.rows} == {content}
    assert taken.one(organisation=code)["source_row"] >= 1
    assert kind in {place.kind for place in taken.reading.places_met if place.code == code}


def test_a_closed_practice_stays_with_its_dates(fixtures, feed_of, tmp_path):
    path = fixtures / "ods_organisations" / "epraccur.csv"
    closed = take(ods_organisations, path, feed_of("ods_organisations"), tmp_path).one(organisation="A81003")
    assert (closed["opened"], closed["closed"], closed["status_code"]) == ("1974-04-01", "2017-10-31", "C")


def test_the_day_of_a_register_is_the_last_on_which_anything_in_it_opened(fixtures, feed_of, tmp_path):
    taken = take(
        ods_organisations, fixtures / "ods_organisations" / "etr.csv", feed_of("ods_organisations"), tmp_path
    )
    assert {row["period"] for row in taken.rows} == {"2024-11-01"}


def test_a_register_with_a_column_gone_is_refused(fixtures, feed_of, tmp_path):
    rows = rows_of(fixtures / "ods_organisations" / "etr.csv")
    narrow = save([row[:-1] for row in rows], tmp_path / "narrow.csv")
    found = recognised(ods_organisations, narrow, tmp_path)
    assert found is not None
    assert found.share < 1
    (problem,) = problems_of(ods_organisations, narrow, feed_of("ods_organisations"), tmp_path)
    assert problem.found == "The lines have 26 columns."


def test_a_register_cut_in_its_last_line_is_refused(fixtures, feed_of, tmp_path):
    cut = cut_in_last_line(fixtures / "ods_organisations" / "epraccur.csv", tmp_path / "cut.csv")
    (problem,) = problems_of(ods_organisations, cut, feed_of("ods_organisations"), tmp_path)
    assert problem.code == "file.cut-short"


def test_an_impossible_date_refuses_one_organisation(fixtures, feed_of, tmp_path):
    rows = rows_of(fixtures / "ods_organisations" / "etr.csv")
    rows[1][11] = "20240230"
    bad = save(rows, tmp_path / "bad.csv")
    taken = take(ods_organisations, bad, feed_of("ods_organisations"), tmp_path)
    assert [(p.code, p.where.row) for p in taken.reading.refused] == [("cell.not-a-date", 2)]


def test_memberships_keep_each_stretch_of_time(fixtures, feed_of, tmp_path):
    path = fixtures / "ods_memberships" / "epcmem.csv"
    stretches = take(ods_memberships, path, feed_of("ods_memberships"), tmp_path).only(member="A81001")
    assert [(row["parent"], row["since"], row["until"]) for row in sorted(stretches, key=lambda row: row["since"])][:2] == [
        ("4QP36", "1999-04-01", "2001-03-31"),
        ("5E1", "2001-04-01", "2013-03-31"),
    ]  # fmt: skip


def test_networks_and_their_practices_come_from_two_sheets(fixtures, feed_of, tmp_path):
    path = fixtures / "ods_primary_care_networks" / "ePCN.xlsx"
    taken = take(ods_primary_care_networks, path, feed_of("ods_primary_care_networks"), tmp_path)
    assert taken.one(grain="pcn", pcn="U16464")["name"] == "BARNSLEY PCN"
    left = taken.one(grain="practice", practice="C85628")
    assert (left["pcn"], left["since"], left["until"]) == ("U16464", "2019-10-01", "2020-08-31")


def test_the_map_of_practices_is_one_feed_before_and_after_boards(fixtures, feed_of, tmp_path):
    feed, folder = feed_of("gp_practice_map"), fixtures / "gp_practice_map"
    before = take(gp_practice_map, folder / "2022-01.csv", feed, tmp_path).one(practice="A81001")
    after = take(gp_practice_map, folder / "2026-01.csv", feed, tmp_path).one(practice="A81001")
    assert (before["period"], before["sub_icb"], before["supplier"]) == ("2022-01-01", "16C", None)
    assert (after["period"], after["sub_icb"], after["supplier"]) == ("2026-01-01", "16C", "TPP")


def test_a_renamed_column_of_the_map_is_named(fixtures, feed_of, tmp_path):
    source = fixtures / "gp_practice_map" / "2026-01.csv"
    damaged = with_heading(source, "PRACTICE_CODE", "PRACTICES_CODE", tmp_path / "damaged.csv")
    (problem,) = problems_of(gp_practice_map, damaged, feed_of("gp_practice_map"), tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "PRACTICE_CODE")


def test_a_record_tells_what_a_trust_was_part_of_and_what_it_became(fixtures, feed_of, tmp_path):
    taken = take(ods_records, fixtures / "ods_records" / "RRP.json", feed_of("ods_records"), tmp_path)
    assert taken.one(what="record")["since"] == "2001-04-01"
    assert "G6V2S" in {row["other"] for row in taken.only(what="successor")}
    assert {row["scope"] for row in taken.rows} == {"RRP"}


def test_both_interfaces_give_one_form(fixtures, feed_of, tmp_path):
    feed, folder = feed_of("ods_records"), fixtures / "ods_records"
    fhir = take(ods_records, folder / "fhir_search.json", feed, tmp_path).one(what="role")
    ord_record = take(ods_records, folder / "RRQ.json", feed, tmp_path).one(what="role")
    assert (fhir["organisation"], fhir["kind"], fhir["since"]) == ("03CAR", "99", "2013-10-01")
    assert (ord_record["organisation"], ord_record["kind"], ord_record["until"]) == (
        "RRQ",
        "RO197",
        "2002-03-31",
    )


def test_a_record_about_a_person_is_no_record_of_an_organisation(tmp_path):
    patient = {
        "resourceType": "Bundle",
        "meta": {"lastUpdated": "2024-01-01", "profile": "UKCore-Patient"},
        "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A81001"},
    }
    (tmp_path / "bundle.json").write_text(json.dumps(patient))
    assert recognised(ods_records, tmp_path / "bundle.json", tmp_path) is None


def test_a_record_without_its_day_of_change_is_refused(fixtures, feed_of, tmp_path):
    record = json.loads((fixtures / "ods_records" / "RRQ.json").read_text())
    del record["Organisation"]["LastChangeDate"]
    (tmp_path / "record.json").write_text(json.dumps(record))
    (problem,) = problems_of(ods_records, tmp_path / "record.json", feed_of("ods_records"), tmp_path)
    assert problem.where.column == "changed"


def test_a_record_cut_short_is_refused(fixtures, feed_of, tmp_path):
    whole = (fixtures / "ods_records" / "RRP.json").read_text()
    (tmp_path / "cut.json").write_text(whole[: len(whole) // 2])
    (problem,) = problems_of(ods_records, tmp_path / "cut.json", feed_of("ods_records"), tmp_path)
    assert problem.code == "file.cut-short"


def test_a_council_that_ended_names_its_successors(fixtures, feed_of, tmp_path):
    path = fixtures / "local_authorities" / "current.csv"
    taken = take(local_authorities, path, feed_of("local_authorities"), tmp_path)
    cumbria = taken.one(council="E10000006")
    assert (cumbria["closed"], cumbria["replaced_by"], cumbria["e_code"]) == (
        "2023-04-01",
        "CBD,WAF",
        "E0920",
    )
    assert taken.reading.rows_set_aside == 1  # Cardiff


def test_boards_have_dates_and_those_before_them(fixtures, feed_of, tmp_path):
    path = fixtures / "ics_organisations" / "dates.csv"
    taken = take(ics_organisations, path, feed_of("ics_organisations"), tmp_path)
    assert taken.one(ics="T6Y0W")["opened"] == "2026-04-01"
    assert taken.one(ics="QMM")["closed"] == "2026-03-31"


BOARDS = [
    {"ods_code": "T6Y0W", "names": ["Norfolk and Suffolk ICB"], "predecessor_codes": ["QMM", "QJG"],
     "merger_date": "2026-04-01", "cluster_id": None, "last_validated": "2026-05-29"},
    {"ods_code": "QYG", "names": ["Cheshire and Merseyside ICB"], "predecessor_codes": [],
     "merger_date": None, "cluster_id": None, "last_validated": None},
]  # fmt: skip


def test_a_list_of_boards_links_each_to_those_before(feed_of, tmp_path):
    (tmp_path / "boards.json").write_text(json.dumps(BOARDS))
    taken = take(ics_organisations, tmp_path / "boards.json", feed_of("ics_organisations"), tmp_path)
    assert {row["predecessor"] for row in taken.only(ics="T6Y0W")} == {"QMM", "QJG"}
    assert taken.one(ics="QYG")["predecessor"] is None
    assert {row["period"] for row in taken.rows} == {"2026-05-29"}


def test_a_mapping_without_a_date_is_of_the_systems_it_names(fixtures, feed_of, tmp_path):
    path = fixtures / "provider_systems" / "mapping.csv"
    taken = take(provider_systems, path, feed_of("provider_systems"), tmp_path)
    assert taken.one(provider="RC9")["ics"] == "QHG"
    assert {row["period"] for row in taken.rows} == {"2022"}


@pytest.mark.parametrize(
    ("codes", "year"), [(["QHG", "QNX"], "2022"), (["QMF", "Z9B2Z"], "2026"), (["E54000064"], "2022"), (["E54000065"], "2026")]
)  # fmt: skip
def test_codes_tell_the_systems_that_a_table_is_by(codes, year):
    assert year_of_systems(codes) == year


def test_a_trusts_work_is_shared_between_systems(fixtures, feed_of, tmp_path):
    path = fixtures / "trust_system_shares" / "weights.xlsx"
    taken = take(trust_system_shares, path, feed_of("trust_system_shares"), tmp_path)
    shares = taken.only(provider="R0D")
    assert {row["ics"] for row in shares} == {"QVV", "QRL"}
    assert sum(row["share"] for row in shares) == pytest.approx(1)


def test_text_in_a_share_refuses_its_row(fixtures, feed_of, tmp_path):
    source = fixtures / "provider_systems" / "mapping.csv"
    damaged = with_cell(source, 2, "ICB Code", "", tmp_path / "damaged.csv")
    taken = take(provider_systems, damaged, feed_of("provider_systems"), tmp_path)
    assert taken.rows[0]["ics"] is None


def test_a_copy_without_its_period_is_refused_with_what_to_take_instead(fixtures, feed_of, tmp_path):
    path = fixtures / "undated_copies" / "catchments.csv"
    (problem,) = problems_of(undated_copies, path, feed_of("undated_copies"), tmp_path)
    assert problem.code == "period.not-stated"
    assert "public health profiles" in problem.remedy


def test_every_published_register_is_read_whole(shared_data, feed_of, tmp_path):
    gateways = (
        area_lookup, gp_practice_map, ics_organisations, local_authorities, ods_memberships, ods_organisations,
        ods_primary_care_networks, ods_records, provider_systems, trust_system_shares,
    )  # fmt: skip
    read = 0
    for path in sorted((shared_data / "org").rglob("*.*")):
        for gateway in gateways:
            if recognised(gateway, path, tmp_path):
                taken = take(gateway, path, feed_of(gateway.FEED), tmp_path)
                assert not taken.reading.refused
                assert not taken.disagreements
                read += 1
    assert read == 33
