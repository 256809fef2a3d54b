"""What tests of duties share: bodies, people in posts, and due dates taken up."""

from datetime import date
from typing import Any

from django.conf import settings

from aimwell.services.workplace.duties import take_up
from aimwell.services.workplace.duty_days import days_of_system
from aimwell.services.workplace.own_duties import add_own_duty
from aimwell.store.workplace.models import Body, DutyRecord, LocalDuty, Person, Post
from tests.workplace.conftest import NOW, TODAY, body

PLAN = ("joint-forward-plan", "2027/28")  # due on 31 March 2027
CHRISTMAS = ("neighbourhood-submission", "December 2026")  # due on 25 December 2026


def board_of(system: Body) -> Body:
    """An integrated care board in a system."""
    return body(f"Board of {system.code}", f"{system.code}B", "integrated_care_board", system)


def post_at(where: Body, title: str, name: str, **dates: Any) -> Post:
    """Somebody in a role."""
    person = Person(
        name=name, work_email=f"{name.split()[0].lower()}@example.org", made_at=NOW, changed_at=NOW
    )
    person.save(force_insert=True)
    post = Post(title=title, body=where, person=person, made_at=NOW, changed_at=NOW, **dates)
    post.save(force_insert=True)
    return post


def taken_up(system: Body, asking: Any, which: tuple[str, str] = PLAN, **given: Any) -> DutyRecord:
    """A due date of a pack that a body took up."""
    definitions = settings.AIMWELL.definitions
    days = days_of_system(definitions, system, first=date(2022, 4, 1), last=date(2030, 3, 31))
    due = days.due(*which)
    assert due is not None
    pack = days.declared.pack_of(due.duty)
    by = given.pop("by", None) or asking("strategy", system, name=f"Strategy for {which[0]} {which[1]}")
    where = given.pop("body", None) or board_of(system)
    return take_up(
        asking=by, system=system, duty=days.known.duties[due.duty], due=due, pack=pack.id if pack else "",
        body=where, owner=given.pop("owner", None), calendar=days.known.calendar,
    )  # fmt: skip


DECLARED = {
    "owed_by": ["place"],
    "owed_to": ["the place board"],
    "basis": "Terms of reference",
    "source": "",
    "verified": False,
    "rule": {"kind": "single_date", "on": "2026-07-15"},
    "delivers": "place_report",
    "evidence": "The minutes.",
    "sign_off": [{"role": "Place director", "body": "place", "days": 2}],
}


def own_duty(system: Body, asking: Any, **declared: Any) -> LocalDuty:
    """A duty that a system set itself."""
    return add_own_duty(
        asking=asking("strategy", system, name="Strategy for own duties"), system=system,
        definitions=settings.AIMWELL.definitions, body=body("Example Town", "TOWN", "place", system),
        title="Report to the place board", declared={**DECLARED, **declared}, starts=None, ends=None, today=TODAY,
    )  # fmt: skip
