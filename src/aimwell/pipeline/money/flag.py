"""Lines as they were read become lines as they are held: whose they are, who was paid, and what is kept back.

Every rule is asked once for each different text of a column.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from aimwell.catalogue.ledgers import LedgerRules
from aimwell.domain.money.lines import LINE_COLUMNS
from aimwell.domain.money.paying_bodies import BodyBook
from aimwell.domain.money.private_people import (
    PayeeKind,
    kind_of_payee,
    names_somebody,
    speaks_of_care,
    why_private,
)
from aimwell.domain.money.supplier_names import tidied, without_codes

DESCRIBING = ("expense_type", "expense_area", "service", "purpose", "cost_centre", "subjective", "codes")
RUNNING = ("purpose", "reference")  # where a name can stand among other words


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose ledger it is."""

    code: str
    name: str

    @property
    def id(self) -> str:
        """The code, by which people know it; its name where it has none."""
        return self.code or self.name


def flagged(lines: pa.Table, *, payer: Payer, rules: LedgerRules, bodies: BodyBook) -> pa.Table:
    """The lines with payer, tidy supplier, partner, and whether they may name a private person. Order stays."""
    suppliers, which = _different(lines, "supplier")
    tidy = [tidied(name, rules.suppliers) for name in suppliers]
    partners = [_partner(name, payer, bodies) for name in suppliers]
    because = _because(lines, suppliers, which, rules)
    count = lines.num_rows
    names = lines["body_name"]
    return (
        lines.append_column("body", _same(payer.id, count))
        .set_column(
            lines.schema.get_field_index("body_name"),
            "body_name",
            pc.if_else(pc.equal(names, ""), payer.name, names),
        )
        .append_column("supplier_tidy", _spread(tidy, which))
        .append_column("partner", _spread(partners, which))
        .append_column("private", pc.not_equal(because, ""))
        .append_column("private_because", because)
    )


def with_source(lines: pa.Table, *, digest: str, file: str, sheets: NDArray[np.int64]) -> pa.Table:
    """The lines as they are held. sheets: shape (n,), 0 for lines of the first sheet, 1 of the second."""
    marks = [f"{digest[:12]}-", *(f"{digest[:12]}-{sheet}." for sheet in range(2, sheets.max(initial=0) + 2))]
    rows = lines["source_row"].cast(pa.string())
    ids = pc.binary_join_element_wise(_spread(marks, sheets), rows, "")
    count = lines.num_rows
    return (
        lines.append_column("line_id", ids)
        .append_column("source_digest", _same(digest, count))
        .append_column("source_file", _same(file, count))
        .select(list(LINE_COLUMNS))
    )


def _partner(supplier: str, payer: Payer, bodies: BodyBook) -> str:
    code = bodies.partner_of(supplier)
    return "" if code == payer.code else code


def _because(lines: pa.Table, suppliers: list[str], which: NDArray[np.int64], rules: LedgerRules) -> pa.Array:
    """Why each line is kept back, '' where it is not."""
    kinds = list(PayeeKind)
    kind = np.array([kinds.index(_kind(name, rules)) for name in suppliers], np.int64)[which]
    people = rules.people
    care = _any(lines, DESCRIBING, people.care_words, lambda text: speaks_of_care(text, people))
    somebody = _any(lines, RUNNING, people.titles, lambda text: names_somebody(text, people))
    reasons = [
        why_private(each, care=bool(care_here), somebody=bool(named))
        for each in kinds
        for care_here in (0, 1)
        for named in (0, 1)
    ]
    return _spread(reasons, kind * 4 + care * 2 + somebody)


def _kind(name: str, rules: LedgerRules) -> PayeeKind:
    """What a payee's name looks like; a code before it must not hide that it is a person's."""
    coded = any(sign.isdigit() for sign in name)
    return kind_of_payee(without_codes(name, rules.suppliers) if coded else name, rules.people)


def _any(
    lines: pa.Table, columns: tuple[str, ...], words: Iterable[str], asks: Callable[[str], bool]
) -> NDArray[np.int64]:
    """Which lines a rule says yes to in some column. Only texts that hold one of its words are shown to it."""
    sieve = "(?i)" + "|".join(re.escape(word) for word in sorted(words))
    found = np.zeros(lines.num_rows, np.int64)
    for column in columns:
        texts, which = _packed(lines, column)
        said = pc.match_substring_regex(texts, sieve).to_numpy(zero_copy_only=False).astype(np.int64)
        maybe = np.flatnonzero(said)
        said[maybe] = [asks(text) for text in texts.take(pa.array(maybe)).to_pylist()]
        found |= said[which]
    return found


def _different(lines: pa.Table, column: str) -> tuple[list[str], NDArray[np.int64]]:
    """The different texts of a column, and which of them each line has."""
    texts, which = _packed(lines, column)
    return texts.to_pylist(), which


def _packed(lines: pa.Table, column: str) -> tuple[pa.Array, NDArray[np.int64]]:
    if not lines.num_rows:
        return pa.array([], pa.string()), np.zeros(0, np.int64)
    packed = lines[column].dictionary_encode().unify_dictionaries()
    which = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in packed.chunks])
    return packed.chunk(0).dictionary, which.astype(np.int64)


def _spread(values: list[str], which: NDArray[np.int64]) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(which))


def _same(value: str, count: int) -> pa.Array:
    """One text for all lines, held once."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([value], pa.string()))
