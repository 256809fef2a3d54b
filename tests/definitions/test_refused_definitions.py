"""Definitions that are not finished are refused, with all their faults told together."""

from pathlib import Path

import pytest

from aimwell.catalogue.codelists import read_labels
from aimwell.catalogue.everything import Catalogue
from aimwell.domain.problems import Problems

FEED = """
title = "Visits"
publisher = "A publisher"
licence = "Open Government Licence v3.0"
attribution = "A publisher, under the Open Government Licence v3.0."
address = "https://www.england.nhs.uk/statistics/"
every = "month"
counted_by = "provider"
grains = ["provider"]
outside_england = []

[[column]]
name = "provider"
role = "place"
published_as = "Code"
meaning = "Trust"

[[column]]
name = "age_band"
role = "dimension"
published_as = "Age"
meaning = "Age"

[[column]]
name = "visits"
role = "amount"
published_as = "Visits"
meaning = "Visits in the month"

[[column]]
name = "in_time"
role = "amount"
published_as = "In time"
meaning = "Visits in time"
"""
MEASURE = """
title     = "Visits in time"
short     = "In time"
question  = "How many visits were in time?"
why       = "Waiting harms."
aim       = "outcomes"
better    = "higher"
unit      = "percent"
method    = "proportion"
multiplier = 100
feed      = "visits"
by        = "provider"
levels    = ["england", "ics"]
may_be_summed = true
author    = "Analysts"
checker   = "Reviewers"
reviewed  = 2026-01-01
review_by = 2027-01-01
source    = "https://www.england.nhs.uk/statistics/"

[numerator]
columns = ["in_time"]

[denominator]
columns = ["visits"]

[[breakdown]]
by = "age_band"
title = "Age"
levels = ["ics"]
"""
PACK = """
title = "Priorities"
publisher = "A publisher"
starts = 2026-04-01
ends = 2027-03-31
source = "https://www.england.nhs.uk/"

[[priority]]
id = "in-time"
title = "Nine of ten visits in time"
theme = "Visits"
source = "https://www.england.nhs.uk/"
verified = true
measure = "visits_in_time"
threshold = 90
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one sound feed, measure, pack and codelist."""
    for name, text in (
        ("feeds/visits.toml", FEED),
        ("measures/visits_in_time.toml", MEASURE),
        ("priorities/year.toml", PACK),
        ("codelists/age_band.toml", 'title = "Ages"\nsource = "A publisher"\n[names]\n"0-4" = "0 to 4"\n'),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def faults_of_measures(folder: Path) -> str:
    with pytest.raises(Problems) as refused:
        _ = Catalogue(folder).measures
    return "\n".join(problem.found for problem in refused.value.problems)


def test_a_sound_folder_of_definitions_is_read(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert list(catalogue.measures) == ["visits_in_time"]
    assert catalogue.packs[0].priorities[0].threshold == 90
    assert read_labels(folder).of("age_band", "0-4") == "0 to 4"


@pytest.mark.parametrize("placeholder", ["TBC", "todo", " n/a ", "…", "?"])
def test_a_placeholder_is_refused(folder: Path, placeholder: str) -> None:
    change(folder / "measures/visits_in_time.toml", ('"Analysts"', f'"{placeholder}"'))
    assert "is a placeholder" in faults_of_measures(folder)


def test_a_missing_key_is_refused_by_name(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ('question  = "How many visits were in time?"\n', ""))
    assert "question" in faults_of_measures(folder)


def test_a_key_that_nobody_reads_is_refused_by_name(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ("title     =", 'titel = "Visits"\ntitle     ='))
    assert "titel" in faults_of_measures(folder)


def test_a_feed_that_is_not_declared_is_refused(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ('"visits"\nby', '"visitors"\nby'))
    assert "there is no feed 'visitors'" in faults_of_measures(folder)


def test_a_short_title_that_does_not_fit_is_refused(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ('"In time"', f'"{"In time " * 6}"'))
    assert "the short title has" in faults_of_measures(folder)


def test_a_review_that_is_not_after_the_last_is_refused(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ("2027-01-01", "2025-01-01"))
    assert "the next review is not after the last one" in faults_of_measures(folder)


def test_a_column_that_the_feed_does_not_have_is_refused(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ('"in_time"', '"on_time"'))
    assert "adds up 'on_time'" in faults_of_measures(folder)


def test_all_the_faults_of_all_measures_are_told_together(folder: Path) -> None:
    sound = (folder / "measures/visits_in_time.toml").read_text(encoding="utf-8")
    other = folder / "measures/other.toml"
    other.write_text(sound, encoding="utf-8")
    change(
        other, ('"outcomes"', '"TBC"'), ('"higher"', '"upwards"'), ("multiplier = 100", 'multiplier = "100"')
    )
    change(
        folder / "measures/visits_in_time.toml",
        ("2027-01-01", "2025-01-01"),
        ('"provider"\nlevels', '"ward"\nlevels'),
        ('by = "age_band"', 'by = "sex"'),
    )
    told = faults_of_measures(folder)
    for words in (
        "aim",
        "better",
        "multiplier",
        "the next review",
        "not counted by 'ward'",
        "'sex' is no dimension",
    ):
        assert words in told


def test_a_fault_names_the_file_and_what_to_do(folder: Path) -> None:
    change(folder / "measures/visits_in_time.toml", ("2027-01-01", "2025-01-01"))
    with pytest.raises(Problems) as refused:
        _ = Catalogue(folder).measures
    (problem,) = refused.value.problems
    assert problem.code == "definition.fault"
    assert problem.where.file == "measures/visits_in_time.toml"
    assert problem.remedy == "Correct measures/visits_in_time.toml."


def test_a_grain_that_is_no_place_is_refused(folder: Path) -> None:
    change(folder / "feeds/visits.toml", ('grains = ["provider"]', 'grains = ["age_band"]'))
    with pytest.raises(Problems, match="the grain 'age_band' is no column of role place"):
        _ = Catalogue(folder).feeds


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"visits_in_time"', '"visits_on_time"', "there is no measure 'visits_on_time'"),
        ('measure = "visits_in_time"\n', "", "has a threshold and no measure"),
        ("2027-03-31", "2025-03-31", "it ends before it starts"),
        ("[[priority]]", "ceiling = 0\n[[priority]]", "the ceiling lets no priority in"),
        ("[[priority]]", 'ceiling_on = ["parish"]\n[[priority]]', "which is no level of priorities"),
        ("[[priority]]", "ceiling = 5\nceiling_on = []\n[[priority]]", "the ceiling is on nothing"),
        ("verified = true", 'verified = "yes"', "verified"),
    ],
)
def test_a_rule_pack_that_does_not_hold_together_is_refused(
    folder: Path, before: str, after: str, words: str
) -> None:
    change(folder / "priorities/year.toml", (before, after))
    with pytest.raises(Problems, match=words):
        _ = Catalogue(folder).packs


def test_a_codelist_with_one_name_for_two_codes_is_refused(folder: Path) -> None:
    change(folder / "codelists/age_band.toml", ('"0-4" = "0 to 4"', '"0-4" = "Young"\n"5-9" = "Young"'))
    with pytest.raises(Problems, match="two codes are both called 'Young'"):
        read_labels(folder)


def test_two_codelists_of_one_dimension_are_refused(folder: Path) -> None:
    sound = (folder / "codelists/age_band.toml").read_text(encoding="utf-8")
    (folder / "codelists/other.toml").write_text(f'dimension = "age_band"\n{sound}', encoding="utf-8")
    with pytest.raises(Problems, match="has names in another file too"):
        read_labels(folder)
