"""What the pages say, from real extracts."""

from aimwell.domain.measures import Level
from aimwell.domain.places import Place
from aimwell.site.contents import ENGLAND, SiteContents
from aimwell.site.findings import finding, findings
from aimwell.site.page import Dataset
from aimwell.site.pages.board import board_page
from aimwell.site.pages.choice import choice_page, specialty_page
from aimwell.site.pages.england import england_page
from aimwell.site.pages.evidence import evidence_page
from aimwell.site.pages.find import find_page, systems_of_place, towns_page
from aimwell.site.pages.level import level_page
from aimwell.site.pages.measure import measure_page
from aimwell.site.pages.missing import missing_page
from aimwell.site.pages.place import changes_of, place_page
from aimwell.site.pages.record import method_page, sources_page
from aimwell.site.talking_points import talking_points


def place(contents: SiteContents, identity: str) -> Place:
    return contents.register.place(identity)


def rows(dataset: Dataset) -> list[dict[str, object]]:
    return [dict(zip(dataset.columns, row, strict=True)) for row in dataset.rows]


def test_englands_attendances_of_march_2026_are_the_published_ones(contents: SiteContents) -> None:
    page = evidence_page(contents, contents.catalogue.measures["ae_attendances"], place(contents, ENGLAND))
    assert page is not None
    march = next(each for each in page.traced if each.period == "March 2026")
    assert march.value == "2,432,272"


def test_a_place_by_measure_page_traces_each_value_to_file_sheet_and_rows(contents: SiteContents) -> None:
    page = evidence_page(contents, contents.catalogue.measures["ae_within_4_hours"], place(contents, "QMM"))
    assert page is not None
    latest = page.traced[0]
    assert latest.file == "march-2026.xlsx"
    assert latest.sheet
    assert "row" in latest.rows
    assert len(latest.digest) == 64
    assert "Total Attendances < 4 hours" in page.formula.top
    assert f'id="{latest.value_id}"' in page.trace_rows


def test_the_download_of_a_page_has_the_value_ids_that_the_page_shows(contents: SiteContents) -> None:
    page = evidence_page(contents, contents.catalogue.measures["ae_within_4_hours"], place(contents, "QMM"))
    assert page is not None
    assert {row["value_id"] for row in rows(page.datasets[0])} == {each.value_id for each in page.traced}


def test_a_series_of_three_points_is_said_to_be_too_short(contents: SiteContents) -> None:
    page = place_page(contents, place(contents, "QMM"))
    sentences = [row.sentence for aim in page.aims for row in aim.rows]
    assert sentences
    assert all("too few figures" in sentence for sentence in sentences)
    assert page.tally.judged == 0


def test_a_system_that_ended_says_what_followed_it(contents: SiteContents) -> None:
    changes = changes_of(contents, place(contents, "QMM"))
    assert "ended with these borders on 31 March 2026" in changes[0].sentence
    assert [link.words for link in changes[0].links] == ["Norfolk and Suffolk"]


def test_two_extents_of_one_code_have_a_page_each(contents: SiteContents) -> None:
    assert {"QRL", "QRL-2026"} <= {each.id for each in contents.systems}


def test_the_front_page_shows_the_newest_footprint_and_offers_the_other(contents: SiteContents) -> None:
    page = england_page(contents, contents.newest)
    assert contents.newest == contents.footprints[-1]
    assert len(page.systems) == len({row.link for row in page.systems})
    assert [link.path for link in page.others] == ["england-2022-07-01.html"]


def test_a_measure_page_puts_every_system_of_today_in_one_group(contents: SiteContents) -> None:
    page = measure_page(contents, contents.catalogue.measures["ae_within_4_hours"])
    names = [name for group in page.groups for name in group.names]
    assert len(names) == len(set(names))
    assert "Norfolk and Suffolk" in names


def test_a_definition_past_its_review_date_is_said_to_be_overdue(contents: SiteContents) -> None:
    late = SiteContents(contents.release, contents.definitions, contents.today.replace(year=2040))
    measure = late.catalogue.measures["ae_within_4_hours"]
    assert measure_page(late, measure).governance.overdue
    assert missing_page(late).overdue
    assert not measure_page(contents, measure).governance.overdue


def test_a_board_page_states_the_rule_that_picked_its_three_things(contents: SiteContents) -> None:
    page = board_page(contents, place(contents, "QMM"))
    assert len(page.points) <= 3
    assert "The same rule picks them for every place" in page.rule


def test_a_council_leads_to_the_system_that_most_of_its_people_are_in(contents: SiteContents) -> None:
    norfolk = contents.register.named("E10000020")
    assert systems_of_place(contents, norfolk)[0].words == "Norfolk and Suffolk"


def test_a_search_finds_a_district_by_its_name(contents: SiteContents) -> None:
    answers = find_page(contents, "ipswich").answers
    assert [(each.name, each.systems[0].words) for each in answers][:1] == [
        ("Ipswich", "Norfolk and Suffolk")
    ]


def test_every_town_in_the_list_leads_to_a_system(contents: SiteContents) -> None:
    entries = [entry for letter in towns_page(contents).letters for entry in letter.entries]
    assert len(entries) > 500
    assert all(entry.systems for entry in entries)


def test_waits_for_a_specialty_stand_under_the_system_of_the_hospital(contents: SiteContents) -> None:
    page = choice_page(contents)
    assert page.specialties
    group = contents.specialties[0]
    specialty = specialty_page(contents, group)
    assert specialty.systems
    for row in (row for system in specialty.systems for row in system.rows):
        assert len(row.waits) == len(specialty.headings)
    assert all(
        wait.value_id or wait.words == "no figure"
        for system in specialty.systems
        for row in system.rows
        for wait in row.waits
    )


def test_a_page_by_hospital_names_every_provider_with_a_value(contents: SiteContents) -> None:
    measure = contents.catalogue.measures["rtt_waiting_list_by_provider"]
    page = level_page(contents, measure, Level.PROVIDER)
    shown = sum(len(group.rows) for group in page.groups)
    assert shown == len(contents.release.verdicts(measure.id, "provider"))


def test_the_sources_page_names_every_file_with_its_licence(contents: SiteContents) -> None:
    page = sources_page(contents)
    assert sum(len(feed.files) for feed in page.feeds) == len(contents.release.sources)
    assert all("Open Government Licence" in feed.licence for feed in page.feeds)


def test_the_method_page_puts_every_chart_profile_into_words(contents: SiteContents) -> None:
    page = method_page(contents)
    assert {each.id for each in (*page.profiles, *page.other_profiles)} == set(contents.catalogue.profiles)
    assert [each.id for each in page.profiles] == ["mdc-excel"]


def test_nobody_is_compared_with_themselves(contents: SiteContents) -> None:
    found = finding(contents, contents.catalogue.measures["ae_within_4_hours"], place(contents, ENGLAND))
    assert found is not None
    assert found.verdict.england is None


def test_a_measure_that_is_not_for_systems_says_so(contents: SiteContents) -> None:
    measure = contents.catalogue.measures["rtt_waiting_list_by_provider"]
    assert "hospitals and other providers only" in contents.why_not(measure, place(contents, "QMM"))


def test_the_systems_of_a_footprint_add_up_to_england_in_the_downloads(contents: SiteContents) -> None:
    values = contents.release.values("ae_within_4_hours")
    assert values is not None
    england = values.series("england", ENGLAND)
    assert england is not None
    systems = [
        values.series("ics", each.id) for each in contents.systems if each.existed(contents.newest.starts)
    ]
    last = england.last("period")
    total = sum(each.last("denominator") for each in systems if each and each.last("period") == last)
    assert total == england.last("denominator")


def test_a_figure_of_more_than_two_years_ago_is_no_talking_point(contents: SiteContents) -> None:
    found = findings(contents, place(contents, "QMM"))
    assert talking_points(found, contents.today)
    assert not talking_points(found, contents.today.replace(year=2040))
