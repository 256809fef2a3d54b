"""`aimwell money running-costs`: what boards spend on running themselves, for each head, against the cap."""

from pathlib import Path

import click

from aimwell.cli.options import (
    bring_up_to_date,
    definitions_folder,
    definitions_option,
    format_option,
    store_option,
)
from aimwell.cli.output import print_table
from aimwell.domain.problems import Problem, Where
from aimwell.store.folder import StoreFolder

COLUMNS = ("boards", "running_costs_pence", "people", "counted", "pence_per_head", "cap_pence_per_head", "pence_over_cap", "value_ids")  # fmt: skip


@click.command("running-costs", epilog="Example: aimwell money running-costs --store account --cost QRL=21000000 --cost QHL=40000000 --merge QRL+QHL")  # fmt: skip
@click.option("--cost", "costs", multiple=True, required=True, help="A board's code and its yearly running costs in pounds: QRL=21000000. May be given again.")  # fmt: skip
@click.option(
    "--merge", "mergers", multiple=True, help="Boards to take together, QRL+QHL. May be given again."
)
@format_option("text", "csv", "json")
@store_option
@definitions_option
def running_costs(
    costs: tuple[str, ...], mergers: tuple[str, ...], output: str, store: Path, definitions: Path | None
) -> None:
    """Hold boards' running costs for each head against the cap, alone and merged; people are those of released values."""
    from aimwell.catalogue.running_cost_caps import read_running_cost_cap
    from aimwell.domain.money.running_costs import said_against_cap
    from aimwell.services.money import running_costs as service

    StoreFolder(store).require()
    bring_up_to_date(StoreFolder(store), definitions, service.PEOPLE)
    cap = read_running_cost_cap(definitions_folder(definitions))
    found = service.running_costs(
        costs=dict(_pair(cost) for cost in costs),
        mergers=[tuple(merger.split("+")) for merger in mergers],
        counts=service.counts_of(StoreFolder(store)),
    )
    if output != "text":
        rows = [
            ("+".join(c.parts), c.pence, c.people, c.counted, f"{float(c.pence_per_head):.2f}", cap.pence_per_head, c.over(cap), "; ".join(c.value_ids))
            for c in found
        ]  # fmt: skip
        print_table(COLUMNS, rows, output)
        return
    for cost in found:
        click.echo(
            f"{cost.name}: {said_against_cap(cost, cap)} People of {cost.counted}: {', '.join(cost.value_ids)}."
        )
    verified = "" if cap.verified else " Not verified."
    click.echo(f"The cap: {cap.title}, from {cap.from_year}.{verified} {cap.note} {cap.source}")


def _pair(cost: str) -> tuple[str, str]:
    code, equals, pounds = cost.partition("=")
    if not (code and equals and pounds):
        raise Problem(
            code="running-costs.no-amount",
            found=f"'{cost}' is no board with its costs.",
            expected="A code and pounds, such as QRL=21000000.",
            remedy="Write them with = between and no space.",
            where=Where(column="--cost"),
        )
    return code, pounds
