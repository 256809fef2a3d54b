"""The order of the steps: take, then freshen. Nothing else knows it.

Taking is quick and stands by itself; values follow when somebody first asks, or at once with `take_and_show`.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from aimwell.domain.receipts import Receipt
from aimwell.pipeline.account import Account, Progress, silent
from aimwell.pipeline.freshen import freshen
from aimwell.pipeline.take import take


def take_and_show(
    paths: Sequence[Path], account: Account, *, now: datetime, progress: Progress = silent
) -> list[Receipt]:
    """Take files and bring everything released up to them."""
    receipts = take(paths, account, now=now, progress=progress)
    if any(receipt.taken for receipt in receipts):
        freshen(account, progress=progress)
    return receipts
