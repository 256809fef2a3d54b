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
    why="Waits harm.", need="People wait for hours.", owner="Chief Operating Officer", illustrative=True, decided=DECIDED,
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
ACTION: dict[str, Any] = {
    "id": "bbbbbbbb-0", "title": "Open on Saturdays", "words": "", "owner": "Chief nurse, Example Hospitals",
    "partners": ["Example Council"], "due": "2026-03-01", "progress": "under_way", "done_on": "",
    "money": {"id": "line-1", "title": "Saturday lists", "amount": "1200.50", "year": "2025/26"},
    "measures": ["ae_within_4_hours"],
}  # fmt: skip
COMMITMENT: dict[str, Any] = {
    "id": "aaaaaaaa-0", "title": "Care on every day", "words": "Seven days.\n\n- Saturday\n- Sunday",
    "priority": NATIONAL.title, "priority_id": NATIONAL.id, "targets": [TARGET.title, "A target nobody approved"],
    "target_ids": [TARGET.id, "not-public"], "actions": [ACTION],
}  # fmt: skip
PLAN = PublicPlan(
    id="99999999-0", title="Joint forward plan", kind="joint_forward_plan", owner="Example Board",
    starts="2026-04-01", ends="2031-03-31", illustrative=True, decided=DECIDED,
    signatures=({"body": "Example Trust", "title": "Chair", "on": "2026-03-30", "version": 2, "of_this_version": True},),
    content={
        "summary": "What we do.",
        "sections": [{"heading": "Who we are", "words": "Five councils <& more>.\n\n- One\n- Two"}],
        "commitments": [COMMITMENT],
        "checklist": [{"item": "consultation", "where": "Who we are, page 2", "does_not_apply_because": ""}],
    },
)  # fmt: skip
PROMISES = SystemPromises(
    code="QE1",
    place="QE1",
    name="Lancashire and South Cumbria",
    priorities=(NATIONAL, LOCAL),
    targets=(TARGET, *OTHERS),
    plans=(PLAN,),
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
        plans=tuple(replace(each, illustrative=False) for each in PROMISES.plans),
        targets=tuple(
            PublicTarget(**{**as_fields(each), "illustrative": False}) for each in PROMISES.targets
        ),
    )
