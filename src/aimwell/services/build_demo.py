"""Builds the store of the demonstration from the published facts that come with aimwell."""

from datetime import datetime
from pathlib import Path

from aimwell.pipeline.account import Account, Progress, silent
from aimwell.pipeline.bundle import import_bundle
from aimwell.pipeline.freshen import freshen


def build_store(
    account: Account, demo_folder: Path, *, now: datetime, progress: Progress = silent
) -> tuple[str, ...]:
    """Fill a store and work out its measures; quick when it is there already. Returns the measures worked out."""
    import_bundle(account, demo_folder, now=now, progress=progress)
    return freshen(account, progress=progress)
