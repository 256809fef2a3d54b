"""Print a plan as a page, a Word document or a PDF, all of the same words."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

from aimwell.domain.plan_documents import PlanDocument
from aimwell.gateways.printing.pdf import as_pdf
from aimwell.gateways.printing.word import as_word
from aimwell.presentation.plan_blocks import printed
from aimwell.presentation.plan_page import as_page


class PlanForm(StrEnum):
    """The forms in which a plan is published."""

    PAGE = "html"
    WORD = "docx"
    PDF = "pdf"


def print_plan(*, document: PlanDocument, form: PlanForm) -> bytes:
    """The plan as a file. Raises Problem `plan.cannot-print-sign` where a PDF could not show all of it."""
    plan = printed(document)
    match form:
        case PlanForm.PAGE:
            return as_page(plan, style=_site_style()).encode("utf-8")
        case PlanForm.WORD:
            return as_word(plan)
        case PlanForm.PDF:
            return as_pdf(plan)


@cache
def _site_style() -> str:
    """The public site's style sheet, so that plans look like its pages; its pages themselves are not needed."""
    return files("aimwell.site").joinpath("assets", "aimwell.css").read_text(encoding="utf-8")
