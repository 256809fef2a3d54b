"""The prevention share of a year on one page: six ideas, their shares, and the lines that make them differ."""

from collections.abc import Iterator, Sequence
from datetime import date

from aimwell.catalogue.prevention import Prevention
from aimwell.domain.money.lines import said
from aimwell.domain.money.prevention import DefinitionPack
from aimwell.domain.money.prevention_difference import Difference, GroupUnderPacks
from aimwell.domain.money.prevention_share import PARTS, PENCE, Share, rounded_together
from aimwell.domain.plan_documents import Bullets, Paragraph, PlanDocument, Section, Table
from aimwell.presentation.prevention_words import (
    group_title,
    percent,
    unclassified_in_words,
    whole_pounds,
)
from aimwell.services.money.prevention_shares import SharesRead, explain_difference

MOST_ROWS = 12  # of groups by themselves; the others stand together on one row


def prevention_document(read: SharesRead, prevention: Prevention, *, made: date) -> PlanDocument:
    """Shares, differences and what each idea says, as a document."""
    first = read.shares[0]
    return PlanDocument(
        title=f"How much of the money prevents, {first.year or 'no year told'}",
        system=f"Payments of {', '.join(read.bodies)}",
        covers=f"A share of {first.denominator_title}: {said(first.whole_pence)}",
        made=made,
        status=_status(read),
        sections=(
            Section(_title_of_shares(len(read.packs)), tuple(_share_parts(read))),
            Section(
                "Which lines make the difference",
                tuple(_difference_parts(explain_difference(read), read, prevention)),
            ),
            Section("What each definition says", (Bullets(tuple(_idea(pack) for pack in read.packs)),)),
        ),
        source=first.source or "The ledgers of payments that the bodies named have published.",
    )


def _title_of_shares(packs: int) -> str:
    return "The share" if packs == 1 else f"One budget, {packs} definitions"


def _status(read: SharesRead) -> str:
    confirmed = max((share.confirmed for share in read.shares), default=0)
    if confirmed:
        return "Suggested by rules, in part confirmed by a person"
    return "Suggested by rules; nobody has confirmed it yet"


def _share_parts(read: SharesRead) -> Iterator[Paragraph | Table]:
    yield Table(
        "Low counts what is sure, central also what is likely, high also what is possible",
        ("Definition", "Low", "Central", "High", "Central, in pounds", "Confirmed by a person"),
        tuple(_share_row(share, pack) for share, pack in zip(read.shares, read.packs, strict=True)),
    )
    yield Paragraph(unclassified_in_words(read.shares[0]))
    for name in read.unreconciled:
        yield Paragraph(f"Unreconciled: the lines of {name} do not add up to the total it states.")


def _share_row(share: Share, pack: DefinitionPack) -> tuple[str, ...]:
    mark = "" if pack.verified and pack.lines_verified else " (not verified)"
    figures = (
        percent(share.of(parts)) for parts in (share.counted.low, share.counted.central, share.counted.high)
    )
    return (pack.title + mark, *figures, whole_pounds(share.counted.central), whole_pounds(share.confirmed))


def _difference_parts(
    found: Difference, read: SharesRead, prevention: Prevention
) -> Iterator[Paragraph | Table]:
    rules = {rule.id: rule for rule in prevention.rules}
    counted = [each for each in found.groups if any(each.counted[pack].central for pack in found.packs)]
    ordered = sorted(counted, key=lambda each: (-_most(each, found.packs), each.group))
    shown, others = ordered[:MOST_ROWS], ordered[MOST_ROWS:]
    columns = [_column([*shown, *others], pack, len(shown)) for pack in found.packs]
    names = [f"{group_title(each.group, rules)} ({_tier(each)})" for each in shown]
    names += [f"{len(others)} smaller groups together"] if others else []
    names.append("Together")
    yield Table(
        "What each definition counts, centrally, in whole pounds rounded so that every column adds up",
        ("Lines", *(pack.short for pack in read.packs)),
        tuple((name, *cells) for name, *cells in zip(names, *columns, strict=True)),
    )
    rest = [each for each in found.groups if each not in counted]
    pence = sum(each.pence for each in rest)
    yield Paragraph(
        f"{whole_pounds(pence * PARTS)} on {sum(each.lines for each in rest):,} lines is centrally counted by none of them."
    )


def _tier(group: GroupUnderPacks) -> str:
    return group.said.tier.value.replace("_", " ") if group.said else "unclassified"


def _most(group: GroupUnderPacks, packs: Sequence[str]) -> int:
    return max(abs(group.counted[pack].central) for pack in packs)


def _column(groups: Sequence[GroupUnderPacks], pack: str, shown: int) -> list[str]:
    """One definition's amounts in whole pounds, rounded so that what is shown adds up to its total."""
    pounds = rounded_together([each.counted[pack].central for each in groups], unit=PARTS * PENCE)
    cells = [*pounds[:shown], *([sum(pounds[shown:])] if len(pounds) > shown else []), sum(pounds)]
    return [f"{each:,}".replace("-", "−") if each else "–" for each in cells]


def _idea(pack: DefinitionPack) -> str:
    caveat = f" {pack.caveat}" if pack.caveat else ""
    return (
        f"{pack.title}. {pack.idea} Principal purpose: {pack.principal_purpose} By: {pack.publisher}.{caveat}"
    )
