"""A store together with the definitions that it is read by.

Who may import it: the steps of the pipeline, services, front doors.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aimwell.catalogue.everything import Catalogue
from aimwell.pipeline.geography import Geography
from aimwell.store.folder import StoreFolder

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Account:
    """What the steps of the pipeline work on. profile: the settings of process behaviour charts, by name."""

    folder: StoreFolder
    catalogue: Catalogue
    geography: Geography
    profile: str = "mdc-excel"
