"""How prevention money is said: never a figure without its pack, its denominator, its range and what is unclassified."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from aimwell.domain.money.prevention import DefinitionPack, PreventionClass, Rule
from aimwell.domain.money.prevention_difference import Difference, GroupUnderPacks
from aimwell.domain.money.prevention_share import (
    PARTS,
    ReadingOfOne,
    Rise,
    Share,
    Step,
    pounds_of,
    rounded_together,
)

SHARE_COLUMNS = (
    "year", "bodies", "pack", "denominator", "denominator_source", "denominator_pounds",
    "low_pounds", "central_pounds", "high_pounds", "low_percent", "central_percent", "high_percent",
    "confirmed_pounds", "unclassified_pounds", "unclassified_percent", "unclassified_lines", "lines",
)  # fmt: skip
MOST_GROUPS = 12  # of a one-page explanation; the rest stands together on a line


def whole_pounds(parts: int) -> str:
    """Ten-thousandths of a penny as people read money: £1,234,568; −£5."""
    rounded = abs(pounds_of(parts)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{'−' if parts < 0 and rounded else ''}£{rounded:,}"


def percent(share: Fraction | None, *, places: int = 2) -> str:
    """A share in percent; 'cannot be told' where there is nothing to divide by."""
    return "cannot be told" if share is None else f"{_percent(share, places):,}%".replace("-", "−")


def _percent(share: Fraction, places: int = 4) -> Decimal:
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share_in_words(share: Share, pack: DefinitionPack) -> tuple[str, ...]:
    """One share on a few lines, with everything that it must never be without."""
    counted = share.counted
    figure = (
        f"{percent(share.central)} of {share.denominator_title}"
        f" (range {percent(share.of(counted.low))} to {percent(share.of(counted.high))}):"
        f" {whole_pounds(counted.central)} ({whole_pounds(counted.low)} to {whole_pounds(counted.high)})"
        f" of {whole_pounds(share.whole_pence * PARTS)}"
    )
    lines = [
        f"{pack.title} [{pack.id}]",
        f"  {figure}",
        f"  Confirmed by a person: {whole_pounds(share.confirmed)}; the rest is what rules suggest.",
    ]
    if share.source:
        lines.append(f"  The denominator was stated from: {share.source}")
    if not (pack.verified and pack.lines_verified):
        lines.append(
            f"  Not verified: {pack.caveat or 'nobody has read this definition on its page for us.'}"
        )
    return tuple(lines)


def unclassified_in_words(share: Share) -> str:
    """How much no rule and no person has said anything of, as a part of the lines held."""
    return (
        f"Unclassified: {whole_pounds(share.unclassified_pence * PARTS)} on {share.unclassified_lines:,}"
        f" of {share.lines:,} lines. Nobody has said whether it prevents; it is in no pack's figure."
    )


def share_cells(share: Share) -> tuple[object, ...]:
    """A share as a row of SHARE_COLUMNS, exact."""
    counted = share.counted
    percents = [share.of(parts) for parts in (counted.low, counted.central, counted.high)]
    unclassified = share.of(share.unclassified_pence * PARTS)
    return (
        share.year, ";".join(share.bodies), share.pack, share.denominator, share.source,
        pounds_of(share.whole_pence * PARTS),
        *(pounds_of(parts) for parts in (counted.low, counted.central, counted.high)),
        *("" if each is None else _percent(each) for each in percents),
        pounds_of(share.confirmed), pounds_of(share.unclassified_pence * PARTS),
        "" if unclassified is None else _percent(unclassified),
        share.unclassified_lines, share.lines,
    )  # fmt: skip


def class_in_words(said: PreventionClass) -> str:
    """A class on one line: primary, sure, the principal purpose, the whole line."""
    parts = [said.tier.value.replace("_", " "), said.confidence.value]
    parts.append("the principal purpose" if said.principal else "not the principal purpose")
    parts += [f"{said.share}% of the line"] if said.share != 100 else []
    parts += [f"{said.function} (not verified)"] if said.function else []
    parts += [f"grant line: {said.grant_line}"] if said.grant_line else []
    return ", ".join(parts)


def rise_in_words(rise: Rise) -> str:
    """One reading of a rise, with its name and what is asked."""
    if rise.amount is None:
        return f"{rise.name}: cannot be told, {rise.why_not}"
    sign = "−" if rise.amount < 0 else "+"
    amount = abs(rise.amount).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{sign}{amount} {rise.name} (asked: +{rise.asked})"


def path_in_words(reading: ReadingOfOne, name: str, steps: Sequence[Step]) -> str:
    """Where one reading of the goal would stand year by year."""
    if not steps:
        return f"{name}: no way can be drawn, the baseline has no share"
    if reading is ReadingOfOne.CASH:
        stops = [whole_pounds(round(step.pence * PARTS)) for step in steps if step.pence is not None]
    else:
        stops = [percent(step.share) for step in steps]
    return f"{name}: {' → '.join(stops)}"


def group_title(group: str, rules: Mapping[str, Rule]) -> str:
    """What a group of lines is called."""
    if not group:
        return "unclassified"
    return " / ".join(
        rules[each].title if each in rules else each or "unclassified" for each in group.split(" / ")
    )


def difference_in_words(
    found: Difference, one: DefinitionPack, other: DefinitionPack, rules: Mapping[str, Rule]
) -> tuple[str, ...]:
    """Why two packs differ, on one page; the amounts shown add up to the difference shown, to the penny."""
    making = found.making(one.id, other.id)
    total = found.totals[one.id].central - found.totals[other.id].central
    head = (
        f"“{one.title}” counts {whole_pounds(found.totals[one.id].central)},"
        f" “{other.title}” {whole_pounds(found.totals[other.id].central)}."
    )
    if not making:
        return (head, "  No group of lines is counted differently.")
    pence = rounded_together([each.between(one.id, other.id) for each in making])
    told = [
        f"  {_pence(amount):>20}  {group_title(each.group, rules)} ({_why(each)})"
        for each, amount in list(zip(making, pence, strict=True))[:MOST_GROUPS]
    ]
    rest = pence[MOST_GROUPS:]
    if rest:
        told.append(f"  {_pence(sum(rest)):>20}  {len(rest)} more groups together")
    return (head, *told, f"  {_pence(rounded_together([total])[0]):>20}  together: the difference")


def _why(group: GroupUnderPacks) -> str:
    return class_in_words(group.said) if group.said else "nobody has said what it is"


def _pence(pence: int) -> str:
    sign = "−" if pence < 0 else "+"
    return f"{sign}£{Decimal(abs(pence)) / 100:,.2f}"


def difference_rows(
    found: Difference, rules: Mapping[str, Rule]
) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    """Every group under every pack, exact: columns and rows, the last row the sum."""
    columns = ("group", "title", "class", "lines", "pounds", *found.packs)
    rows: list[tuple[object, ...]] = [
        (
            each.group,
            group_title(each.group, rules),
            class_in_words(each.said) if each.said else "",
            each.lines,
            pounds_of(each.pence * PARTS),
            *(pounds_of(each.counted[pack].central) for pack in found.packs),
        )
        for each in found.groups
    ]
    totals = tuple(pounds_of(found.totals[pack].central) for pack in found.packs)
    lines, pence = sum(each.lines for each in found.groups), sum(each.pence for each in found.groups)
    rows.append(("all", "all lines", "", lines, pounds_of(pence * PARTS), *totals))
    return columns, tuple(rows)
