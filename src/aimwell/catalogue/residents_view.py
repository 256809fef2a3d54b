"""Reads what residents are told first in definitions/standards/residents_view.toml."""

from collections.abc import Iterator
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.measures import Level
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.residents_view import PLACE, VALUE, Answer, Question, ResidentsView

NAME = "residents_view.toml"
LEVELS = (Level.ICS, Level.REGION)

rename_keys(Question, {"answers": "answer"})
rename_keys(ResidentsView, {"questions": "question"})


def read_residents_view(folder: Path) -> ResidentsView:
    """The view in force. Raises Problems with all the faults of the file.

    A measure that is not declared is no fault: the next answer is given, so that a measure can be taken away.
    """
    path = folder / "standards" / NAME
    if not path.is_file():
        raise _fault("There is no such file.")
    view, problems = read_definition(path, ResidentsView)
    if view is not None:
        answers = [answer for question in view.questions for answer in question.answers]
        problems = [_fault(text) for answer in answers for text in _faults(answer)]
    if view is None or problems:
        raise Problems(problems)
    return view


def _faults(answer: Answer) -> Iterator[str]:
    if VALUE not in answer.says:
        yield f"The sentence of '{answer.measure}' has no {VALUE}."
    if answer.level not in LEVELS:
        yield f"The answer by '{answer.measure}' is of the level '{answer.level}'."
    if (answer.level is Level.REGION) != (PLACE in answer.says):
        yield f"The sentence of '{answer.measure}' must name {PLACE} exactly where it is of a region."


def _fault(found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="Questions with answers of a system or its region, in sentences that have a place for the value.",
        remedy=f"Correct standards/{NAME}; the one that comes with aimwell shows the form.",
        where=Where(f"standards/{NAME}"),
    )
