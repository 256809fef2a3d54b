"""Prevention as a share: under each pack, of a named denominator, with its range; since a baseline; and why packs differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aimwell.catalogue.prevention import Prevention
from aimwell.domain.money.prevention import DefinitionPack
from aimwell.domain.money.prevention_baseline import Baseline, years_between
from aimwell.domain.money.prevention_difference import Difference, difference
from aimwell.domain.money.prevention_share import (
    Cell,
    Denominator,
    Judging,
    ReadingOfOne,
    Rise,
    Share,
    Step,
    in_scope,
    path,
    read_cell,
    rises,
    share_of,
)
from aimwell.domain.money.relabelling import Paid, Relabelled, relabelled
from aimwell.domain.problems import Problem, Where
from aimwell.pipeline.money.prevention_cells import (
    body_names,
    decided,
    prevention_cells,
    read_ledgers,
    unreconciled,
)
from aimwell.services.money.classify_prevention import holding
from aimwell.store.folder import StoreFolder
from aimwell.store.records.prevention_log import add, baselines_in, decisions_in, read_log


@dataclass(frozen=True, slots=True)
class Scope:
    """Which year and bodies are asked about, over which denominator; its figure where somebody has to state one."""

    year: str = ""  # '': the latest held
    bodies: tuple[str, ...] = ()
    denominator: str = "lines"
    stated_pence: int | None = None
    source: str = ""  # of the stated figure


@dataclass(frozen=True, slots=True)
class SharesRead:
    """One scope under packs, and its lines for whoever asks why they differ."""

    shares: tuple[Share, ...]
    packs: tuple[DefinitionPack, ...]
    cells: tuple[Cell, ...]
    judging: Judging
    years: tuple[str, ...]  # all that are held
    unreconciled: tuple[str, ...] = ()  # files whose lines do not add up to their own total
    bodies: tuple[str, ...] = ()  # what the bodies of the shares are called


@dataclass(frozen=True, slots=True)
class SinceBaseline:
    """A share now against a frozen one, read three ways; and what the frozen year would read today."""

    baseline: Baseline
    now: Share
    rises: tuple[Rise, ...]
    frozen_year_today: Share
    paths: dict[ReadingOfOne, tuple[Step, ...]]

    @property
    def reads_otherwise_today(self) -> bool:
        """Whether rules, decisions or lines have changed what the frozen year says."""
        frozen, today = self.baseline.share, self.frozen_year_today
        return (frozen.counted, frozen.whole_pence) != (today.counted, today.whole_pence)


def read_shares(
    *, folder: StoreFolder, prevention: Prevention, scope: Scope, packs: Sequence[str] = ()
) -> SharesRead:
    """The share of one scope under each pack named, or under all. Raises Problem where the scope holds nothing."""
    chosen = tuple(prevention.pack(name) for name in packs) or prevention.packs
    denominator = _stated(prevention.denominator(scope.denominator), scope)
    judging, cells = _cells(folder, prevention)
    years = tuple(sorted({cell.year for cell in cells}))
    year = scope.year or (years[-1] if years else "")
    within = tuple(in_scope(cells, denominator, year=year, bodies=scope.bodies))
    if not within:
        raise Problem(
            code="prevention.nothing-held",
            found=f"No lines are held for {year or 'any year'}{' of ' + ', '.join(scope.bodies) if scope.bodies else ''}.",
            expected=f"A year and bodies with lines. Years held: {', '.join(each or 'no day' for each in years)}.",
            remedy="Choose another year or body, or take the ledger: aimwell money take FILE --store DIR",
            where=Where(column="--year"),
        )
    shares = tuple(
        share_of(within, pack, denominator, judging, year=year, stated_pence=scope.stated_pence)
        for pack in chosen
    )
    names = body_names(folder)
    called = tuple(names.get(body, body) for body in shares[0].bodies)
    return SharesRead(shares, chosen, within, judging, years, unreconciled(folder, scope.bodies), called)


def explain_difference(read: SharesRead) -> Difference:
    """Which groups of lines make the packs differ, adding up exactly."""
    return difference(read.cells, read.packs, read.judging)


def freeze_baseline(
    *, folder: StoreFolder, prevention: Prevention, share: Share, by: str, reason: str, at: datetime
) -> Baseline:
    """Write down a share as it is read now, with who froze it and why."""
    if not by.strip() or not reason.strip():
        raise Problem(
            code="prevention.no-author",
            found="A baseline without a name or a reason.",
            expected="Who froze it, and why.",
            remedy="Say both, with --by and --reason.",
            where=Where(column="--freeze"),
        )
    with folder.writing():
        number = len(read_log(folder)) + 1
        baseline = Baseline(number, share, prevention.rules_mark, by.strip(), reason.strip(), at)
        add(folder, baseline)
    return baseline


def since_baseline(
    *, folder: StoreFolder, prevention: Prevention, read: SharesRead
) -> tuple[SinceBaseline, ...]:
    """Each share against the latest baseline of the same pack, denominator and bodies, of an earlier or the same year."""
    frozen = baselines_in(read_log(folder))
    found = []
    for share in read.shares:
        fitting = [each for each in frozen if _comparable(each.share, share)]
        if fitting:
            found.append(_since(folder, prevention, fitting[-1], share))
    return tuple(found)


def look_for_relabelling(
    *, folder: StoreFolder, prevention: Prevention, pack: str, earlier: str, later: str
) -> tuple[Relabelled, ...]:
    """Payees whose money is called prevention in the later year and was not, though the payments are much the same."""
    decisions = holding(prevention, decisions_in(read_log(folder)))
    judging, chosen = Judging(prevention.suggestions, decisions), prevention.pack(pack)
    ledger = read_ledgers(folder, prevention.rules, decisions)
    paid: dict[tuple[str, str, str], tuple[int, int]] = {}
    wordings = decided(decisions).wordings
    for each in ledger.suppliers((earlier, later), decided_wordings=wordings):
        key = (each.cell.year, each.cell.body, each.supplier)
        pence, counted = paid.get(key, (0, 0))
        more = read_cell(each.cell, chosen, judging).counted.central
        paid[key] = (pence + each.cell.pence, counted + more)
    by_year = {
        year: [Paid(body, supplier, *sums) for (of, body, supplier), sums in paid.items() if of == year]
        for year in (earlier, later)
    }
    return relabelled(by_year[earlier], by_year[later], prevention.relabelling)


def _cells(folder: StoreFolder, prevention: Prevention) -> tuple[Judging, tuple[Cell, ...]]:
    decisions = holding(prevention, decisions_in(read_log(folder)))
    cells = prevention_cells(folder, prevention.rules, prevention.rules_mark, decisions)
    return Judging(prevention.suggestions, decisions), cells


def _stated(denominator: Denominator, scope: Scope) -> Denominator:
    """The denominator with the source of its figure. Raises Problem for a figure that lacks, or that nobody asked for."""
    if denominator.stated is (scope.stated_pence is None) or (
        denominator.stated and not scope.source.strip()
    ):
        asked = (
            "with its figure and its source" if denominator.stated else "without a figure: the lines give it"
        )
        raise Problem(
            code="prevention.denominator-figure",
            found=f"The denominator '{denominator.id}' ({denominator.title}) is not said as it has to be.",
            expected=f"This denominator {asked}.",
            remedy="Use --amount and --source with denominators that somebody has to state, and only with them.",
            where=Where(column="--denominator"),
        )
    return replace(denominator, source=scope.source.strip()) if denominator.stated else denominator


def _comparable(frozen: Share, now: Share) -> bool:
    same = (frozen.pack, frozen.denominator, frozen.bodies) == (now.pack, now.denominator, now.bodies)
    return same and bool(frozen.year) and frozen.year <= now.year


def _since(folder: StoreFolder, prevention: Prevention, baseline: Baseline, now: Share) -> SinceBaseline:
    frozen = baseline.share
    denominator = prevention.denominator(frozen.denominator)
    judging, cells = _cells(folder, prevention)
    within = in_scope(cells, denominator, year=frozen.year, bodies=frozen.bodies)
    today = share_of(
        within,
        prevention.pack(frozen.pack),
        denominator,
        judging,
        year=frozen.year,
        stated_pence=frozen.whole_pence if denominator.stated else None,
    )
    return SinceBaseline(
        baseline=baseline,
        now=now,
        rises=rises(frozen, now, prevention.goal, years=years_between(frozen.year, now.year)),
        frozen_year_today=today,
        paths={reading: path(frozen, prevention.goal, reading) for reading in ReadingOfOne},
    )
