"""The rules of plans that ship, and what is refused of others."""

from datetime import date
from pathlib import Path

import pytest

from aimwell.catalogue.plans import read_plan_rules
from aimwell.domain.plan_checklists import rules_in_force
from aimwell.domain.problems import Problems

KINDS = {
    "integrated_care_strategy", "joint_forward_plan", "joint_capital_plan", "health_and_wellbeing_strategy",
    "better_care_fund_plan", "neighbourhood_health_plan", "place_plan", "joint_strategic_needs_assessment",
    "operational_plan", "annual_report",
}  # fmt: skip
PLAN = """
kind = "place_plan"
title = "Place plan"
about = "What a place does."
owner = ["place"]
starts = 2026-04-01
covers = "A year."
timing = "Yearly."
source = "https://www.england.nhs.uk/"
verified = true

[[content]]
id = "outcomes"
asks = "Name the outcomes."
source = "https://www.england.nhs.uk/"
verified = true
"""


def test_every_shipped_kind_of_plan_is_read(definitions: Path) -> None:
    rules = read_plan_rules(definitions)
    assert len(rules) == len(list((definitions / "plans").glob("*.toml")))
    assert {each.kind for each in rules} == KINDS


def test_every_kind_has_rules_today(definitions: Path) -> None:
    rules = read_plan_rules(definitions)
    assert all(rules_in_force(rules, kind, date(2026, 11, 22)) for kind in KINDS)


def test_every_requirement_names_its_source_and_asks_in_a_sentence(definitions: Path) -> None:
    for rules in read_plan_rules(definitions):
        for content in rules.contents:
            assert content.source.startswith("https://"), (rules.id, content.id)
            assert content.asks.endswith("."), (rules.id, content.id)


def test_a_plan_without_a_place_in_law_holds_nothing_against_anybody(definitions: Path) -> None:
    (place,) = [each for each in read_plan_rules(definitions) if each.kind == "place_plan"]
    assert not any(content.verified for content in place.contents)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('owner = ["place"]', "owner = []", "nobody owns the document"),
        ('owner = ["place"]', 'owner = ["the_king"]', "owner"),
        ("starts = 2026-04-01", "starts = 2026-04-01\nends = 2026-03-31", "ends before it starts"),
        ('timing = "Yearly."', 'timing = "tbc"', "placeholder"),
        (
            'timing = "Yearly."',
            'timing = "Yearly."\ntakes_account_of = ["a_poem"]',
            "takes account of 'a_poem'",
        ),
    ],
)
def test_rules_that_do_not_hold_together_are_refused(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    (tmp_path / "plans").mkdir()
    assert before in PLAN
    (tmp_path / "plans" / "one.toml").write_text(PLAN.replace(before, after), encoding="utf-8")
    with pytest.raises(Problems, match=words):
        read_plan_rules(tmp_path)


def test_two_rules_of_one_kind_may_not_hold_on_the_same_day(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for name in ("one", "two"):
        (tmp_path / "plans" / f"{name}.toml").write_text(PLAN, encoding="utf-8")
    with pytest.raises(Problems, match="before the rules of the same kind in one end"):
        read_plan_rules(tmp_path)
