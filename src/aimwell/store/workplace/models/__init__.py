"""The tables of the workplace, one subject a module.

Belongs here: columns and how rows belong together. Does not belong here: decisions.
Who may import it: store.workplace, services.workplace, web.
"""

from aimwell.store.workplace.models.claims import ClaimCheck
from aimwell.store.workplace.models.duties import (
    CalendarAddress,
    DayKept,
    DutyRecord,
    Happened,
    LocalDuty,
    ReminderSent,
    SignOffStep,
)
from aimwell.store.workplace.models.log import LogEntry, LogHead, Publication
from aimwell.store.workplace.models.plans import (
    Action,
    BudgetLine,
    ChecklistAnswer,
    Commitment,
    Need,
    Plan,
    PlanSection,
)
from aimwell.store.workplace.models.promises import (
    Asked,
    CeilingOverride,
    Priority,
    Signature,
    Target,
    TrajectoryPoint,
)
from aimwell.store.workplace.models.who import Account, Body, BodyLink, Person, Post, RoleGiven, Succession

__all__ = [
    "Account",
    "Action",
    "Asked",
    "Body",
    "BodyLink",
    "BudgetLine",
    "CalendarAddress",
    "CeilingOverride",
    "ChecklistAnswer",
    "ClaimCheck",
    "Commitment",
    "DayKept",
    "DutyRecord",
    "Happened",
    "LocalDuty",
    "LogEntry",
    "LogHead",
    "Need",
    "Person",
    "Plan",
    "PlanSection",
    "Post",
    "Priority",
    "Publication",
    "ReminderSent",
    "RoleGiven",
    "SignOffStep",
    "Signature",
    "Succession",
    "Target",
    "TrajectoryPoint",
]
