"""Compare all systems' aims: who promised what by when, how ambitious it is, and how near."""

import json
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from aimwell.domain.measures import Aim
from aimwell.domain.workplace.access import Act, systems_of
from aimwell.domain.workplace.aims_compared import AimsQuestion, Part, SortBy
from aimwell.presentation.aims_compared import (
    AIM_COLUMNS,
    ENGLAND_WORDS,
    MADE_WORDS,
    PART_WORDS,
    SORT_WORDS,
    aim_rows,
    from_words,
    share_words,
    to_words,
    way_words,
)
from aimwell.presentation.promise_words import ILLUSTRATIVE, KIND_WORDS
from aimwell.services.workplace.compare_aims import AimsAnswer, compare_aims, told
from aimwell.services.workplace.standings import Ask
from aimwell.site.contents import AIM_WORDS
from aimwell.site.downloads import as_csv, as_workbook
from aimwell.site.page import Dataset
from aimwell.site.rendering import CONTENT_TYPES
from aimwell.web.doors import Door, View, Visit
from aimwell.web.paging import paged
from aimwell.web.rendering import page

LEVELS = {"national": "National", "local": "Local"}
SHOWN = 50  # rows of one page; a download has all


def question_of(asked: QueryDict) -> AimsQuestion:
    """What an address asks; words that mean nothing ask for all."""
    sort = asked.get("sort", "")
    return AimsQuestion(
        measure=asked.get("measure", ""),
        aim=asked.get("aim", ""),
        level=asked.get("level", ""),
        theme=asked.get("theme", ""),
        words=asked.get("q", "").strip(),
        has=frozenset(part for part in Part if part.value in asked.getlist("has")),
        sort=SortBy(sort) if sort in set(SortBy) else SortBy.SYSTEM,
    )


def _answer(visit: Visit) -> tuple[AimsQuestion, AimsAnswer]:
    question = question_of(visit.request.GET)
    seen = systems_of(visit.actor, Act.READ)
    own = None if seen is None else frozenset(UUID(system) for system in seen)
    return question, compare_aims(ask=_ask(visit), question=question, own=own)


def _ask(visit: Visit) -> Ask:
    return Ask(visit.settings.store, visit.settings.definitions, visit.today)


def show(visit: Visit) -> HttpResponse:
    """The aims that were asked for, in groups, most complete first."""
    question, found = _answer(visit)
    shown = paged(visit.request, found.aims, size=SHOWN)
    rows = told(ask=_ask(visit), aims=shown.rows)
    given = {
        "title": "All systems' aims",
        "visit": visit,
        "question": question,
        "found": found,
        "shown": shown,
        "rows": rows,
        "aims": {aim.value: AIM_WORDS[aim.value] for aim in Aim},
        "levels": LEVELS,
        "themes": [(theme, theme) for theme in found.themes],
        "made_words": MADE_WORDS,
        "part_words": PART_WORDS,
        "england_words": ENGLAND_WORDS,
        "kind_words": KIND_WORDS,
        "sorts": _sorts(question, rankable=found.rankable),
        "files": {ending: _at(question, f"compare-{ending}", visit) for ending in ENDINGS},
        "illustrative": ILLUSTRATIVE if any(aim.illustrative for aim in shown.rows) else "",
        "share": share_words,
        "way": way_words,
        "begins": from_words,
        "ends": to_words,
    }
    return page(visit.request, "compare.html", given)


def _sorts(question: AimsQuestion, *, rankable: bool) -> list[tuple[str, str, bool]]:
    """The orders that may be asked for: words, address, whether it is the one shown."""
    offered = [each for each in SortBy if rankable or each is not SortBy.AMBITION]
    return [(SORT_WORDS[each], f"?{_query(question, each)}", each is question.sort) for each in offered]


def _query(question: AimsQuestion, sort: SortBy) -> str:
    single = {
        "measure": question.measure, "aim": question.aim, "level": question.level, "theme": question.theme,
        "q": question.words, "sort": sort.value,
    }  # fmt: skip
    pairs = [(name, value) for name, value in single.items() if value]
    return urlencode([*pairs, *(("has", part.value) for part in Part if part in question.has)])


def _at(question: AimsQuestion, door: str, visit: Visit) -> str:
    return f"{reverse(door, kwargs={'system': visit.system.code})}?{_query(question, question.sort)}"


ENDINGS = ("csv", "json", "xlsx")


def _file(ending: str) -> View:
    return partial(download, ending=ending)


def download(visit: Visit, *, ending: str) -> HttpResponse:
    """The same aims in the same order, all of them, as a file."""
    _, found = _answer(visit)
    mark = "Illustrative: " if any(aim.illustrative for aim in found.aims) else ""
    table = Dataset(f"{mark}All systems' aims", AIM_COLUMNS, aim_rows(told(ask=_ask(visit), aims=found.aims)))
    match ending:
        case "csv":
            body = as_csv(table)
        case "xlsx":
            body = as_workbook([table])
        case _:
            content = {"title": table.title, "columns": table.columns, "rows": table.rows}
            body = json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8")
    return HttpResponse(
        body,
        content_type=CONTENT_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="aims.{ending}"'},
    )


DOORS = (
    Door("compare", "<system>/compare/", show, Act.COMPARE),
    *(
        Door(f"compare-{ending}", f"<system>/compare/aims.{ending}", _file(ending), Act.COMPARE)
        for ending in ENDINGS
    ),
)
