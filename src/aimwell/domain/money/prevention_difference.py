"""One budget under several packs: which groups of lines make the difference, adding up exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aimwell.domain.money.prevention import DefinitionPack, PreventionClass
from aimwell.domain.money.prevention_share import Cell, Judging, Spread, read_cell

UNCLASSIFIED = ""


@dataclass(frozen=True, slots=True)
class GroupUnderPacks:
    """Lines that one rule or decision speaks for, and what each pack counts of them."""

    group: str  # rule id, 'decision 7', or '' for what is unclassified
    said: PreventionClass | None
    lines: int
    pence: int
    counted: Mapping[str, Spread]  # by pack

    def between(self, one: str, other: str) -> int:
        """How much more the one pack counts than the other, centrally."""
        return self.counted[one].central - self.counted[other].central


@dataclass(frozen=True, slots=True)
class Difference:
    """The same lines under each pack; groups add up to the totals, and their differences to the difference."""

    packs: tuple[str, ...]
    groups: tuple[GroupUnderPacks, ...]
    totals: Mapping[str, Spread]

    def making(self, one: str, other: str) -> tuple[GroupUnderPacks, ...]:
        """The groups that make two packs differ, the largest first."""
        differing = [each for each in self.groups if each.between(one, other)]
        return tuple(sorted(differing, key=lambda each: (-abs(each.between(one, other)), each.group)))


def difference(cells: Sequence[Cell], packs: Sequence[DefinitionPack], judging: Judging) -> Difference:
    """Every cell under every pack, gathered by the rule or decision that speaks for it."""
    held: dict[tuple[str, ...], list[tuple[Cell, dict[str, Spread], PreventionClass | None]]] = {}
    for cell in cells:
        readings = {pack.id: read_cell(cell, pack, judging) for pack in packs}
        groups = tuple(dict.fromkeys(each.group for each in readings.values()))
        said = next((each.said for each in readings.values() if each.said), None)
        counted = {name: each.counted for name, each in readings.items()}
        held.setdefault(groups, []).append((cell, counted, said))
    gathered = tuple(_gathered(" / ".join(groups), members, packs) for groups, members in held.items())
    totals = {pack.id: sum((each.counted[pack.id] for each in gathered), Spread()) for pack in packs}
    ordered = sorted(gathered, key=lambda each: (-abs(each.pence), each.group))
    return Difference(tuple(pack.id for pack in packs), tuple(ordered), totals)


def _gathered(
    group: str,
    members: Sequence[tuple[Cell, Mapping[str, Spread], PreventionClass | None]],
    packs: Sequence[DefinitionPack],
) -> GroupUnderPacks:
    counted = {pack.id: sum((each[pack.id] for _, each, _ in members), Spread()) for pack in packs}
    return GroupUnderPacks(
        group=group,
        said=members[0][2],
        lines=sum(cell.lines for cell, _, _ in members),
        pence=sum(cell.pence for cell, _, _ in members),
        counted=counted,
    )
