"""Deadlines that cannot hold are flagged, each with a code, words and a remedy."""

from datetime import date

from aimwell.domain.duties.conflicts import Conflict, conflicts_among
from aimwell.domain.duties.due_dates import occurrences
from aimwell.domain.duties.duty import (
    AfterDuty,
    AlsoStated,
    BeforeFinancialYear,
    DayOfFinancialYear,
    Duty,
    Guidance,
    Span,
    Step,
    Unit,
)
from tests.domain.duties.some_duties import BOARD, LEAD, STANDARD, duty, known, on

YEAR = date(2026, 4, 1), date(2027, 3, 31)


def conflicts_of(*duties: Duty) -> tuple[Conflict, ...]:
    world = known(*duties)
    dues = [due for each in duties for due in occurrences(each, *YEAR, world)]
    return conflicts_among(dues, world, STANDARD)


def codes_of(*duties: Duty) -> list[str]:
    return [each.code for each in conflicts_of(*duties)]


def guidance(published: date, governs: date | None = None) -> tuple[Guidance, ...]:
    return (Guidance("The framework", published, "https://example.org", governs_from=governs),)


def test_a_deadline_on_christmas_day_is_closed_and_in_a_quiet_time() -> None:
    found = {each.code: each for each in conflicts_of(duty(rule=on(date(2026, 12, 25))))}
    assert set(found) == {"duty.due-on-a-closed-day", "duty.due-in-a-quiet-time"}
    assert "a bank holiday (Christmas Day)" in found["duty.due-on-a-closed-day"].found
    assert found["duty.due-on-a-closed-day"].remedy == (
        "Finish by Thursday 24 December 2026, or ask for Tuesday 29 December 2026 in writing."
    )
    assert "Wednesday 23 December 2026" in found["duty.due-in-a-quiet-time"].remedy


def test_the_quiet_time_passes_the_new_year() -> None:
    assert "duty.due-in-a-quiet-time" in codes_of(duty(rule=on(date(2027, 1, 1))))
    assert codes_of(duty(rule=on(date(2027, 1, 4)))) == []


def test_an_ordinary_day_has_no_conflict() -> None:
    assert codes_of(duty(rule=on(date(2026, 6, 30)), sign_off=(LEAD, BOARD))) == []


def test_guidance_that_comes_after_the_year_began_is_late() -> None:
    late = duty(rule=on(date(2026, 6, 30)), guidance=guidance(date(2026, 4, 4), date(2026, 4, 1)))
    in_time = duty(rule=on(date(2026, 6, 30)), guidance=guidance(date(2026, 3, 31), date(2026, 4, 1)))
    assert codes_of(late) == ["duty.guidance-late"]
    assert codes_of(in_time) == []


def test_guidance_that_comes_after_the_deadline_is_worse() -> None:
    found = conflicts_of(duty(rule=on(date(2026, 6, 30)), guidance=guidance(date(2026, 7, 1))))
    assert [each.code for each in found] == ["duty.guidance-after-the-deadline"]


def test_a_chain_that_does_not_fit_after_its_guidance_is_flagged_with_both_numbers() -> None:
    tight = duty(rule=on(date(2026, 6, 30)), sign_off=(LEAD, BOARD), guidance=guidance(date(2026, 6, 24)))
    (found,) = conflicts_of(tight)
    assert found.code == "duty.sign-off-does-not-fit"
    assert "4 working days for a sign-off that takes 5" in found.found
    fits = duty(rule=on(date(2026, 6, 30)), sign_off=(LEAD, BOARD), guidance=guidance(date(2026, 6, 23)))
    assert codes_of(fits) == []


def test_a_text_of_three_weeks_and_a_table_of_one_contradict_each_other() -> None:
    first = duty("return", rule=on(date(2026, 6, 1)))
    rule = AfterDuty("return", Span(3, Unit.WEEKS))
    table = AlsoStated("the table", span=Span(1, Unit.WEEKS))
    (found,) = conflicts_of(first, duty("correction", rule=rule, also_stated=(table,)))
    assert found.code == "duty.text-contradicts-table"
    assert "the table makes it Monday 8 June 2026" in found.found
    assert found.remedy.startswith("Keep to Monday 8 June 2026, the earlier")
    same = AlsoStated("the table", span=Span(21, Unit.DAYS))
    assert codes_of(first, duty("correction", rule=rule, also_stated=(same,))) == []


def test_before_the_year_and_by_its_first_day_are_two_days() -> None:
    also = AlsoStated("the guidance", day_of_financial_year=DayOfFinancialYear(4, 1))
    (found,) = conflicts_of(duty(rule=BeforeFinancialYear(), also_stated=(also,)))
    assert (found.code, found.on) == ("duty.text-contradicts-table", date(2027, 3, 31))


def test_too_many_signatures_of_one_body_on_one_day_name_every_duty() -> None:
    day = on(date(2026, 6, 30))
    found = conflicts_of(*(duty(name, rule=day, sign_off=(BOARD,)) for name in ("plan", "report")))
    assert [(each.code, each.duties) for each in found] == [("duty.too-many-signatures", ("plan", "report"))]
    council = duty("letter", rule=day, sign_off=(Step("Leader", "council", 1),))
    assert codes_of(duty("plan", rule=day, sign_off=(BOARD,)), council) == []
