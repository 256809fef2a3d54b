"""The doors of every subject together."""

from aimwell.web.doors import Door
from aimwell.web.pages import accounts, home, log, my_account, priorities

DOORS: tuple[Door, ...] = (
    *my_account.DOORS,  # before the pages of systems, whose addresses begin with any word
    *accounts.DOORS,
    *log.DOORS,
    *home.DOORS,
    *priorities.DOORS,
)
