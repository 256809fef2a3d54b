"""A target table, however it comes, becomes drafts with the cell of each field and a list of holes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_wordings import read_target_wordings
from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.draft_targets import DraftTarget
from aimwell.domain.measure_names import MeasureNames, measure_names
from aimwell.domain.problems import Problem
from aimwell.domain.target_numbers import Sense
from aimwell.domain.target_wordings import TargetWordings
from aimwell.gateways.target_tables.reading import FoundTargets, drafts_of_text, drafts_of_upload
from aimwell.gateways.uploads.reading import read_uploaded_bytes
from tests.gateways.uploads import hostile

TABLE = [
    ["Priority area", "Metric", "Baseline (2022)", "Target", "By when?", "Lead", "Population group"],
    ["Prevention", "Adults who smoke", "13.9%", "5%", "2030", "Director of public health", "Most deprived fifth"],
    ["Waiting", "Waits", "58.1", "at least 92%", "March 2029", "", ""],
]  # fmt: skip


@pytest.fixture(scope="module")
def wordings(definitions: Path) -> TargetWordings:
    return read_target_wordings(definitions)


@pytest.fixture(scope="module")
def names(definitions: Path) -> MeasureNames:
    return measure_names(Catalogue(definitions).measures.values())


@pytest.fixture(scope="module")
def pasted(wordings: TargetWordings, names: MeasureNames) -> Callable[[str], tuple[DraftTarget, ...]]:
    return lambda text: drafts_of_text(text=text, wordings=wordings, names=names, most=50_000).drafts


@pytest.fixture(scope="module")
def handed_in(
    definitions: Path, wordings: TargetWordings, names: MeasureNames
) -> Callable[[bytes], FoundTargets]:
    limits = read_upload_limits(definitions)
    return lambda content: drafts_of_upload(
        upload=read_uploaded_bytes(content=content, name="plan", limits=limits),
        wordings=wordings,
        names=names,
    )


def as_text(separator: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(separator.join(row) for row in TABLE).encode(encoding)


SHAPES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a Word table": (lambda: hostile.word(table=TABLE), "'Table 1'!"),
    "a workbook": (lambda: hostile.workbook(TABLE), "Targets!"),
    "a CSV": (lambda: as_text(","), ""),
    "a CSV with semicolons": (lambda: as_text(";", "utf-8-sig"), ""),
    "tabs in UTF-16": (lambda: as_text("\t", "utf-16"), ""),
    "Markdown": (lambda: ("| " + as_text(" | ").decode().replace("\n", " |\n| ") + " |").encode(), ""),
}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_the_same_table_says_the_same_in_every_shape(
    shape: str, handed_in: Callable[[bytes], FoundTargets]
) -> None:
    make, sheet = SHAPES[shape]
    smoking, waits = handed_in(make()).drafts
    assert smoking.measure == "adults_who_smoke"
    assert smoking.priority is not None
    assert smoking.priority.value == "Prevention"
    assert smoking.baseline is not None
    assert (smoking.baseline.value.low, smoking.baseline.address) == (13.9, f"{sheet}C2")  # type: ignore[union-attr]
    assert smoking.baseline_period is not None
    assert (str(smoking.baseline_period.value), smoking.baseline_period.how) == ("2022", "from the heading")
    assert smoking.value is not None
    assert (smoking.value.value.low, smoking.value.address) == (5, f"{sheet}D2")  # type: ignore[union-attr]
    assert smoking.due is not None
    assert (smoking.due.value, smoking.due.address) == (date(2030, 12, 31), f"{sheet}E2")
    assert smoking.owner is not None
    assert smoking.inequality is not None
    assert smoking.holes == ()
    assert waits.baseline is not None
    assert waits.baseline.value.unit == "percent"  # type: ignore[union-attr]
    assert waits.holes[0].startswith("measure not found")
    assert waits.holes[1:] == ("no owner", "no gap between groups to narrow")


def test_a_sentence_is_read_as_a_target(pasted: Callable[[str], tuple[DraftTarget, ...]]) -> None:
    (draft,) = pasted("Our plan.\n1. Reduce smoking prevalence from 13.9% (2022) to 5% by 2030.\n")
    assert draft.address == "line 2"
    assert draft.target is not None
    assert draft.target.value == "Reduce smoking prevalence from 13.9% (2022) to 5% by 2030"
    assert draft.measure_words is not None
    assert draft.measure_words.value == "smoking prevalence"
    assert draft.measure == ""
    assert draft.candidates[0].id == "adults_who_smoke"
    assert (draft.baseline.value.low, str(draft.baseline_period.value)) == (13.9, "2022")  # type: ignore[union-attr]
    assert (draft.value.value.low, draft.due.value) == (5, date(2030, 12, 31))  # type: ignore[union-attr]
    assert draft.direction is not None
    assert draft.direction.value == -1


@pytest.mark.parametrize(
    ("sentence", "sense", "low", "due"),
    [
        ("Halve childhood obesity by 2030", Sense.SHARE, -0.5, date(2030, 12, 31)),
        ("Reduce falls by a third by March 2027", Sense.SHARE, -1 / 3, date(2027, 3, 31)),
        ("Increase early diagnosis of cancer to 75% by 2028", Sense.FIGURE, 75, date(2028, 12, 31)),
        ("Cut agency spend by 30% by 2026/27", Sense.UNCLEAR_CHANGE, -30, date(2027, 3, 31)),
        ("Raise uptake to at least 95% in 2027/28", Sense.FIGURE, 95, date(2028, 3, 31)),
        ("Reduce smoking to 5%", Sense.FIGURE, 5, None),
    ],
)
def test_sentences_of_many_kinds_are_read(
    sentence: str,
    sense: Sense,
    low: float,
    due: date | None,
    pasted: Callable[[str], tuple[DraftTarget, ...]],
) -> None:
    (draft,) = pasted(sentence)
    assert draft.value is not None
    assert draft.value.value is not None
    assert draft.value.value.sense is sense
    assert draft.value.value.low == pytest.approx(low)
    assert (draft.due.value if draft.due else None) == due


def test_a_change_of_a_percentage_by_a_percentage_is_asked_about(
    pasted: Callable[[str], tuple[DraftTarget, ...]],
) -> None:
    (draft,) = pasted("Cut waits by 30% by 2026/27")
    assert "'by 30%' can mean percentage points, or a share of the baseline: say which" in draft.holes


@pytest.mark.parametrize(
    "text",
    [
        "We will improve lives.",
        "Smoking fell to 5% in 2020.",
        "Reduce inequality.",
        "The population is 1,200,000.",
    ],
)
def test_other_sentences_are_no_targets(text: str, pasted: Callable[[str], tuple[DraftTarget, ...]]) -> None:
    with pytest.raises(Problem, match=r"targets\.none"):
        pasted(text)


def test_columns_of_years_are_a_trajectory_and_its_last_step_the_target(
    pasted: Callable[[str], tuple[DraftTarget, ...]],
) -> None:
    (draft,) = pasted(
        "Indicator\tOutturn 2023/24\tTarget 2026/27\tTarget 2025/26\t2027/28\nA&E visits completed within four hours\t71.2%\t80%\t78%\t82%\n"
    )
    assert draft.measure == "ae_within_4_hours"
    assert [(step.period.text, step.quantity.value.low) for step in draft.trajectory] == [  # type: ignore[union-attr]
        ("2025/26", 78),
        ("2026/27", 80),
        ("2027/28", 82),
    ]
    assert draft.value is not None
    assert (draft.value.address, draft.value.how) == ("E2", "the last step of the trajectory")
    assert draft.due is not None
    assert draft.due.value == date(2028, 3, 31)
    assert str(draft.baseline_period.value) == "2023/24"  # type: ignore[union-attr]


def test_a_line_with_one_cell_is_the_priority_of_the_rows_under_it(
    pasted: Callable[[str], tuple[DraftTarget, ...]],
) -> None:
    drafts = pasted(
        "Measure\tBaseline\tTarget\nStarting well\nYear 6 obesity\t35%\t31%\nSchool readiness\t60%\t70%\nAgeing well\nFalls\t9\t8\n"
    )
    assert [draft.priority.value for draft in drafts if draft.priority] == [
        "Starting well",
        "Starting well",
        "Ageing well",
    ]
    assert drafts[0].priority is not None
    assert (drafts[0].priority.address, drafts[0].priority.how) == ("A2", "from a line above")


def test_headings_may_stand_far_down_a_sheet(handed_in: Callable[[bytes], FoundTargets]) -> None:
    rows = [["Our plan"], [""], ["Version 3, for the board of 12 May 2026"], *[[""]] * 10, *TABLE]
    smoking, _ = handed_in(hostile.workbook(rows)).drafts
    assert smoking.address == "Targets!A15"


@pytest.mark.parametrize(
    ("heading", "cell", "hole"),
    [
        ("By when", "in due course", "no date: 'in due course' is not a date"),
        ("By when", "", "no date"),
        ("Baseline", "low", "no baseline: 'low' is not one number"),
        ("Baseline", "", "no baseline"),
        ("Baseline", "13.9%", "no period for the baseline"),
        ("Target", "", "no number to reach"),
        ("Direction", "sideways", "no direction: 'sideways' says neither higher nor lower"),
        ("Direction", "higher", "the words say higher, and 5% is below the baseline of 13.9%"),
        ("Baseline", "139 per 100,000 (2022)", "the baseline is in per 100,000 and the target in percent"),
        ("Baseline", "0.139", "B2 holds 0.139, which a spreadsheet may show as 13.9%: say which is meant"),
        ("Lead", "TBC", "no owner"),
        ("Group", "", "no gap between groups to narrow"),
    ],
)
def test_a_hole_is_said_in_words(
    heading: str, cell: str, hole: str, pasted: Callable[[str], tuple[DraftTarget, ...]]
) -> None:
    row = {
        "Measure": "Adults who smoke", "Baseline": "13.9% (2022)", "Target": "5%", "By when": "2030",
        "Direction": "lower", "Lead": "Jo", "Groups": "Most deprived fifth",
    }  # fmt: skip
    key = "Groups" if heading == "Group" else heading
    whole = pasted("\t".join(row) + "\n" + "\t".join(row.values()))[0]
    assert whole.holes == ()
    row[key] = cell
    (draft,) = pasted("\t".join(row) + "\n" + "\t".join(row.values()))
    assert hole in draft.holes


def test_a_row_of_words_alone_lists_every_hole(pasted: Callable[[str], tuple[DraftTarget, ...]]) -> None:
    (draft,) = pasted("Objective\tTarget date\tOwner\nEverybody thrives\tongoing\t\n")
    assert draft.holes == (
        "measure not found",
        "no baseline",
        "no number to reach",
        "no date: 'ongoing' is not a date",
        "no owner",
        "no gap between groups to narrow",
    )


def test_a_column_headed_target_holds_words_where_most_cells_are_words(
    pasted: Callable[[str], tuple[DraftTarget, ...]],
) -> None:
    (draft,) = pasted("Priority\tTarget\tLead\nTobacco\tReduce smoking from 13.9% (2022) to 5% by 2030\tJo\n")
    assert draft.target is not None
    assert draft.value is not None
    assert (draft.value.value.low, draft.value.how) == (5, "from the words of the target")  # type: ignore[union-attr]
    assert draft.due is not None
    assert draft.due.how == "from the words of the target"


def test_a_table_without_headings_is_named(handed_in: Callable[[bytes], FoundTargets]) -> None:
    with pytest.raises(Problem, match="Table 1 has no line of headings") as refused:
        handed_in(hostile.word(table=[["a", "b"], ["1", "2"]]))
    assert refused.value.code == "targets.none"


def test_a_date_cell_of_a_workbook_is_the_day_itself(handed_in: Callable[[bytes], FoundTargets]) -> None:
    import io

    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("Targets")
        sheet.write_row(0, 0, ["Measure", "Target", "Due date"])
        sheet.write_row(1, 0, ["Adults who smoke", 5])
        sheet.write_datetime(1, 2, date(2028, 6, 30), book.add_format({"num_format": "dd/mm/yyyy"}))
    (draft,) = handed_in(held.getvalue()).drafts
    assert draft.due is not None
    assert (draft.due.value, draft.due.how) == (date(2028, 6, 30), "")


def test_text_that_is_too_long_is_refused(wordings: TargetWordings, names: MeasureNames) -> None:
    with pytest.raises(Problem, match=r"targets\.too-long"):
        drafts_of_text(text="a" * 11, wordings=wordings, names=names, most=10)


def test_text_in_a_cell_is_never_worked_out(pasted: Callable[[str], tuple[DraftTarget, ...]]) -> None:
    (draft,) = pasted("Measure\tBaseline\tTarget\n=cmd|' /C calc'!A0\t1\t2\n")
    assert draft.measure_words is not None
    assert draft.measure_words.value == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("filler", ["by ", "to ", "(", "5 ", "in 20", "|", "| - ", "\t"])
def test_text_made_to_keep_a_reader_busy_is_read_or_refused(
    filler: str, wordings: TargetWordings, names: MeasureNames
) -> None:
    text = (
        f"Measure\tBaseline\tTarget\tDate\nReduce x\t{filler * 4_000}\t{filler * 4_000}\t{filler * 4_000}\n"
    )
    try:
        told = len(drafts_of_text(text=text, wordings=wordings, names=names, most=1_000_000).drafts)
    except Problem as problem:
        told = len(problem.code)
    assert told


def test_a_figure_with_its_day_under_the_heading_target_is_a_figure(
    pasted: Callable[[str], tuple[DraftTarget, ...]],
) -> None:
    (draft,) = pasted("Measure\tBaseline\tTarget\nAdults who smoke\t13.9% (2022)\t5% by 2030\n")
    assert (draft.value.value.low, draft.due.value) == (5.0, date(2030, 12, 31))  # type: ignore[union-attr]


@pytest.mark.parametrize("long", ["1" * 40_000, "1." * 20_000, "5" + " very" * 8_000])
def test_a_cell_that_is_longer_than_any_figure_gives_none(
    long: str, pasted: Callable[[str], tuple[DraftTarget, ...]]
) -> None:
    rows = pasted(f"Target\tBaseline\tBy\nFewer falls\t{long}\t2030\nFewer falls\t12\t2030\n")
    assert [row.baseline.value is None for row in rows if row.baseline] == [True, False]
