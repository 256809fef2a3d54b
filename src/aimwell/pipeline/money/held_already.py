"""Payments of a ledger that stand in another ledger of the same body: files overlap, and no pound may count twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aimwell.sqltext import literal
from aimwell.store.aggregate.ledger_lines import HeldLedger, attach

KEY = ("day", "supplier_tidy", "amount_pence", "reference")


@dataclass(frozen=True)
class HeldAlready:
    """Which lines are held already, and how many more look so but have no number that would prove it."""

    lines: NDArray[np.bool_]
    maybe: int

    @property
    def whole(self) -> bool:
        """Whether each line of the ledger is like one that is held: the same ledger, packed or saved differently."""
        return len(self.lines) > 0 and int(self.lines.sum()) + self.maybe == len(self.lines)


def held_already(lines: pa.Table, ledgers: Sequence[HeldLedger], *, body: str) -> HeldAlready:
    """Lines with day, supplier, amount and number of a line that is held, as often as that line is held.

    A line without a number of its own is never left out: two payments may be alike.
    """
    none = np.zeros(lines.num_rows, bool)
    if not ledgers:
        return HeldAlready(none, 0)
    with duckdb.connect() as connection:
        attach(connection, ledgers, "held_lines")
        connection.register(
            "these", lines.select(list(KEY)).append_column("place", pa.array(np.arange(lines.num_rows)))
        )
        key, same = (
            ", ".join(KEY),
            " and ".join(f"now.{name} is not distinct from before.{name}" for name in KEY),
        )
        rows = connection.execute(f"""
            with before as (select {key}, count(*) as times from held_lines where body = {literal(body)} group by all),
                 now as (select *, row_number() over (partition by {key} order by place) as time from these)
            select place, reference <> '' and day is not null from now
            where exists (select 1 from before where {same} and now.time <= before.times)
        """).fetchnumpy()
    places, proven = list(rows.values())
    none[places[proven.astype(bool)]] = True
    return HeldAlready(none, int(len(places) - none.sum()))
