"""Pooled funds: who pays in, who holds the money, what it is spent on, who bears a difference, and who gains.

Rounding rule: a sum is split by weights into whole pence downwards; the pence left over go one each to those with the largest
remainders, in the order in which they are named where remainders are equal. So the parts always add up to the sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.money.lines import said
from aimwell.domain.problems import Problem, Severity, Where

ROUNDING = (
    "Shares are whole pence, rounded down; the pence left over go one each to the largest remainders, "
    "in the order in which the partners are named."
)
WHOLE = 10_000  # a hundred per cent, in hundredths of a per cent


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a partner pays in, and its share of the risk in hundredths of a per cent."""

    body: str
    planned: int
    actual: int | None
    risk_share: int


@dataclass(frozen=True, slots=True)
class PoolScheme:
    """What money of the pool is spent on, and by which measures one will see whether it helped."""

    id: str
    title: str
    kind: str
    provider: str
    planned: int
    actual: int | None
    outcome: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What a scheme is expected to be worth to a body, and how that was worked out."""

    scheme: str
    body: str
    pence: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """One pooled fund for one year."""

    title: str
    system: str
    host: str
    starts: date
    ends: date
    basis: str
    purpose: str
    contributions: tuple[Contribution, ...]
    schemes: tuple[PoolScheme, ...]
    gains: tuple[Gain, ...] = ()
    illustrative: bool = False

    @property
    def planned_in(self) -> int:
        """All that partners mean to pay in."""
        return sum(each.planned for each in self.contributions)

    @property
    def planned_out(self) -> int:
        """All that schemes are planned to cost."""
        return sum(each.planned for each in self.schemes)

    @property
    def unallocated(self) -> int:
        """What is paid in and no scheme has; less than nothing where schemes cost more than is paid in."""
        return self.planned_in - self.planned_out

    @property
    def actual_in(self) -> int | None:
        """All that was paid in; None while a partner has not told."""
        return _all_of(each.actual for each in self.contributions)

    @property
    def actual_out(self) -> int | None:
        """All that schemes cost; None while one has not told."""
        return _all_of(each.actual for each in self.schemes)

    @property
    def overspend(self) -> int | None:
        """What schemes cost above their plans; less than nothing for an underspend, None while not all have told."""
        return None if self.actual_out is None else self.actual_out - self.planned_out


@dataclass(frozen=True, slots=True)
class Flow:
    """Of what a body gains from the pool, the part that another body's money pays for."""

    payer: str
    gainer: str
    pence: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What a body pays in and what it is expected to gain."""

    body: str
    pays: int
    gains: int

    @property
    def net(self) -> int:
        """Gains less payments."""
        return self.gains - self.pays


def split_pence(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A sum in parts by weights, by the rounding rule; a negative sum is split as its opposite is.

    Raises ValueError where no weight is above nothing or one is below.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("a sum is split by weights of nothing or more, not all of them nothing")
    sign = -1 if total < 0 else 1
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(part for part, _ in parts)
    first = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))[:left]
    return tuple(sign * (part + (at in first)) for at, (part, _) in enumerate(parts))


def risk_split(pool: Pool) -> dict[str, int] | None:
    """Who bears how much of the overspend, or gets back of the underspend; None while not all schemes have told."""
    if pool.overspend is None:
        return None
    parts = split_pence(pool.overspend, [each.risk_share for each in pool.contributions])
    return {each.body: part for each, part in zip(pool.contributions, parts, strict=True)}


def flows_of(pool: Pool) -> tuple[Flow, ...]:
    """Whose money pays for whose gain: every gain split over the partners by what they pay in."""
    weights = [each.planned for each in pool.contributions]
    sums: dict[tuple[str, str], int] = {}
    for gain in pool.gains:
        for each, part in zip(pool.contributions, split_pence(gain.pence, weights), strict=True):
            key = (each.body, gain.body)
            sums[key] = sums.get(key, 0) + part
    return tuple(Flow(payer, gainer, pence) for (payer, gainer), pence in sums.items())


def balances_of(pool: Pool) -> tuple[Balance, ...]:
    """What every body pays and gains: partners first, then those who gain without paying."""
    pays = {each.body: each.planned for each in pool.contributions}
    gains: dict[str, int] = {}
    for gain in pool.gains:
        gains[gain.body] = gains.get(gain.body, 0) + gain.pence
    bodies = dict.fromkeys([*pays, *gains])
    return tuple(Balance(body, pays.get(body, 0), gains.get(body, 0)) for body in bodies)


def faults_of_pool(pool: Pool, measures: Iterable[str] | None = None) -> list[Problem]:
    """What cannot hold of a pool. `measures` are ids that are known; without them none is asked for."""
    return [*_faults_of_partners(pool), *_faults_of_schemes(pool, measures), *_faults_of_gains(pool)]


def warnings_of_pool(pool: Pool) -> list[Problem]:
    """What holds together and should still be looked at."""
    told: list[Problem] = []
    if pool.unallocated > 0:
        told.append(
            _warning(
                "pool.unallocated", f"{said(pool.unallocated)} is paid in and no scheme has it.", "Schemes"
            )
        )
    if pool.unallocated < 0:
        told.append(
            _warning(
                "pool.overcommitted",
                f"Schemes cost {said(-pool.unallocated)} more than is paid in.",
                "Schemes",
            )
        )
    silent = [each.title for each in pool.schemes if not each.measures]
    if silent:
        told.append(
            _warning(
                "pool.no-measure", f"No measure will show whether it helped: {', '.join(silent)}.", "Schemes"
            )
        )
    return told


def _faults_of_partners(pool: Pool) -> list[Problem]:
    bodies = [each.body for each in pool.contributions]
    faults = [
        _fault("pool.twice", f"'{body}' pays in on two lines.", "Contributions") for body in _repeated(bodies)
    ]
    shares = sum(each.risk_share for each in pool.contributions)
    if shares != WHOLE:
        faults.append(
            _fault(
                "pool.risk-share",
                f"Shares of the risk add up to {shares / 100:g}%, not 100%.",
                "Contributions",
            )
        )
    if pool.host not in bodies:
        faults.append(
            _fault("pool.host", f"The host '{pool.host}' is not among the partners.", "Contributions")
        )
    if any(each.planned < 0 for each in pool.contributions) or pool.planned_in <= 0:
        faults.append(
            _fault(
                "pool.nothing-in", "A partner pays in less than nothing, or nobody anything.", "Contributions"
            )
        )
    if pool.ends < pool.starts:
        faults.append(_fault("pool.days", "It ends before it starts.", "Pool"))
    return faults


def _faults_of_schemes(pool: Pool, measures: Iterable[str] | None) -> list[Problem]:
    faults = [
        _fault("pool.twice", f"Scheme '{name}' stands twice.", "Schemes")
        for name in _repeated(each.id for each in pool.schemes)
    ]
    known = None if measures is None else set(measures)
    for scheme in pool.schemes:
        strange = [] if known is None else [name for name in scheme.measures if name not in known]
        if strange:
            faults.append(
                _fault(
                    "pool.unknown-measure",
                    f"'{scheme.title}' names measures that are not declared: {', '.join(strange)}.",
                    "Schemes",
                )
            )
    return faults


def _faults_of_gains(pool: Pool) -> list[Problem]:
    schemes = {each.id for each in pool.schemes}
    return [
        _fault(
            "pool.unknown-scheme",
            f"A gain of '{gain.body}' is from scheme '{gain.scheme}', which is not listed.",
            "Gains",
        )
        for gain in pool.gains
        if gain.scheme not in schemes
    ]


def variances(pool: Pool) -> Mapping[str, int | None]:
    """What each scheme cost above its plan, by its id; None where it has not told."""
    return {each.id: None if each.actual is None else each.actual - each.planned for each in pool.schemes}


def _all_of(amounts: Iterable[int | None]) -> int | None:
    known = list(amounts)
    told = [each for each in known if each is not None]
    return sum(told) if len(told) == len(known) else None


def _repeated(names: Iterable[str]) -> list[str]:
    listed = list(names)
    return sorted({name for name in listed if listed.count(name) > 1})


def _fault(code: str, found: str, sheet: str) -> Problem:
    return Problem(
        code=code,
        found=found,
        expected="Partners named once with shares of the risk that make 100%, a host among them, and schemes named once.",
        remedy=f"Correct sheet '{sheet}' and read the file again.",
        where=Where(sheet=sheet),
    )


def _warning(code: str, found: str, sheet: str) -> Problem:
    return Problem(
        code=code,
        found=found,
        expected="Every pound in a scheme, and a measure for every scheme.",
        remedy=f"Look at sheet '{sheet}'; the schedule says it as it is.",
        where=Where(sheet=sheet),
        severity=Severity.WARNS,
    )
