"""Which set of systems an undated table is by, from the codes in it.

Tables that map organisations to systems seldom say their date. The codes do: boards formed since April 2026
have ODS codes of five characters and ONS codes after those of July 2022.
"""

import re
from collections.abc import Iterable

from aimwell.domain.published_periods import read_period

FIRST_SYSTEMS, LATEST_SYSTEMS = "2022", "2026"
LAST_ONS_CODE_OF_FIRST = 64  # E54000064, NHS Sussex


def year_of_systems(codes: Iterable[str]) -> str:
    """The year from which the systems with these codes, ODS or ONS, exist."""
    return read_period(LATEST_SYSTEMS if any(map(_is_of_latest, codes)) else FIRST_SYSTEMS).text


def _is_of_latest(code: str) -> bool:
    if found := re.fullmatch(r"E54(\d{6})", code):
        return int(found[1]) > LAST_ONS_CODE_OF_FIRST
    return len(code) == len("Z9B2Z")
