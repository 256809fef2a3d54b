"""Shares under packs: exact, partitioned exactly, ranged, and read three ways with their names."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.prevention import (
    Confidence,
    Counting,
    Decision,
    DefinitionPack,
    PreventionClass,
    Setting,
    Target,
    Tier,
)
from aimwell.domain.money.prevention_difference import difference
from aimwell.domain.money.prevention_share import (
    PARTS,
    Cell,
    Denominator,
    Goal,
    Judging,
    ReadingOfOne,
    Share,
    Spread,
    in_scope,
    path,
    pounds_of,
    read_cell,
    rises,
    rounded_together,
    share_of,
)

LINES = Denominator("lines", "all lines", "everything held")
GOAL = Goal(
    "goal", "up by one", 1, 5, ReadingOfOne.POINTS, "https://example.org", True,
    {ReadingOfOne.POINTS: "points", ReadingOfOne.RELATIVE: "per cent of it", ReadingOfOne.CASH: "a year in cash"},
)  # fmt: skip


def pack(name: str, *counts: Counting) -> DefinitionPack:
    source = "https://example.org"
    return DefinitionPack(
        name, name, name, "idea", "not asked", "somebody", source, True, True, date(2026, 1, 1), counts
    )


ALL = pack("all", Counting("any tier", tiers=(Tier.PRIMARY, Tier.SECONDARY, Tier.TERTIARY)))
NARROW = pack("narrow", Counting("principal", tiers=(Tier.PRIMARY, Tier.SECONDARY), principal=True))
HALF = pack("half", Counting("half of what is tertiary", tiers=(Tier.TERTIARY,), share=50))
OUTSIDE = pack("outside", Counting("outside", settings=(Setting.OUT_OF_HOSPITAL,)))
PACKS = (ALL, NARROW, HALF, OUTSIDE)

SUGGESTIONS = {
    "quit": PreventionClass(Tier.PRIMARY, Confidence.SURE, principal=True, setting=Setting.OUT_OF_HOSPITAL),
    "rehab": PreventionClass(Tier.TERTIARY, Confidence.LIKELY, share=33),
    "practice": PreventionClass(Tier.SECONDARY, Confidence.POSSIBLE),
    "ward": PreventionClass(Tier.NONE, Confidence.SURE, setting=Setting.HOSPITAL),
}
JUDGING = Judging(SUGGESTIONS)


def cell(rule: str = "quit", pence: int = 10_000, **others) -> Cell:
    given = {"body": "B", "year": "2025/26", "transfer": False, "private": False, "lines": 1} | others
    return Cell(rule=rule, pence=pence, **given)


cells = st.lists(
    st.builds(
        cell,
        rule=st.sampled_from([*SUGGESTIONS, ""]),
        pence=st.integers(-(10**11), 10**11),
        body=st.sampled_from("BC"),
        lines=st.integers(1, 9),
    ),
    max_size=12,
)


def decision(number: int, target: Target, of: str, tier: Tier = Tier.NONE, **others) -> Decision:
    said = PreventionClass(tier, Confidence.SURE, principal=True)
    when = datetime(2026, 4, 1, tzinfo=UTC)
    return Decision(number, target, of, said, "looked", "", "A. Analyst", when, **others)


def shared(lines: list[Cell], of: DefinitionPack = ALL, judging: Judging = JUDGING, **others) -> Share:
    return share_of(lines, of, LINES, judging, year="2025/26", **others)


@given(cells, st.sampled_from(PACKS))
def test_what_is_counted_in_any_two_parts_adds_up_to_the_whole(lines, pack):
    whole = shared(lines, pack)
    one, other = (shared([each for each in lines if each.body == body], pack) for body in "BC")
    assert one.counted + other.counted == whole.counted
    assert one.whole_pence + other.whole_pence == whole.whole_pence
    assert one.unclassified_pence + other.unclassified_pence == whole.unclassified_pence


@given(cells)
def test_groups_of_a_difference_add_up_to_it_exactly(lines):
    found = difference(lines, PACKS, JUDGING)
    for one in PACKS:
        assert found.totals[one.id] == shared(lines, one).counted
        for other in PACKS:
            told = sum(each.between(one.id, other.id) for each in found.making(one.id, other.id))
            assert told == found.totals[one.id].central - found.totals[other.id].central
    assert sum(each.pence for each in found.groups) == sum(each.pence for each in lines)


@given(st.builds(Spread, *[st.integers(-(10**15), 10**15)] * 3))
def test_low_is_never_above_central_and_central_never_above_high(spread):
    assert spread.low <= spread.central <= spread.high


@given(st.lists(st.integers(-(10**12), 10**12), max_size=10), st.sampled_from([PARTS, 100 * PARTS]))
def test_amounts_rounded_together_add_up_to_the_rounded_whole(parts, unit):
    rounded = rounded_together(parts, unit=unit)
    assert abs(sum(rounded) * unit - sum(parts)) * 2 <= unit
    assert all(abs(whole * unit - part) < unit for whole, part in zip(rounded, parts, strict=True))


def test_each_pack_counts_what_it_says():
    lines = [cell("quit", 100), cell("rehab", 1_000), cell("practice", 10_000), cell("ward", 100_000)]
    counted = {each.id: shared(lines, each).counted for each in PACKS}
    assert counted["all"] == Spread(100 * PARTS, 330 * PARTS, 10_000 * PARTS)
    assert counted["narrow"] == Spread(100 * PARTS)
    assert counted["half"] == Spread(likely=165 * PARTS)
    assert counted["outside"] == Spread(100 * PARTS)


def test_a_third_of_a_penny_is_kept_until_it_is_said():
    assert shared([cell("rehab", 1)]).counted.likely == 3_300
    assert pounds_of(3_300) == Decimal("0.0033")


def test_a_function_takes_in_what_is_below_it_and_not_its_neighbour():
    health_accounts = pack("hc6", Counting("HC.6", function="HC.6"))
    below, neighbour = (
        PreventionClass(Tier.PRIMARY, Confidence.SURE, function=name) for name in ("HC.6.2", "HC.61")
    )
    assert health_accounts.percent_of(below) == 100
    assert health_accounts.percent_of(neighbour) == 0


def test_unclassified_money_is_told_and_not_counted():
    share = shared([cell("quit", 100), cell("", 900, lines=3)])
    assert (share.unclassified_pence, share.unclassified_lines) == (900, 3)
    assert share.central == Fraction(1, 10)


def test_money_between_partners_leaves_both_sides_of_the_share():
    lines = [cell("quit", 100), cell("quit", 900, transfer=True)]
    without = Denominator("d", "without transfers", "", transfers=False)
    assert [each.pence for each in in_scope(lines, without, year="2025/26")] == [100]
    assert len(in_scope(lines, LINES, year="2025/26", bodies=["B"])) == 2
    assert in_scope(lines, LINES, year="2024/25") == []


def test_a_stated_denominator_needs_its_figure():
    stated = Denominator("core", "core allocation", "", stated=True)
    with pytest.raises(ValueError, match="state"):
        share_of([cell()], ALL, stated, JUDGING, year="2025/26")
    assert share_of([cell()], ALL, stated, JUDGING, year="2025/26", stated_pence=40_000).central == Fraction(
        1, 4
    )


def test_nothing_is_divided_by_a_denominator_of_nothing_or_of_credits():
    assert shared([]).central is None
    assert shared([cell("quit", -5)]).central is None


def test_a_decision_goes_before_a_suggestion_and_is_counted_as_confirmed():
    judging = Judging(SUGGESTIONS, (decision(1, Target.RULE, "ward", Tier.PRIMARY),))
    share = shared([cell("ward", 100), cell("quit", 100)], judging=judging)
    assert share.counted.central == 200 * PARTS
    assert share.confirmed == 100 * PARTS


def test_a_decision_on_a_line_goes_before_one_on_its_wording_and_that_before_one_on_its_rule():
    decisions = (
        decision(1, Target.LINE, "l"),
        decision(2, Target.WORDING, "w"),
        decision(3, Target.RULE, "quit"),
    )
    judging = Judging(SUGGESTIONS, decisions)
    assert read_cell(cell(line="l", wording="w"), ALL, judging).decided is decisions[0]
    assert read_cell(cell(wording="w"), ALL, judging).decided is decisions[1]
    assert read_cell(cell(), ALL, judging).decided is decisions[2]


def test_the_later_decision_on_the_same_holds_and_one_for_this_pack_before_one_for_all():
    first, later = decision(1, Target.RULE, "quit"), decision(2, Target.RULE, "quit", Tier.PRIMARY)
    own = decision(0, Target.RULE, "quit", pack="narrow")
    judging = Judging(SUGGESTIONS, (own, first, later))
    assert read_cell(cell(), ALL, judging).decided is later
    assert read_cell(cell(), NARROW, judging).decided is own


def test_a_decision_of_one_body_does_not_bind_another():
    judging = Judging(SUGGESTIONS, (decision(1, Target.RULE, "quit", body="C"),))
    assert read_cell(cell(), ALL, judging).decided is None


def test_one_per_cent_is_read_three_ways_and_the_goals_own_comes_first():
    before = shared([cell("quit", 4_000), cell("ward", 96_000)])
    after = shared([cell("quit", 5_500), cell("ward", 104_500)])
    told = rises(before, after, GOAL, years=1)
    assert [(each.reading, each.amount) for each in told] == [
        (ReadingOfOne.POINTS, Decimal("1.0000")),
        (ReadingOfOne.RELATIVE, Decimal("25.0000")),
        (ReadingOfOne.CASH, Decimal("37.5000")),
    ]
    assert all(each.name and each.asked == 1 for each in told)


def test_growth_in_cash_is_told_for_each_year():
    before, after = shared([cell("quit", 10_000)]), shared([cell("quit", 12_100)])
    cash = next(each for each in rises(before, after, GOAL, years=2) if each.reading is ReadingOfOne.CASH)
    assert cash.amount == Decimal("10.0000")


def test_a_reading_that_cannot_be_told_says_why():
    nothing, something = shared([cell("ward", 10)]), shared([cell("quit", 10)])
    told = {each.reading: each for each in rises(nothing, something, GOAL, years=1)}
    assert told[ReadingOfOne.POINTS].amount == 100
    assert (told[ReadingOfOne.RELATIVE].amount, told[ReadingOfOne.CASH].amount) == (None, None)
    assert all(told[each].why_not for each in (ReadingOfOne.RELATIVE, ReadingOfOne.CASH))
    assert {each.amount for each in rises(shared([]), something, GOAL, years=0)} == {None}


def test_the_five_year_path_ends_where_each_reading_says():
    share = shared([cell("quit", 4_000), cell("ward", 96_000)])
    ends = {reading: path(share, GOAL, reading)[-1] for reading in ReadingOfOne}
    assert ends[ReadingOfOne.POINTS].share == Fraction(5, 100)
    assert ends[ReadingOfOne.RELATIVE].share == Fraction(404, 10_000)
    assert ends[ReadingOfOne.CASH].pence == 4_000 * Fraction(101, 100) ** 5
    assert [step.after_years for step in path(share, GOAL, ReadingOfOne.POINTS)] == [0, 1, 2, 3, 4, 5]
    assert path(shared([]), GOAL, ReadingOfOne.POINTS) == ()
