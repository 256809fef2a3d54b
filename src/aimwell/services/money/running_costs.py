"""Boards' running costs for each head, alone and merged, with the people of released values."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from aimwell.domain.money.lines import pence_of
from aimwell.domain.money.running_costs import RunningCost, merged
from aimwell.domain.problems import Problem, Where
from aimwell.domain.values import EVERYONE, Value
from aimwell.services.ask_values import ValueQuestion, values_for
from aimwell.store.folder import StoreFolder

PEOPLE = "population"

Counts = Callable[[str], Sequence[Value]]  # the released counts of people of a place


def counts_of(store: StoreFolder) -> Counts:
    """The released counts of people in a store, by place."""
    return lambda place: values_for(store, ValueQuestion(measure=PEOPLE, place=place))


def running_costs(
    *, costs: Mapping[str, str], mergers: Sequence[tuple[str, ...]], counts: Counts
) -> tuple[RunningCost, ...]:
    """Each board by its code with its cost in pounds, then each merger. Raises Problem for what cannot be worked out."""
    boards = {code: _board(code, pounds, counts(code)) for code, pounds in costs.items()}
    for merger in mergers:
        unknown = [code for code in merger if code not in boards]
        if unknown or len(set(merger)) < max(len(merger), 2):
            raise _no_merger(merger, boards)
    return (*boards.values(), *(merged([boards[code] for code in merger]) for merger in mergers))


def _board(code: str, pounds: str, values: Sequence[Value]) -> RunningCost:
    counted = [each for each in values if each.breakdown == EVERYONE and each.value]
    if not counted:
        raise Problem(
            code="running-costs.no-people",
            found=f"There is no released count of the people of {code}.",
            expected="A board whose people are counted in this store.",
            remedy="Take the population estimates, or look for its code with `aimwell places`.",
            where=Where(column="--cost"),
        )
    latest = max(counted, key=lambda each: each.period)
    return RunningCost(
        (code,), _pence(code, pounds), round(latest.value or 0), (latest.value_id,), latest.period
    )


def _pence(code: str, pounds: str) -> int:
    try:
        return pence_of(Decimal(pounds.replace(",", "").removeprefix("£")))
    except (InvalidOperation, ValueError) as error:
        raise Problem(
            code="running-costs.no-amount",
            found=f"'{pounds}' for {code} is no amount in pounds and whole pence.",
            expected="A code and pounds, such as QRL=21,000,000.",
            remedy="Write the yearly running costs in pounds.",
            where=Where(column="--cost"),
        ) from error


def _no_merger(merger: Sequence[str], boards: Mapping[str, RunningCost]) -> Problem:
    return Problem(
        code="running-costs.no-merger",
        found=f"'{'+'.join(merger)}' cannot be merged.",
        expected=f"Two or more different boards of {', '.join(boards) or 'those with a cost'}.",
        remedy="Give each of them a --cost, and join their codes with +.",
        where=Where(column="--merge"),
    )
