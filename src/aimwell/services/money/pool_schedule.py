"""The schedule of a section 75 agreement, made from a pooled fund's workbook."""

from collections.abc import Iterator, Mapping
from datetime import date

from aimwell.domain.money.pools import ROUNDING, Pool, warnings_of_pool
from aimwell.domain.periods import Period
from aimwell.domain.plan_documents import Bullets, Paragraph, Part, PlanDocument, Section, Table
from aimwell.presentation.pool_words import (
    balances_table,
    contributions_table,
    flows_table,
    gains_table,
    outcomes_table,
    risk_table,
    schemes_table,
)
from aimwell.services.print_plan import PlanForm, print_plan

ACCOUNTS = (
    "A pooled fund is an arrangement and no body of its own: each partner shows its own share of income, spending and balances in its accounts.",
    "The host's rules on value added tax and on buying apply to what the host buys; partners should take advice before they pay in.",
    "A partner's duties stay its own: pooling money hands over the work, not the duty.",
)


def print_schedule(*, pool: Pool, form: PlanForm, made: date, measures: Mapping[str, str]) -> bytes:
    """The schedule as a page, a Word document or a PDF. measures: their names by id."""
    return print_plan(document=schedule_document(pool, made=made, measures=measures), form=form)


def schedule_document(pool: Pool, *, made: date, measures: Mapping[str, str]) -> PlanDocument:
    """The schedule, section by section."""
    return PlanDocument(
        title=f"Schedule: {pool.title}",
        system=pool.system,
        covers=f"Covers {Period.day(pool.starts).words} to {Period.day(pool.ends).words}",
        made=made,
        status=f"Draft schedule under {pool.basis}; the agreement itself decides",
        illustrative=pool.illustrative,
        sections=(
            Section(
                "The fund",
                (Paragraph(pool.purpose), Paragraph(f"{pool.host} hosts the fund."), *_to_look_at(pool)),
            ),
            Section("What partners pay in", (contributions_table(pool),)),
            Section("What it is spent on", (schemes_table(pool),)),
            Section("What it is for", (outcomes_table(pool, measures),)),
            Section("Overspends and underspends", tuple(_risk(pool))),
            *_gains(pool),
            Section("Accounts", (Bullets(ACCOUNTS),)),
        ),
    )


def _to_look_at(pool: Pool) -> Iterator[Part]:
    told = tuple(problem.found for problem in warnings_of_pool(pool))
    if told:
        yield Bullets(told)


def _risk(pool: Pool) -> Iterator[Paragraph | Table]:
    yield Paragraph(
        "Partners share a difference from the plan in the shares given with their contributions. " + ROUNDING
    )
    table = risk_table(pool)
    yield table or Paragraph("What schemes cost is not told in full yet, so there is nothing to share out.")


def _gains(pool: Pool) -> Iterator[Section]:
    if not pool.gains:
        return
    yield Section(
        "Who gains",
        (
            Paragraph(
                "Expected gains are estimates. Each is taken to be paid for by all partners, in proportion to what they pay in."
            ),
            balances_table(pool),
            flows_table(pool),
            gains_table(pool),
        ),
    )
