"""A plan as a file to take away: a web page, a Word document or a PDF, all of the same words."""

from io import BytesIO

from django.http import FileResponse

from aimwell.domain.workplace.access import Act
from aimwell.services.print_plan import PlanForm, print_plan
from aimwell.services.workplace.plan_printing import file_name, plan_document
from aimwell.store.workplace.models import Plan
from aimwell.web.doors import Door, View, Visit
from aimwell.web.pages.targets import asking_of

TYPES = {
    PlanForm.PAGE: "text/html; charset=utf-8",
    PlanForm.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PlanForm.PDF: "application/pdf",
}


def printed(form: PlanForm) -> View:
    """A view that hands out a plan in one form. A large one takes a second or two, so its door is heavy."""

    def view(visit: Visit) -> FileResponse:
        """The plan as it stands today."""
        document = plan_document(plan=visit.record, ask=asking_of(visit))
        return FileResponse(
            BytesIO(print_plan(document=document, form=form)),
            as_attachment=True,
            filename=file_name(visit.record, visit.today, form.value),
            content_type=TYPES[form],
        )

    return view


DOORS = tuple(
    Door(name, f"<system>/plans/<uuid:record>/{path}/", printed(form), Act.EXPORT, about=Plan, heavy=True)
    for name, path, form in (
        ("plan-page", "web-page", PlanForm.PAGE),
        ("plan-word", "word", PlanForm.WORD),
        ("plan-pdf", "pdf", PlanForm.PDF),
    )
)
