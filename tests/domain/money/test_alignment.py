"""What does not fit together in a year: the shipped register, and small registers with one fault each."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aimwell.catalogue.funding_streams import read_alignment_rules, read_streams
from aimwell.domain.money.alignment import Finding, FindingKind, Register, findings_of
from aimwell.domain.money.streams import (
    Payment,
    Round,
    Stream,
    StreamPart,
    YearAmount,
    faults_of_round,
    settled_in,
)
from aimwell.domain.periods import Period
from aimwell.gateways.bank_holidays import english_calendar

DEFINITIONS = Path(__file__).parents[3] / "definitions"
CALENDAR = english_calendar(2018, 2032)
NAMES = {"council": "Upper-tier council", "icb": "Integrated care board"}
YEAR = Period.parse("2030/31")


def a_round(*years: str, **facts: object) -> Round:
    first, last = Period.parse(years[0]), Period.parse(years[-1])
    return Round(id=years[0], years=years, spend_from=first.start, spend_by=last.end, **facts)  # type: ignore[arg-type]


def a_stream(name: str, to: str, *rounds: Round, **facts: object) -> Stream:
    given = {"given_by": ("Ministry",), "purposes": ("public_health",), **facts}
    return Stream(id=name, title=name.capitalize(), to=(to,), rounds=rounds, **given)  # type: ignore[arg-type]


def found(*streams: Stream, year: Period = YEAR, body: str = "") -> list[Finding]:
    register = Register(streams, read_alignment_rules(DEFINITIONS), CALENDAR, NAMES)
    return list(findings_of(register, year, body))


def kinds(*streams: Stream) -> list[FindingKind]:
    return [each.kind for each in found(*streams)]


@pytest.fixture(scope="module")
def shipped() -> tuple[Stream, ...]:
    return read_streams(DEFINITIONS)


def test_the_discharge_fund_s_plan_was_due_20_working_days_after_its_rules(
    shipped: tuple[Stream, ...],
) -> None:
    told = {each.kind: each for each in found(*shipped, year=Period.parse("2022/23"))}
    assert (
        "16 December 2022, 20 working days after the rules, besides the Better Care Fund plan"
        in told[FindingKind.SHORT_PLAN].found
    )
    assert told[FindingKind.LONG_WAIT].found.startswith("57 days passed")
    assert "231 days after the year began" in told[FindingKind.LATE].found


def test_the_better_care_fund_of_2023_was_confirmed_three_days_after_its_year_began(
    shipped: tuple[Stream, ...],
) -> None:
    late = [
        each.found for each in found(*shipped, year=Period.parse("2023/24")) if each.kind is FindingKind.LATE
    ]
    assert any("Better Care Fund" in words and "3 days after the year began" in words for words in late)


def test_a_council_settled_for_one_year_and_a_board_for_three_are_a_mismatch() -> None:
    council = a_stream("settlement", "council", a_round("2030/31"), planned_by=True)
    board = a_stream(
        "allocation",
        "icb",
        a_round("2030/31", "2031/32", "2032/33"),
        planned_by=True,
        purposes=("core_services",),
    )
    mismatch = found(council, board)[0]
    assert mismatch.kind is FindingKind.MISMATCH
    assert "Upper-tier council: 1 year (Settlement 2030/31), to 31 March 2031" in mismatch.found
    assert "Integrated care board: 3 years" in mismatch.found
    assert mismatch.remedy
    same = replace(council, rounds=board.rounds)
    assert FindingKind.MISMATCH not in kinds(same, board)


def test_money_that_does_not_come_again_ends_at_a_cliff_unless_something_follows() -> None:
    last = a_round("2030/31", recurrent=False, amounts=(YearAmount("2030/31", 5_000_000),))
    assert [each.kind for each in found(a_stream("pot", "council", last))] == [FindingKind.CLIFF]
    assert "(£5,000,000) ends on 31 March 2031" in found(a_stream("pot", "council", last))[0].found
    follower = a_stream("next", "council", a_round("2031/32"), purposes=("core_services",))
    assert kinds(a_stream("pot", "council", last, followed_by="next"), follower) == []
    assert kinds(a_stream("pot", "council", last, a_round("2031/32"))) == []


def test_where_nobody_read_whether_money_comes_again_the_register_has_a_hole_and_no_cliff_is_claimed() -> (
    None
):
    assert kinds(a_stream("grant", "council", a_round("2030/31"))) == [FindingKind.GAP]


def test_a_year_between_two_settlements_that_nobody_entered_is_a_gap() -> None:
    stream = a_stream("grant", "council", a_round("2029/30"), a_round("2031/32"))
    assert "before and after 2030/31" in found(stream)[0].found


def test_two_streams_for_one_purpose_overlap_and_say_whether_both_were_read() -> None:
    one = a_stream("one", "council", a_round("2030/31", "2031/32", verified=True, source="page"))
    two = a_stream("two", "icb", a_round("2030/31", "2031/32"))
    overlap = next(each for each in found(one, two) if each.kind is FindingKind.OVERLAP)
    assert overlap.found.startswith("Public health is paid for by 2 streams")
    assert not overlap.verified


def test_findings_of_one_kind_of_body_leave_out_the_others() -> None:
    late = {"confirmed": "2030-05-01", "recurrent": True}
    council = a_stream("one", "council", a_round("2030/31", **late))
    board = a_stream("two", "icb", a_round("2030/31", **late), purposes=("core_services",))
    assert {body for each in found(council, board, body="icb") for body in each.bodies} == {"icb"}


def test_a_round_is_listed_in_each_of_its_years_and_in_no_other() -> None:
    stream = a_stream("grant", "council", a_round("2030/31", "2031/32"))
    years = [Period.financial_year(first) for first in range(2028, 2035)]
    assert [year.text for year in years if settled_in((stream,), (year,))] == ["2030/31", "2031/32"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"payments": (Payment("2030-12", 40), Payment("2031-01", 50))},
            "its payments are 90% of it, not 100%",
        ),
        ({"announced": "2030-05-02", "confirmed": "2030-05-01"}, "it is confirmed before it is announced"),
        ({"spend_by": date(2030, 3, 31)}, "it must be spent before it may be spent"),
        ({"verified": True}, "it is verified and names no source"),
        ({"years": ("2030/32",)}, "'2030/32' is no financial year"),
        (
            {
                "amounts": (YearAmount("2030/31", 10),),
                "parts": (StreamPart("a", pounds=4), StreamPart("b", pounds=5)),
            },
            "its parts are £9, not £10",
        ),
    ],
)
def test_a_round_that_cannot_be_true_is_told_why(wrong: dict[str, object], words: str) -> None:
    assert words in faults_of_round(replace(a_round("2030/31"), **wrong))  # type: ignore[arg-type]
