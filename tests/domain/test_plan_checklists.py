"""A plan is held against what the rules of its time ask for."""

from datetime import date

import pytest

from aimwell.domain.plan_checklists import (
    Answer,
    Owner,
    PlanRules,
    RequiredContent,
    Standing,
    check_contents,
    rules_in_force,
)

SOURCE = "https://www.england.nhs.uk/"


def rules(*, starts: date = date(2023, 4, 1), ends: date | None = None, name: str = "rules") -> PlanRules:
    return PlanRules(
        id=name,
        kind="place_plan",
        title="Place plan",
        about="What a place does.",
        owners=(Owner.PLACE,),
        starts=starts,
        ends=ends,
        covers="A year.",
        timing="Yearly.",
        source=SOURCE,
        verified=True,
        contents=(
            RequiredContent("outcomes", "Name the outcomes.", SOURCE, verified=True),
            RequiredContent("money", "NHS money that is pooled.", SOURCE, verified=True),
            RequiredContent("teams", "Name the teams.", SOURCE, verified=False),
        ),
    )


def test_a_content_that_is_dealt_with_or_does_not_apply_is_not_missing() -> None:
    checked = check_contents(
        rules(), {"outcomes": Answer("page 3"), "money": Answer(does_not_apply_because="No money is pooled.")}
    )
    assert checked.complete
    assert [each.standing for each in checked.contents] == [
        Standing.ANSWERED,
        Standing.DOES_NOT_APPLY,
        Standing.TO_CONSIDER,
    ]
    assert checked.contents[1].because == "It does not apply: no money is pooled."


def test_what_is_missing_is_said_in_words() -> None:
    checked = check_contents(rules(), {"outcomes": Answer("page 3")})
    assert checked.words == (
        "1 of 2 required contents of the place plan are dealt with. Missing: NHS money that is pooled. "
        "1 more to consider: nobody has verified that they are required."
    )


@pytest.mark.parametrize("placeholder", ["TBC", " ", "n/a", "…"])
def test_a_placeholder_is_no_answer(placeholder: str) -> None:
    checked = check_contents(rules(), {"outcomes": Answer(placeholder)})
    assert checked.contents[0].standing is Standing.MISSING


def test_a_requirement_that_nobody_has_read_is_not_held_against_a_plan() -> None:
    checked = check_contents(rules(), {"outcomes": Answer("1"), "money": Answer("2"), "teams": Answer("tbc")})
    assert checked.complete
    assert checked.contents[2].standing is Standing.TO_CONSIDER


def test_an_answer_to_what_is_not_asked_is_named() -> None:
    assert check_contents(rules(), {"outcome": Answer("page 3")}).strangers == ("outcome",)


def test_the_rules_of_the_day_are_found() -> None:
    old = rules(starts=date(2023, 4, 1), ends=date(2026, 3, 31), name="old")
    new = rules(starts=date(2026, 4, 1), name="new")
    packs = (old, new)
    assert rules_in_force(packs, "place_plan", date(2026, 3, 31)) is old
    assert rules_in_force(packs, "place_plan", date(2026, 4, 1)) is new
    assert rules_in_force(packs, "place_plan", date(2023, 3, 31)) is None
    assert rules_in_force(packs, "another", date(2026, 4, 1)) is None
