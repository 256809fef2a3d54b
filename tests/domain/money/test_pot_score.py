"""How much trouble money is: the discharge fund of 2022 worked by hand, and properties that must hold for any pot."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.catalogue.funding_streams import read_pot_rules, read_streams
from aimwell.domain.money.pot_score import Aspect, days_to_spend, notice_days, pot_score
from aimwell.domain.money.streams import ReportDue, Round, YearAmount

DEFINITIONS = Path(__file__).parents[3] / "definitions"
RULES = read_pot_rules(DEFINITIONS)
POT = Round(
    id="1",
    years=("2024/25",),
    spend_from=date(2024, 6, 1),
    spend_by=date(2025, 3, 31),
    confirmed="2024-05-01",
    recurrent=False,
    match_funding=False,
    conditions=("one",),
    reports=(ReportDue("a report", 2),),
    amounts=(YearAmount("2024/25", 200_000_000),),
)


def points(each: Round, aspect: Aspect) -> int | None:
    return next(one.points for one in pot_score(each, RULES).components if one.component.aspect is aspect)


@pytest.fixture(scope="module")
def discharge_fund() -> Round:
    stream = next(s for s in read_streams(DEFINITIONS) if s.id == "adult_social_care_discharge_fund_2022")
    return stream.rounds[0]


def test_57_days_passed_between_the_discharge_fund_s_announcement_and_its_rules(
    discharge_fund: Round,
) -> None:
    assert discharge_fund.days_until_rules == 57


def test_the_discharge_fund_is_500_million_pounds_in_two_tranches_and_two_shares(
    discharge_fund: Round,
) -> None:
    assert discharge_fund.pence == 500_000_000_00
    assert [payment.percent for payment in discharge_fund.payments] == [40, 60]
    assert {part.to: part.pounds for part in discharge_fund.parts} == {
        "council": 200_000_000,
        "icb": 300_000_000,
    }
    assert [report.due for report in discharge_fund.reports or ()] == [date(2022, 12, 16)]
    assert discharge_fund.spend_by == date(2023, 3, 31)


def test_the_discharge_fund_gave_13_days_of_notice_and_121_days_to_spend_it(discharge_fund: Round) -> None:
    assert notice_days(discharge_fund) == 13
    assert days_to_spend(discharge_fund) == 31 + 31 + 28 + 31


def test_the_discharge_fund_scores_15_to_20_of_100_with_every_component_told(discharge_fund: Round) -> None:
    score = pot_score(discharge_fund, RULES)
    # 25×(13/180) + 25×(31/1005) + 15×(450/950) + 10×(4/8) + 20×0 = 14.7; match funding is not known: 0 to 5 more.
    assert (score.lowest, score.highest, score.known) == (15, 20, 5)
    assert [one.component.aspect for one in score.components] == list(Aspect)
    assert all(one.words and one.component.because for one in score.components)
    assert all(one.remedy for one in score.components if one.points is None or one.points < 50)


@given(st.integers(-400, 400), st.integers(0, 400))
def test_more_notice_never_scores_worse(days: int, more: int) -> None:
    ruled = POT.spend_from - timedelta(days=days)
    earlier = replace(POT, confirmed=(ruled - timedelta(days=more)).isoformat())
    later = replace(POT, confirmed=ruled.isoformat())
    assert pot_score(earlier, RULES).lowest >= pot_score(later, RULES).lowest
    assert (points(earlier, Aspect.NOTICE_DAYS) or 0) >= (points(later, Aspect.NOTICE_DAYS) or 0)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_more_time_to_spend_never_scores_worse(days: int, more: int) -> None:
    shorter = replace(POT, spend_by=POT.spend_from + timedelta(days=days))
    longer = replace(POT, spend_by=shorter.spend_by + timedelta(days=more))
    assert pot_score(longer, RULES).lowest >= pot_score(shorter, RULES).lowest


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 10**12), st.integers(0, 20))
def test_more_reports_or_conditions_never_score_better(
    few: int, more: int, pounds: int, conditions: int
) -> None:
    worth = replace(POT, amounts=(YearAmount("2024/25", pounds),))
    easy = replace(worth, reports=(ReportDue("a report", few),), conditions=("c",) * conditions)
    hard = replace(
        worth, reports=(ReportDue("a report", few + more),), conditions=("c",) * (conditions + more)
    )
    assert pot_score(hard, RULES).lowest <= pot_score(easy, RULES).lowest


@given(
    st.lists(
        st.sampled_from(["confirmed", "conditions", "reports", "recurrent", "match_funding"]), unique=True
    )
)
def test_what_is_not_known_widens_the_range_and_never_leaves_the_true_score_outside(
    left_out: list[str],
) -> None:
    full = pot_score(POT, RULES)
    assert full.lowest == full.highest
    unknown = {name: "" if name == "confirmed" else None for name in left_out}
    partly = pot_score(replace(POT, **unknown), RULES)  # type: ignore[arg-type]
    assert 0 <= partly.lowest <= full.lowest <= partly.highest <= 100


def test_money_confirmed_after_its_end_leaves_no_day_to_spend_it() -> None:
    assert days_to_spend(replace(POT, confirmed="2025-06-01")) == 0
