"""Which plans a system owes."""

from datetime import date

from aimwell.domain.plan_checklists import Owner, PlanRules, RequiredContent
from aimwell.domain.workplace.owed_plans import Holder, KeptPlan, financial_year_of, owed_plans

TODAY = date(2026, 6, 1)
KINDS = {Owner.BOARD: "icb", Owner.HEALTH_AND_WELLBEING_BOARD: "hwb"}
BOARD = Holder("b", "Example ICB", "icb")
TOWN, COUNTY = Holder("t", "Town board", "hwb"), Holder("c", "County board", "hwb")


def rules(
    owner=Owner.BOARD,
    starts=date(2026, 4, 1),
    ends=None,
    kind="joint_forward_plan",
    title="Joint forward plan",
):
    content = (RequiredContent("a", "Say it.", "law", True),)
    return PlanRules(kind, kind, title, "", (owner,), starts, "", "", "law", True, content, ends=ends)


def owed(given, kept=(), holders=(BOARD, TOWN, COUNTY)):
    found = owed_plans(rules=given, kept=kept, holders=holders, kinds=KINDS, today=TODAY)
    return [each.words for each in found]


def test_a_plan_that_is_asked_for_and_not_there_is_owed():
    assert owed([rules()]) == ["No joint forward plan for 2026/27 yet"]


def test_a_plan_that_covers_today_is_not_owed():
    assert owed([rules()], [KeptPlan("joint_forward_plan", "b", date(2026, 4, 1), date(2031, 3, 31))]) == []


def test_last_years_plan_does_not_do_for_this_year():
    kept = [KeptPlan("joint_forward_plan", "b", date(2025, 4, 1), date(2026, 3, 31))]
    assert owed([rules()], kept) == ["No joint forward plan for 2026/27 yet"]


def test_rules_that_do_not_hold_today_ask_for_nothing():
    assert (
        owed([rules(starts=date(2023, 4, 1), ends=date(2026, 3, 31)), rules(starts=date(2027, 4, 1))]) == []
    )


def test_each_of_several_boards_owes_its_own():
    given = rules(Owner.HEALTH_AND_WELLBEING_BOARD, kind="strategy", title="Health and wellbeing strategy")
    assert owed([given], [KeptPlan("strategy", "t")]) == [
        "No health and wellbeing strategy of County board for 2026/27 yet"
    ]


def test_a_plan_is_owed_where_no_body_is_recorded_that_would_write_it():
    assert owed([rules()], holders=()) == ["No joint forward plan for 2026/27 yet"]


def test_a_financial_year_runs_from_april_to_march():
    assert [financial_year_of(day).text for day in (date(2026, 3, 31), date(2026, 4, 1))] == [
        "2025/26",
        "2026/27",
    ]
