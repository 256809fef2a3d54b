"""Ledger lines read by the rules of prevention: lines with the same texts are looked at once, all packs at a time.

DuckDB gathers and adds up (whole pence, exact in any order); the rules are held to each distinct text of each column
by `domain/money/wordings.py`. What several packs then ask of it is a few hundred sums.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from aimwell.domain.money.prevention import DESCRIBING, FIELDS, Field, Rule
from aimwell.domain.money.prevention_baseline import financial_year
from aimwell.domain.money.prevention_share import Cell
from aimwell.domain.money.wordings import Fit, Wordings, fit
from aimwell.sqltext import literals

SEPARATOR = "\x1f"  # stands in no text
WORDING = f"left(md5(concat_ws('{SEPARATOR}', {', '.join(DESCRIBING)})), 12)"
SHOWN = 60  # letters of a text in a list


@dataclass(frozen=True, slots=True)
class Dispute:
    """Lines that one rule took and another of another tier fits too."""

    first: str
    other: str
    lines: int
    pence: int


@dataclass(frozen=True, slots=True)
class WordingFound:
    """Lines of one body with the same texts. Private lines are in none: they are only ever counted."""

    id: str
    body: str
    rule: str
    lines: int
    pence: int
    texts: tuple[str, ...]  # by DESCRIBING


@dataclass(frozen=True, slots=True)
class SupplierCell:
    """What one supplier was paid within a cell."""

    supplier: str
    cell: Cell


class LinesRead:
    """Lines of some Parquet files, gathered and held to rules."""

    def __init__(
        self, files: Sequence[Path], rules: Sequence[Rule], *, decided_lines: Collection[str] = ()
    ) -> None:
        self._rules = tuple(rules)
        self._files = tuple(files)
        self._connection = duckdb.connect()
        self._gather(files, decided_lines)
        self.fit = self._held_to_rules()

    def cells(self, *, decided_wordings: Collection[str] = ()) -> tuple[Cell, ...]:
        """What packs read, sums by body, year, rule and what was decided on."""
        rows = self._connection.execute(f"""
            select body, year, rule, transfer, private, sum(lines)::bigint, sum(pence)::bigint,
                   {_if_decided(decided_wordings)} as wording, line
            from read group by all order by all
        """).fetchall()
        return tuple(Cell(*row) for row in rows)

    def suppliers(
        self, years: Collection[str], *, decided_wordings: Collection[str] = ()
    ) -> tuple[SupplierCell, ...]:
        """The same by supplier, of some years, without private lines and lines that name no supplier."""
        rows = self._connection.execute(f"""
            select {Field.SUPPLIER}, body, year, rule, transfer, private, sum(lines)::bigint, sum(pence)::bigint,
                   {_if_decided(decided_wordings)} as wording, line
            from read where not private and {Field.SUPPLIER} <> '' and year in ({literals(years) or "''"})
            group by all order by all
        """).fetchall()
        return tuple(SupplierCell(row[0], Cell(*row[1:])) for row in rows)

    def disputes(self) -> tuple[Dispute, ...]:
        """Where two rules of different tiers fit, the most money first."""
        lines, pence = (self._column(name).to_numpy(zero_copy_only=False) for name in ("lines", "pence"))
        told = [
            Dispute(
                self._rules[first].id,
                self._rules[other].id,
                int(lines[places].sum()),
                sum(pence[places].tolist()),
            )
            for (first, other), places in self.fit.disputes.items()
        ]
        return tuple(sorted(told, key=lambda each: (-abs(each.pence), each.first, each.other)))

    def wordings(self, *, classified: bool | None = None) -> tuple[WordingFound, ...]:
        """Wordings with what suggests a class for them, the most money first. classified: only those, or only the others."""
        wanted = {None: "true", True: "rule <> ''", False: "rule = ''"}[classified]
        texts = ", ".join(DESCRIBING)
        rows = self._connection.execute(f"""
            select {WORDING} as id, body, rule, sum(lines)::bigint, sum(pence)::bigint as pence, {texts}
            from read where not private and {wanted}
            group by id, body, rule, {texts} order by abs(sum(read.pence)) desc, id, body, rule
        """).fetchall()
        return tuple(
            WordingFound(wording, body, rule, lines, pence, tuple(said))
            for wording, body, rule, lines, pence, *said in rows
        )

    def has_wording(self, wording: str) -> bool:
        """Whether some line has a wording of this id."""
        found = self._connection.execute(f"select 1 from read where {WORDING} = ? limit 1", [wording])
        return found.fetchone() is not None

    def has_line(self, line: str) -> bool:
        """Whether there is a line of this id."""
        source = f"read_parquet([{literals(self._files)}])"
        found = self._connection.execute(f"select 1 from {source} where line_id = ? limit 1", [line])
        return found.fetchone() is not None

    def examples(self, *, most: int = 3) -> dict[str, tuple[str, ...]]:
        """For each rule what its largest wordings say, without private lines."""
        filled = ", ".join(f"nullif({each}, '')" for each in DESCRIBING)
        said = f"left(concat_ws(' · ', {filled}), {SHOWN})"
        rows = self._connection.execute(f"""
            select rule, list(said order by pence desc, said)[1:{int(most)}] from (
                select rule, {said} as said, abs(sum(pence)) as pence from read where not private group by all
            ) group by rule
        """).fetchall()
        return {rule: tuple(texts) for rule, texts in rows}

    def _gather(self, files: Sequence[Path], decided_lines: Collection[str]) -> None:
        source = f"read_parquet([{literals(files)}])"
        pairs = self._connection.execute(f"select distinct day, period from {source}").fetchall()
        years = pa.table(
            {
                "day": pa.array([day for day, _ in pairs], pa.date32()),
                "period": pa.array([period for _, period in pairs], pa.string()),
                "year": pa.array([financial_year(day, period or "") for day, period in pairs], pa.string()),
            }
        )
        self._connection.register("years", years)
        line = (
            f"case when line_id in ({literals(decided_lines)}) then line_id else '' end"
            if decided_lines
            else "''"
        )
        texts = ", ".join(f"coalesce({each}, '') as {each}" for each in DESCRIBING)
        self._connection.execute(f"""
            create temp table gathered as
            select body, years.year, coalesce(partner, '') <> '' as transfer, private, {line} as line, {texts},
                   case when private then '' else coalesce(supplier_tidy, '') end as supplier_tidy,
                   count(*) as lines, sum(amount_pence)::bigint as pence
            from {source} as lines
            join years on years.day is not distinct from lines.day
                      and years.period is not distinct from lines.period
            group by all
        """)

    def _held_to_rules(self) -> Fit:
        texts, places = {}, {}
        for field in FIELDS:
            encoded = self._column(field).combine_chunks().dictionary_encode()
            texts[field] = encoded.dictionary.to_pylist()
            places[field] = encoded.indices.to_numpy().astype(np.int32, copy=False)
        count = len(places[Field.PURPOSE])
        found = fit(self._rules, Wordings(texts, places, count))
        ids = np.array([*(rule.id for rule in self._rules), ""], dtype=object)  # NO_RULE is the last
        named = pa.DictionaryArray.from_arrays(
            pa.array(np.where(found.first < 0, len(ids) - 1, found.first).astype(np.int32)),
            pa.array(ids.tolist(), pa.string()),
        ).cast(pa.string())
        self._connection.register("ruled", pa.table({"place": pa.array(np.arange(count)), "rule": named}))
        self._connection.execute("""
            create temp view read as
            select gathered.*, ruled.rule from gathered join ruled on ruled.place = gathered.rowid
        """)
        return found

    def _column(self, name: str) -> pa.ChunkedArray:
        return self._connection.execute(f"select {name} from gathered order by rowid").to_arrow_table()[0]


def _if_decided(wordings: Collection[str]) -> str:
    return f"case when {WORDING} in ({literals(wordings)}) then {WORDING} else '' end" if wordings else "''"
