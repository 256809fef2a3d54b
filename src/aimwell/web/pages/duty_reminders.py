"""What reminders will be sent when, to whom, and which went out."""

from django.http import HttpResponse

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.duty_days import declared_duties
from aimwell.services.workplace.reminding import letter_of, reminders_foreseen
from aimwell.store.workplace.models import ReminderSent
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.duty_rows import crumbs
from aimwell.web.paging import paged
from aimwell.web.rendering import page

DAYS_AHEAD = 60
MOST = 100  # of each list; the first are the next to go out


def show(visit: Visit) -> HttpResponse:
    """Reminders of today, of the days to come, and those that went out."""
    definitions, system, today = visit.settings.definitions, visit.system, visit.today
    now, coming = reminders_foreseen(definitions=definitions, system=system, today=today, days=DAYS_AHEAD)
    sent = ReminderSent.objects.filter(system=system).select_related("duty").order_by("-on", "-made_at", "pk")
    example = next((each for each in (*now, *coming) if each.post), None)
    given = {
        "title": "Reminders",
        "visit": visit,
        "crumbs": crumbs(visit),
        "now": now[:MOST],
        "coming": coming[:MOST],
        "left_out": max(0, len(now) - MOST) + max(0, len(coming) - MOST),
        "days": DAYS_AHEAD,
        "sent": paged(visit.request, sent),
        "standard": declared_duties(definitions).reminders,
        "letter": letter_of(example, today=example.on) if example else None,
        "folder": not visit.settings.mail,
    }
    return page(visit.request, "duty_reminders.html", given)


DOORS = (Door("duty-reminders", "<system>/duties/reminders/", show, Act.READ),)
