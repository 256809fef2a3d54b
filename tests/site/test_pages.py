"""What the pages say, from real extracts."""

from dataclasses import replace

from aimwell.domain.measures import Level
from aimwell.domain.places import Place
from aimwell.site.contents import ENGLAND, SiteContents
from aimwell.site.findings import finding, findings, groups_at
from aimwell.site.page import Dataset
from aimwell.site.pages.board import board_page, trend
from aimwell.site.pages.choice import choice_page, specialty_page
from aimwell.site.pages.england import england_page
from aimwell.site.pages.evidence import evidence_page
from aimwell.site.pages.find import find_page, systems_of_place, towns_page
from aimwell.site.pages.level import level_page
from aimwell.site.pages.measure import measure_page
from aimwell.site.pages.missing import missing_page
from aimwell.site.pages.place import changes_of, place_page
from aimwell.site.pages.record import method_page, sources_page
from aimwell.site.residents import residents_answers
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
    assert not [row for aim in page.aims for row in aim.told]
    sentences = [row.sentence for aim in page.aims for row in (*aim.beside, *aim.short)]
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
    found, rule = findings(contents, place(contents, "QMM")), contents.talking_rule
    assert talking_points(found, rule, contents.today)
    assert not talking_points(found, rule, contents.today.replace(year=2040))


def test_no_more_things_are_talked_about_than_the_rule_declares(contents: SiteContents) -> None:
    found, one = findings(contents, place(contents, "QMM")), replace(contents.talking_rule, things=1)
    assert len(talking_points(found, one, contents.today)) == 1


def test_the_method_page_prints_every_step_of_the_rule_as_it_is_declared(contents: SiteContents) -> None:
    words = method_page(contents).talking_points
    assert all(step.says in words for step in contents.talking_rule.steps)


def test_a_measure_too_short_everywhere_is_no_headline(contents: SiteContents) -> None:
    page = england_page(contents, contents.newest)
    assert page.headline is None
    assert not page.map
    assert any(
        link.path == "measures/ae_within_4_hours.html#map"
        for group in page.other_maps
        for link in group.links
    )


def test_a_resident_is_told_the_figure_of_the_place_beside_englands(contents: SiteContents) -> None:
    answers = {each.asks: each for each in residents_answers(contents, place(contents, "T6Y0W"))}
    waiting = answers["Waiting in A&E"]
    assert "within 4 hours (March 2026). That is" in waiting.sentence
    assert "England as a whole" in waiting.sentence
    assert waiting.link.endswith(f"#{waiting.value_id}")
    assert answers["An ambulance"].sentence.startswith("There is no recent figure")
    assert not answers["An ambulance"].link


def test_figures_by_group_are_in_the_downloads_with_their_cells(contents: SiteContents) -> None:
    measure = contents.catalogue.measures["rtt_within_18_weeks"]
    evidence = evidence_page(contents, measure, place(contents, ENGLAND))
    assert evidence is not None
    assert evidence.breakdowns
    for page in (evidence, measure_page(contents, measure)):
        downloaded = {row["value_id"]: row for row in rows(page.datasets[0])}
        for group in (row for breakdown in page.breakdowns for row in breakdown.rows):
            found = downloaded[group.value_id]
            assert found["breakdown"] != "all"
            assert found["source_file"]
            assert found["source_first_row"] or found["source_rows"]


def test_a_systems_download_has_the_cell_of_every_figure_that_its_page_shows(contents: SiteContents) -> None:
    page = place_page(contents, place(contents, "QMM"))
    downloaded = {row["value_id"]: row for row in rows(page.datasets[0])}
    shown = [row for aim in page.aims for row in (*aim.told, *aim.beside, *aim.short)]
    assert shown
    assert all(downloaded[row.value_id]["source_file"] for row in shown)


def test_figures_by_hospital_are_in_the_downloads_with_their_cells(contents: SiteContents) -> None:
    measure = contents.catalogue.measures["rtt_waiting_list_by_provider"]
    level, choice = (
        level_page(contents, measure, Level.PROVIDER),
        specialty_page(contents, contents.specialties[0]),
    )
    for page in (level, choice):
        assert all(row["value_id"] and row["source_file"] for row in rows(page.datasets[0]))


def test_groups_stand_in_the_order_of_their_codelist(contents: SiteContents) -> None:
    measure = contents.catalogue.measures["rtt_within_18_weeks"]
    groups = groups_at(contents, measure, "england", ENGLAND, "treatment_function").values
    codes = [each.breakdown.partition(":")[2] for each in groups]
    assert tuple(codes) == contents.labels.in_order("treatment_function", codes)


def test_a_measure_without_groups_of_people_says_so(contents: SiteContents) -> None:
    page = evidence_page(
        contents, contents.catalogue.measures["rtt_within_18_weeks"], place(contents, ENGLAND)
    )
    assert page is not None
    (answer,) = (each.answer for each in page.questions if each.question == "Who is left behind?")
    assert "There are no figures by group of people for this measure." in answer


def test_a_chart_whose_limits_begin_anew_says_why_and_who_decided(contents: SiteContents) -> None:
    (rebase,) = (each for each in contents.catalogue.rebases if each.id == "ae-after-the-pandemic")
    page = evidence_page(contents, contents.catalogue.measures["ae_attendances"], place(contents, ENGLAND))
    assert page is not None
    assert page.chart_notes == (
        f"Limits begin anew in March 2026: {rebase.reason} Decided by aimwell analysts on 1 November 2026.",
    )
    assert "aw-rebase" in page.chart


def test_a_chart_that_nobody_decided_to_begin_anew_says_nothing_of_it(contents: SiteContents) -> None:
    page = evidence_page(
        contents, contents.catalogue.measures["rtt_within_18_weeks"], place(contents, ENGLAND)
    )
    assert page is not None
    assert page.chart_notes == ()
    assert "aw-rebase" not in page.chart


def test_a_line_is_drawn_only_through_three_figures_or_more(contents: SiteContents) -> None:
    found = finding(contents, contents.catalogue.measures["ae_attendances"], place(contents, ENGLAND))
    assert found is not None
    assert trend(found)
    assert not trend(replace(found, recent=found.recent[-2:]))
