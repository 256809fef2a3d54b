"""A system's public record for the tests of pages: one national and one local priority, with targets of every sort."""

from dataclasses import replace
from typing import Any

from aimwell.store.released.promises import (
    Decided,
    PublicPlan,
    PublicPriority,
    PublicTarget,
    SystemPromises,
    as_fields,
)

DECIDED: dict[str, Any] = {
    "number": 7,
    "at": "2026-04-01T09:00:00+00:00",
    "by": "A. Chair (approver)",
    "because": "Agreed in public",
    "version": 2,
}
NATIONAL = PublicPriority(
    id="11111111-0000-0000-0000-000000000000", title="Care in an emergency", level="national", aim="outcomes",
    why="Waits harm.", owner="Chief Operating Officer", illustrative=True, decided=DECIDED,
)  # fmt: skip
LOCAL = replace(
    NATIONAL,
    id="22222222-0000-0000-0000-000000000000",
    title="A fair start",
    level="local",
    aim="inequality",
    position=1,
)
TARGET = PublicTarget(
    id="33333333-0000-0000-0000-000000000000", title="70% in 4 hours by March 2026", priority=NATIONAL.id,
    measure="ae_within_4_hours", place="QE1", direction="higher", unit="%", baseline=60.0,
    baseline_period="2025-03", value=70.0, by="2026-03-31", trajectory={"2025-09": 65.0, "2026-03": 70.0},
    owner="Director of Operations", illustrative=True, decided=DECIDED,
    asked=({"who": "People who waited", "how": "survey", "said": "Tell us how long", "changed": "Letters say so"},),
    signatures=({"body": "Example Council", "title": "Leader", "on": "2026-03-28", "version": 2, "of_this_version": True},),
)  # fmt: skip
OTHERS = (
    replace(TARGET, id="44444444-0", title="All in 4 hours by March 2026", value=99.9),
    replace(TARGET, id="55555555-0", title="No number", value=None, trajectory={}),
    replace(TARGET, id="66666666-0", title="No measure", measure="", priority=LOCAL.id),
    replace(
        TARGET,
        id="77777777-0",
        title="A narrower gap",
        priority=LOCAL.id,
        gap_by="sex",
        gap_words="men and women",
        gap_value=2.0,
    ),
    replace(TARGET, id="88888888-0", title="Of a council", place="E06000001", priority=LOCAL.id),
)
PROMISES = SystemPromises(
    code="QE1",
    place="QE1",
    name="Lancashire and South Cumbria",
    priorities=(NATIONAL, LOCAL),
    targets=(TARGET, *OTHERS),
    plans=(
        PublicPlan(id="99999999-0", title="Joint forward plan", kind="joint-forward-plan", decided=DECIDED),
    ),
    log=(
        Decided(kind="priority", record=NATIONAL.id, title=NATIONAL.title, what="published", **DECIDED),
        Decided(
            kind="target",
            record="gone",
            title="=A promise that was withdrawn",
            what="withdrawn",
            **{**DECIDED, "number": 9, "at": "2026-05-01T09:00:00+00:00"},
        ),
    ),
)


def not_invented() -> SystemPromises:
    """The same record as if people had made it."""
    return replace(
        PROMISES,
        priorities=tuple(replace(each, illustrative=False) for each in PROMISES.priorities),
        targets=tuple(
            PublicTarget(**{**as_fields(each), "illustrative": False}) for each in PROMISES.targets
        ),
    )
