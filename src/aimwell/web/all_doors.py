"""The doors of every subject together."""

from aimwell.web.doors import Door
from aimwell.web.open_doors import OpenDoor
from aimwell.web.pages import (
    accounts,
    bodies,
    carried,
    ceilings,
    compare,
    decisions,
    duties,
    duty,
    duty_feeds,
    duty_reminders,
    duty_steps,
    home,
    log,
    my_account,
    own_duties,
    posts,
    priorities,
    spreadsheets,
    scorecard,
    target_partners,
    target_parts,
    targets,
    targets_edit,
    timetables,
    value_pages,
    who,
)

DOORS: tuple[Door, ...] = (
    *my_account.DOORS,  # before the pages of systems, whose addresses begin with any word
    *accounts.DOORS,
    *log.DOORS,
    *home.DOORS,
    *who.DOORS,
    *bodies.DOORS,
    *posts.DOORS,
    *priorities.DOORS,
    *ceilings.DOORS,
    *targets.DOORS,
    *targets_edit.DOORS,
    *target_parts.DOORS,
    *target_partners.DOORS,
    *decisions.DOORS,
    *carried.DOORS,
    *spreadsheets.DOORS,
    *value_pages.DOORS,
    *scorecard.DOORS,
    *compare.DOORS,
    *duties.DOORS,
    *duty.DOORS,
    *duty_steps.DOORS,
    *own_duties.DOORS,
    *timetables.DOORS,
    *duty_reminders.DOORS,
    *duty_feeds.DOORS,
)

OPEN_DOORS: tuple[OpenDoor, ...] = (*duty_feeds.OPEN_DOORS,)
"""The addresses that need no sign-in."""
