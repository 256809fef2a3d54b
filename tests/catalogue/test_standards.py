"""The declared rules of what to talk about and of what residents are told: complete, and refused otherwise."""

from pathlib import Path

import pytest

from aimwell.catalogue.residents_view import read_residents_view
from aimwell.catalogue.talking_points import read_talking_points
from aimwell.domain.problems import Problem, Problems


def changed(folder: Path, definitions: Path, name: str, old: str, new: str) -> Path:
    """A folder of definitions that has only the standard, with one thing in it changed."""
    text = (definitions / "standards" / name).read_text(encoding="utf-8")
    assert old in text
    (folder / "standards").mkdir()
    (folder / "standards" / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_the_shipped_rule_of_what_to_talk_about_has_a_name_and_a_reason(definitions: Path) -> None:
    rule = read_talking_points(definitions)
    assert rule.by
    assert rule.reason
    assert rule.things == 3
    assert rule.steps[0].says == "getting worse, and will keep missing its target"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("things  = 3", "things  = 0"),
        ('when = ["getting_better"]', "when = []"),
        ('when = ["getting_better"]', 'when = ["looking_nice"]'),
        ('by      = "aimwell analysts"', 'by      = "tbc"'),
    ],
)
def test_a_rule_of_what_to_talk_about_that_says_nothing_is_refused(
    tmp_path: Path, definitions: Path, old: str, new: str
) -> None:
    with pytest.raises((Problem, Problems)):
        read_talking_points(changed(tmp_path, definitions, "talking_points.toml", old, new))


def test_the_shipped_residents_view_asks_five_questions_that_declared_measures_answer(
    definitions: Path,
) -> None:
    questions = read_residents_view(definitions).questions
    assert len(questions) == 5
    for question in questions:
        assert all((definitions / "measures" / f"{each.measure}.toml").is_file() for each in question.answers)


def test_an_answer_by_a_measure_that_was_taken_away_is_no_fault(tmp_path: Path, definitions: Path) -> None:
    folder = changed(tmp_path, definitions, "residents_view.toml", "ae_within_4_hours", "ae_no_more")
    assert read_residents_view(folder).questions[0].answers[0].measure == "ae_no_more"


def test_a_folder_without_the_standards_is_told_which_file_is_missing(tmp_path: Path) -> None:
    for read in (read_residents_view, read_talking_points):
        with pytest.raises(Problem, match="There is no such file"):
            read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{value} of people who came", "Some of the people who came"),
        ("in the {place} region of the NHS", "here"),
        ('level   = "region"', 'level   = "practice"'),
    ],
)
def test_a_residents_view_that_cannot_be_answered_is_refused(
    tmp_path: Path, definitions: Path, old: str, new: str
) -> None:
    with pytest.raises(Problems):
        read_residents_view(changed(tmp_path, definitions, "residents_view.toml", old, new))
