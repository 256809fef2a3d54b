"""`aimwell money`: ledgers of payments, what of them prevents, streams and pooled funds."""

import click

from aimwell.cli import (
    money_classify,
    money_pools,
    money_running_costs,
    money_share,
    money_streams,
    money_take,
)


@click.group()
def money() -> None:
    """Whose money, for how long, on what, and how much of it on prevention."""


for command in (
    money_classify.classify,
    money_classify.confirm,
    money_pools.pools,
    money_running_costs.running_costs,
    money_share.share,
    money_streams.streams,
    money_take.take,
):
    money.add_command(command)
