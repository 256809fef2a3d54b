"""The doors of every subject together."""

from aimwell.web.doors import Door
from aimwell.web.pages import accounts, bodies, home, log, my_account, posts, priorities, who

DOORS: tuple[Door, ...] = (
    *my_account.DOORS,  # before the pages of systems, whose addresses begin with any word
    *accounts.DOORS,
    *log.DOORS,
    *home.DOORS,
    *who.DOORS,
    *bodies.DOORS,
    *posts.DOORS,
    *priorities.DOORS,
)
