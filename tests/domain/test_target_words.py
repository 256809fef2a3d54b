"""Figures, dates and names of measures are read as people write them, or not at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_wordings import read_target_wordings
from aimwell.domain.measure_names import MeasureName, MeasureNames, measure_names
from aimwell.domain.problems import Problems
from aimwell.domain.target_dates import read_target_period
from aimwell.domain.target_numbers import Quantity, Sense, direction_sign, read_quantity, said_of
from aimwell.domain.target_wordings import TargetWordings


@pytest.fixture(scope="module")
def wordings(definitions: Path) -> TargetWordings:
    return read_target_wordings(definitions)


@pytest.fixture(scope="module")
def names(definitions: Path) -> MeasureNames:
    return measure_names(
        Catalogue(definitions).measures.values(), {"adults_who_smoke": ["Smoking prevalence"]}
    )


@pytest.mark.parametrize(
    ("text", "sense", "low", "high", "unit", "bound"),
    [
        ("5%", Sense.FIGURE, 5, 5, "percent", ""),
        ("13.9 per cent", Sense.FIGURE, 13.9, 13.9, "percent", ""),
        ("£1.2m", Sense.FIGURE, 1_200_000, 1_200_000, "pounds", ""),
        ("£3 million", Sense.FIGURE, 3_000_000, 3_000_000, "pounds", ""),
        ("1.5k", Sense.FIGURE, 1_500, 1_500, "", ""),
        ("12,500 people", Sense.FIGURE, 12_500, 12_500, "people", ""),
        ("250 per 100,000", Sense.FIGURE, 250, 250, "per 100,000", ""),
        ("-0.5", Sense.FIGURE, -0.5, -0.5, "", ""),
        ("5 to 7", Sense.RANGE, 5, 7, "", ""),
        ("5–7%", Sense.RANGE, 5, 7, "percent", ""),
        ("between 5 and 7", Sense.RANGE, 5, 7, "", ""),
        ("at least 92%", Sense.FIGURE, 92, 92, "percent", "at_least"),
        ("<5%", Sense.FIGURE, 5, 5, "percent", "less_than"),
        ("≤ 30 minutes", Sense.FIGURE, 30, 30, "minutes", "at_most"),
        ("no more than 10", Sense.FIGURE, 10, 10, "", "at_most"),
        ("halve", Sense.SHARE, -0.5, -0.5, "", ""),
        ("reduce by a quarter", Sense.SHARE, -0.25, -0.25, "", ""),
        ("increase by two thirds", Sense.SHARE, 0.666666666667, 0.666666666667, "", ""),
        ("increase by 5 percentage points", Sense.POINTS, 5, 5, "percent", ""),
        ("+2pp", Sense.POINTS, 2, 2, "percent", ""),
        ("reduce by 10%", Sense.UNCLEAR_CHANGE, -10, -10, "percent", ""),
        ("10% reduction", Sense.UNCLEAR_CHANGE, -10, -10, "percent", ""),
        ("cut by 200", Sense.AMOUNT, -200, -200, "", ""),
    ],
)
def test_a_figure_is_read(
    text: str, sense: Sense, low: float, high: float, unit: str, bound: str, wordings: TargetWordings
) -> None:
    assert read_quantity(text, wordings) == Quantity(sense, low, high, unit, bound)


@pytest.mark.parametrize(
    "text", ["", "-", "low", "3 of 5", "better", "tbc", "5, then 7, then 9", "7 to 5 to 3"]
)
def test_what_is_not_one_figure_is_not_read(text: str, wordings: TargetWordings) -> None:
    assert read_quantity(text, wordings) is None


@given(st.decimals(0, 10**9, places=2, allow_nan=False))
def test_any_figure_is_read_with_its_thousands_and_pounds(number: object) -> None:
    wordings = read_target_wordings(Path(__file__).parents[2] / "definitions")
    read = read_quantity(f"£{number:,}", wordings)
    assert read == Quantity(Sense.FIGURE, float(number), float(number), "pounds")  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_left(text: str) -> None:
    wordings = read_target_wordings(Path(__file__).parents[2] / "definitions")
    quantity, period = read_quantity(text, wordings), read_target_period(text, wordings)
    assert quantity is None or (quantity.low <= quantity.high and said_of(quantity))
    assert period is None or period.period.start <= period.period.end


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("March 2028", date(2028, 3, 31)),
        ("Mar-28", date(2028, 3, 31)),
        ("2027/28", date(2028, 3, 31)),
        ("2027-28", date(2028, 3, 31)),
        ("FY26/27", date(2027, 3, 31)),
        ("25/26", date(2026, 3, 31)),
        ("Q3 25/26", date(2025, 12, 31)),
        ("2025/26 Q4", date(2026, 3, 31)),
        ("end of 2028/29", date(2029, 3, 31)),
        ("by the end of March 2026", date(2026, 3, 31)),
        ("by 2030", date(2030, 12, 31)),
        ("31/03/2028", date(2028, 3, 31)),
        ("31 March 2028", date(2028, 3, 31)),
        ("year ending March 2027", date(2027, 3, 31)),
    ],
)
def test_a_date_is_read_as_the_last_day_it_names(text: str, due: date, wordings: TargetWordings) -> None:
    read = read_target_period(text, wordings)
    assert read is not None
    assert read.period.end == due


@pytest.mark.parametrize(
    "text",
    ["in due course", "ongoing", "TBC", "Spring 2027", "26/25", "12", "soon", "2050 people", "Q5 25/26", ""],
)
def test_what_is_no_date_is_not_read(text: str, wordings: TargetWordings) -> None:
    assert read_target_period(text, wordings) is None


def test_a_year_alone_says_how_it_was_taken(wordings: TargetWordings) -> None:
    read = read_target_period("2030", wordings)
    assert read is not None
    assert read.how == "a year alone, taken for the calendar year: its last day counts"


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_every_day_is_read_as_itself(day: date) -> None:
    wordings = read_target_wordings(Path(__file__).parents[2] / "definitions")
    for text in (day.isoformat(), day.strftime("%d/%m/%Y"), f"by {day.day} {day:%B %Y}"):
        read = read_target_period(text, wordings)
        assert read is not None
        assert (read.period.start, read.period.end - day) == (day, timedelta())


@pytest.mark.parametrize(
    ("text", "sign"),
    [("Reduce smoking", -1), ("more people", 1), ("improve care", 0), ("reduce and increase", 0)],
)
def test_a_direction_is_told_by_its_words_or_not_at_all(
    text: str, sign: int, wordings: TargetWordings
) -> None:
    assert direction_sign(text, wordings) == sign


@pytest.mark.parametrize("words", ["Adults who smoke", "adults who SMOKE.", "Smoking prevalence"])
def test_a_measure_is_known_by_its_title_or_a_declared_wording(words: str, names: MeasureNames) -> None:
    assert names.exactly(words) == "adults_who_smoke"


def test_words_that_come_near_a_measure_are_asked_about_and_never_taken(names: MeasureNames) -> None:
    assert names.exactly("Smoking rates of adults") == ""
    candidates = names.candidates("Smoking rates of adults")
    assert candidates[0].id == "adults_who_smoke"
    assert len(candidates) <= 3


@pytest.mark.parametrize("words", ["", "of the", "zebra crossings", "???"])
def test_words_that_come_near_no_measure_bring_no_candidates(words: str, names: MeasureNames) -> None:
    assert names.candidates(words) == ()


def test_a_wording_that_two_measures_share_names_neither() -> None:
    names = MeasureNames((MeasureName("a", "A", ("Waits",)), MeasureName("b", "B", ("waits",))))
    assert names.exactly("Waits") == ""
    assert {each.id for each in names.candidates("Waits")} == {"a", "b"}


def test_a_heading_that_stands_for_two_fields_is_refused(definitions: Path, tmp_path: Path) -> None:
    (tmp_path / "standards").mkdir()
    sound = (definitions / "standards" / "target_table_headings.toml").read_text(encoding="utf-8")
    changed = sound.replace('headings = ["date",', 'headings = ["date", "owner", "Due Day",')
    (tmp_path / "standards" / "target_table_headings.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(Problems, match="the heading 'owner' stands twice") as refused:
        read_target_wordings(tmp_path)
    assert "'Due Day' has capitals" in str(refused.value)
