"""Works out beforehand what the lists of every system rest on, so that nobody's first page of a day waits for it."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import DatabaseError, connection

from aimwell.domain.workplace.aims_compared import AimsQuestion
from aimwell.services.workplace.compare_aims import compare_aims
from aimwell.services.workplace.declared import catalogue_of, lint_rules
from aimwell.services.workplace.figures import verdicts_at
from aimwell.services.workplace.signed_in import systems
from aimwell.services.workplace.standings import Ask
from aimwell.services.workplace.target_quality import graded_lines, lines_of
from aimwell.services.workplace.threads import system_thread
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import figures_version

SECONDS_BETWEEN_LOOKS = 60.0


def keep_ahead(store: Path, definitions: Path, today: Callable[[], date]) -> None:
    """Work ahead at the start, on each new day, and after each release; runs until the server stops."""
    done: tuple[date, str] | None = None
    while True:
        day, figures = today(), figures_version(StoreFolder(store))
        if done != (day, figures):
            try:
                work_ahead(Ask(store, definitions, day))
                done = day, figures
            except DatabaseError:  # tables that are not there yet, or a server on its way down: the next look
                pass
            finally:
                connection.close()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def work_ahead(ask: Ask) -> int:
    """Grades, standings, verdicts and threads of every system that has targets; returns how many have."""
    measures, rules = catalogue_of(ask.definitions).measures, lint_rules(ask.definitions)
    worked = 0
    for system in systems():
        lines = lines_of(system)
        if not lines:
            continue
        graded_lines(lines, measures=measures, rules=rules, today=ask.today)
        verdicts_at(ask.store, place=system.figures_code)
        system_thread(system=system, ask=ask)
        worked += 1
    compare_aims(ask=ask, question=AimsQuestion(), own=None)
    return worked
