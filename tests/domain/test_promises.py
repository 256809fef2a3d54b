"""Which target holds for a measure, and when."""

from dataclasses import replace
from datetime import date

from aimwell.domain.periods import Period
from aimwell.domain.promises import Priority, RulePack, target_for

MARCH = Period.parse("2026-03")


def priority(threshold: float | None, *, by: date | None = None, verified: bool = True) -> Priority:
    return Priority("wait", "Waits", "Care", "https://example.org", verified, "waits", threshold, by)


def pack(*priorities: Priority, standing: bool = False) -> RulePack:
    return RulePack(
        "p",
        "Pack",
        "NHS",
        date(2025, 4, 1),
        date(2026, 3, 31),
        "https://example.org",
        priorities,
        None,
        standing,
    )


def test_a_target_holds_to_the_end_of_its_pack():
    found = target_for("waits", MARCH, [pack(priority(65.0))])
    assert found is not None
    assert found.threshold == 65.0
    assert target_for("waits", Period.parse("2026-04"), [pack(priority(65.0))]) is None


def test_an_unverified_threshold_is_never_a_target():
    assert target_for("waits", MARCH, [pack(priority(65.0, verified=False))]) is None


def test_a_standing_standard_counts_only_where_no_year_names_the_measure():
    standing = pack(priority(92.0), standing=True)
    assert target_for("waits", MARCH, [standing]).threshold == 92.0
    assert target_for("waits", MARCH, [standing, pack(priority(65.0))]).threshold == 65.0
    assert target_for("waits", MARCH, [standing, pack(priority(65.0, verified=False))]) is None


def test_of_several_targets_the_one_due_next_holds():
    steps = pack(
        priority(60.0, by=date(2025, 9, 30)), replace(priority(65.0, by=date(2026, 3, 31)), id="later")
    )
    assert target_for("waits", Period.parse("2025-08"), [steps]).threshold == 60.0
    assert target_for("waits", Period.parse("2025-12"), [steps]).threshold == 65.0
