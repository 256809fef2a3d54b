"""A pooled fund in words and tables, the same for the command line and the schedule."""

from collections.abc import Mapping

from aimwell.domain.money.lines import said
from aimwell.domain.money.pools import Pool, balances_of, flows_of, risk_split, variances
from aimwell.domain.plan_documents import Table

NOT_TOLD = "not told yet"


def money_words(pence: int | None) -> str:
    """An amount; 'not told yet' for one that nobody has given."""
    return NOT_TOLD if pence is None else said(pence)


def difference_words(pence: int | None) -> str:
    """A difference from plan: '£2.00 over', '£3.00 under', 'as planned'."""
    if pence is None:
        return NOT_TOLD
    if not pence:
        return "as planned"
    return f"{said(abs(pence))} {'over' if pence > 0 else 'under'}"


def contributions_table(pool: Pool) -> Table:
    """What partners pay in, with their shares of the risk."""
    rows = [
        (each.body, said(each.planned), money_words(each.actual), f"{each.risk_share / 100:g}%")
        for each in pool.contributions
    ]
    total = ("All partners", said(pool.planned_in), money_words(pool.actual_in), "100%")
    return Table("Contributions", ("Partner", "Planned", "Paid", "Share of the risk"), (*rows, total))


def schemes_table(pool: Pool) -> Table:
    """What the money is spent on; the last rows make the sum that is paid in."""
    over = variances(pool)
    rows = [
        (each.title, each.kind or "–", each.provider or "–", said(each.planned), money_words(each.actual), difference_words(over[each.id]))
        for each in pool.schemes
    ]  # fmt: skip
    ends = (
        (
            "All schemes",
            "",
            "",
            said(pool.planned_out),
            money_words(pool.actual_out),
            difference_words(pool.overspend),
        ),
        ("In no scheme", "", "", said(pool.unallocated), "", ""),
        ("All contributions", "", "", said(pool.planned_in), money_words(pool.actual_in), ""),
    )
    return Table(
        "Schemes", ("Scheme", "Type", "Provider", "Planned", "Spent", "Against plan"), (*rows, *ends)
    )


def outcomes_table(pool: Pool, names: Mapping[str, str]) -> Table:
    """What schemes are for, and by what one will see it. names: those of measures, by id."""
    rows = tuple(
        (
            each.title,
            each.outcome or "not said",
            "; ".join(names.get(name, name) for name in each.measures) or "no measure",
        )
        for each in pool.schemes
    )
    return Table("Outcomes", ("Scheme", "What will be better", "Measures"), rows)


def risk_table(pool: Pool) -> Table | None:
    """Who bears what of the difference; None while not all schemes have told."""
    split = risk_split(pool)
    if split is None:
        return None
    rows = tuple((body, difference_words(pence)) for body, pence in split.items())
    return Table(
        "Who bears the difference",
        ("Partner", "Share of it"),
        (*rows, ("All partners", difference_words(pool.overspend))),
    )


def balances_table(pool: Pool) -> Table:
    """Who pays and who gains."""
    each = balances_of(pool)
    rows = tuple((one.body, said(one.pays), said(one.gains), said(one.net)) for one in each)
    total = (
        "All",
        said(sum(one.pays for one in each)),
        said(sum(one.gains for one in each)),
        said(sum(one.net for one in each)),
    )
    return Table(
        "Who pays and who gains", ("Body", "Pays in", "Expected gain", "Gain less payment"), (*rows, total)
    )


def flows_table(pool: Pool) -> Table:
    """Whose money pays for whose gain."""
    rows = tuple((flow.payer, flow.gainer, said(flow.pence)) for flow in flows_of(pool))
    return Table("Whose money pays for whose gain", ("Money of", "Gain of", "Gain paid for"), rows)


def gains_table(pool: Pool) -> Table:
    """How each gain was worked out."""
    titles = {scheme.id: scheme.title for scheme in pool.schemes}
    rows = tuple((titles[gain.scheme], gain.body, said(gain.pence), gain.how) for gain in pool.gains)
    return Table("How gains were worked out", ("Scheme", "Body", "Gain", "How"), rows)


def table_lines(table: Table) -> list[str]:
    """A table for reading in a terminal."""
    rows = (table.headings, *table.rows)
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.headings))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return [table.caption, *(f"  {line}" for line in lines)]
