"""The doors of every subject together."""

from aimwell.web.doors import Door
from aimwell.web.pages import (
    accounts,
    bodies,
    carried,
    ceilings,
    compare,
    decisions,
    home,
    log,
    my_account,
    posts,
    priorities,
    scorecard,
    target_partners,
    target_parts,
    targets,
    targets_edit,
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
    *value_pages.DOORS,
    *scorecard.DOORS,
    *compare.DOORS,
)
