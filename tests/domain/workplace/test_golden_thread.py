"""The golden thread, drawn from records; its parts both ways; and its loose ends."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.workplace.golden_thread import (
    STAGES,
    Action,
    Commitment,
    Key,
    Knot,
    Measure,
    Need,
    Pound,
    Priority,
    Strand,
    Target,
    ThreadRecords,
    count_at,
    money_in,
    of_plan,
    thread_of,
    through,
)
from aimwell.domain.workplace.loose_ends import KINDS, Loose, counted_ends, loose_ends

TODAY = date(2026, 6, 1)
WHOLE = ThreadRecords(
    needs=(Need("n", "Many people smoke", ("p",)),),
    priorities=(Priority("p", "Fewer people smoke"),),
    targets=(Target("t", "5% by 2030", "p", "smoking", "On course"),),
    commitments=(Commitment("c", "Offer help to everyone who smokes", "p", ("t",)),),
    actions=(
        Action(
            "a", "Clinics in every town", "c", "Director", date(2026, 9, 1), budget="m", measures=("smoking",)
        ),
    ),
    pounds=(Pound("m", "Public health grant", Decimal("120000.00"), "2026/27"),),
)


def key(text: str) -> Key:
    kind, name = text.split()
    return Key(Knot(kind), name)


def test_a_whole_thread_is_one_strand_from_need_to_proof():
    assert thread_of(WHOLE).strands == (
        Strand(key("need n"), key("priority p"), key("commitment c"), key("action a"), key("pound m"), key("target t")),
    )  # fmt: skip


def test_a_whole_thread_has_no_loose_end():
    assert loose_ends(WHOLE, TODAY) == ()


def test_an_action_without_money_is_tied_to_its_proof_directly():
    thread = thread_of(replace(WHOLE, actions=(replace(WHOLE.actions[0], budget=""),), pounds=()))
    assert (key("action a"), key("target t")) in thread.ties


def test_a_measure_that_no_target_speaks_for_is_proof_itself():
    records = replace(
        WHOLE,
        actions=(replace(WHOLE.actions[0], measures=("prescriptions",)),),
        measures=(Measure("prescriptions", "Prescriptions"),),
    )
    strands = thread_of(records).strands
    assert {strand.proof for strand in strands} == {key("measure prescriptions"), key("target t")}
    assert next(s for s in strands if s.proof == key("target t")).action is None


def test_an_action_without_a_measure_rests_on_the_targets_of_its_commitment():
    thread = thread_of(replace(WHOLE, actions=(replace(WHOLE.actions[0], measures=()),)))
    assert thread.strands[0].proof == key("target t")


def test_what_is_tied_to_nothing_is_in_the_thread_all_the_same():
    thread = thread_of(replace(WHOLE, pounds=(*WHOLE.pounds, Pound("lost", "Spare", Decimal(1)))))
    assert Strand(pound=key("pound lost")) in thread.strands


def test_the_thread_of_a_record_leads_both_ways_and_leaves_out_its_neighbours():
    records = replace(
        WHOLE,
        commitments=(*WHOLE.commitments, Commitment("d", "Train staff", "p")),
        actions=(*WHOLE.actions, Action("b", "A course", "d", budget="m")),
    )
    part = through(thread_of(records), key("action a"))
    assert set(part.knots) == {
        key("need n"), key("priority p"), key("commitment c"), key("action a"), key("pound m"), key("target t"),
    }  # fmt: skip
    assert set(through(thread_of(records), key("pound m")).at(3)) == {key("action a"), key("action b")}


def test_money_is_counted_once_however_many_actions_share_it():
    records = replace(WHOLE, actions=(*WHOLE.actions, replace(WHOLE.actions[0], id="b")))
    assert money_in(thread_of(records)) == Decimal("120000.00")


@pytest.mark.parametrize(
    ("records", "kind"),
    [
        (replace(WHOLE, needs=()), Loose.PRIORITY_WITHOUT_NEED),
        (replace(WHOLE, needs=(replace(WHOLE.needs[0], shown=False),)), Loose.NEED_UNSHOWN),
        (replace(WHOLE, needs=(*WHOLE.needs, Need("o", "Damp homes"))), Loose.NEED_UNANSWERED),
        (replace(WHOLE, actions=()), Loose.COMMITMENT_WITHOUT_ACTION),
        (replace(WHOLE, commitments=()), Loose.PRIORITY_WITHOUT_COMMITMENT),
        (replace(WHOLE, targets=()), Loose.PRIORITY_WITHOUT_TARGET),
        (replace(WHOLE, priorities=()), Loose.COMMITMENT_WITHOUT_PRIORITY),
        (replace(WHOLE, actions=(replace(WHOLE.actions[0], owner=""),)), Loose.ACTION_WITHOUT_OWNER),
        (replace(WHOLE, actions=(replace(WHOLE.actions[0], due=None),)), Loose.ACTION_WITHOUT_DUE),
        (replace(WHOLE, actions=(replace(WHOLE.actions[0], budget=""),)), Loose.ACTION_WITHOUT_BUDGET),
        (replace(WHOLE, actions=(replace(WHOLE.actions[0], due=date(2026, 5, 31)),)), Loose.ACTION_OVERDUE),
        (replace(WHOLE, actions=()), Loose.BUDGET_WITHOUT_ACTION),
        (
            replace(WHOLE, actions=(replace(WHOLE.actions[0], measures=()),), targets=()),
            Loose.ACTION_WITHOUT_PROOF,
        ),
        (replace(WHOLE, commitments=(replace(WHOLE.commitments[0], targets=()),)), Loose.TARGET_WITHOUT_ACTION),
    ],
)  # fmt: skip
def test_each_kind_of_loose_end_is_found(records, kind):
    assert kind in {end.kind for end in loose_ends(records, TODAY)}


def test_an_action_that_is_done_is_not_overdue():
    done = replace(WHOLE.actions[0], due=date(2026, 1, 1), open=False)
    assert loose_ends(replace(WHOLE, actions=(done,)), TODAY) == ()


def test_an_action_due_today_is_not_overdue():
    assert loose_ends(replace(WHOLE, actions=(replace(WHOLE.actions[0], due=TODAY),)), TODAY) == ()


def test_a_priority_that_names_its_need_in_words_is_not_loose():
    records = replace(WHOLE, needs=(), priorities=(replace(WHOLE.priorities[0], need=True),))
    assert loose_ends(records, TODAY) == ()


def test_priorities_and_targets_whose_day_has_passed_owe_nothing_more():
    over = replace(
        WHOLE, needs=(), commitments=(), actions=(), pounds=(),
        priorities=(replace(WHOLE.priorities[0], over=True),), targets=(replace(WHOLE.targets[0], over=True),),
    )  # fmt: skip
    assert loose_ends(over, TODAY) == ()


def test_every_kind_of_loose_end_says_what_ties_it_up():
    assert set(KINDS) == set(Loose)
    assert all(kind.words and kind.one and kind.remedy for kind in KINDS.values())


def test_loose_ends_are_counted_by_kind_in_the_order_of_the_thread():
    ends = loose_ends(replace(WHOLE, needs=(), actions=()), TODAY)
    assert [(kind, number) for kind, _, number in counted_ends(ends)] == [
        (Loose.PRIORITY_WITHOUT_NEED, 1), (Loose.COMMITMENT_WITHOUT_ACTION, 1), (Loose.BUDGET_WITHOUT_ACTION, 1),
        (Loose.TARGET_WITHOUT_ACTION, 1),
    ]  # fmt: skip


ids = st.sampled_from("abc")
some = st.lists(ids, max_size=3, unique=True).map(tuple)
records_of_any_kind = st.builds(
    ThreadRecords,
    needs=some.flatmap(
        lambda names: st.tuples(*(st.builds(Need, st.just(n), st.just(n), some) for n in names))
    ),
    priorities=some.map(lambda names: tuple(Priority(n, n) for n in names)),
    targets=some.flatmap(
        lambda names: st.tuples(*(st.builds(Target, st.just(n), st.just(n), ids, ids) for n in names))
    ),
    commitments=some.flatmap(
        lambda names: st.tuples(*(st.builds(Commitment, st.just(n), st.just(n), ids, some) for n in names))
    ),
    actions=some.flatmap(
        lambda names: st.tuples(
            *(st.builds(Action, st.just(n), st.just(n), ids, budget=ids, measures=some) for n in names)
        )
    ),
    pounds=some.map(lambda names: tuple(Pound(n, n, Decimal(1)) for n in names)),
    measures=some.map(lambda names: tuple(Measure(n, n) for n in names)),
)


@given(records_of_any_kind)
def test_every_record_is_in_the_thread_and_every_tie_leads_forward(records):
    thread = thread_of(records)
    rows = (
        records.needs, records.priorities, records.targets, records.commitments, records.actions, records.pounds,
        records.measures,
    )  # fmt: skip
    assert len(thread.knots) == sum(len(each) for each in rows) == sum(count_at(thread))
    stage = {kind: at for at, kinds in enumerate(STAGES) for kind in kinds}
    assert all(stage[before.kind] < stage[after.kind] for before, after in thread.ties)


@given(records_of_any_kind)
def test_the_thread_is_the_same_walked_from_either_end_of_a_tie(records):
    thread = thread_of(records)
    for before, after in thread.ties:
        assert after in through(thread, before).knots
        assert before in through(thread, after).knots


def test_the_thread_of_a_plan_runs_through_its_own_commitments_alone():
    other = Commitment("d", "Train staff", "p", plan="next")
    records = replace(WHOLE, commitments=(replace(WHOLE.commitments[0], plan="this"), other))
    assert Key(Knot.COMMITMENT, "d") not in of_plan(thread_of(records), "this").knots
    assert of_plan(thread_of(records), "next").strands == (
        Strand(key("need n"), key("priority p"), key("commitment d")),
    )
