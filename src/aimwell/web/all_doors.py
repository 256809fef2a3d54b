"""The doors of every subject together."""

from aimwell.web.doors import Door
from aimwell.web.pages import home, priorities

DOORS: tuple[Door, ...] = (
    *home.DOORS,
    *priorities.DOORS,
)
