"""Take ledgers into a store: read, reconcile, tidy, keep back what may name somebody, leave out what is held already.

Each file stands or falls by itself, and is in place in one step with its receipt. Who may import it: command line.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from aimwell.catalogue.ledgers import LedgerRules, read_ledger_rules
from aimwell.domain.money.days import DateOrder
from aimwell.domain.money.ledger_files import LedgerReceipt
from aimwell.domain.money.lines import said
from aimwell.domain.money.paying_bodies import BodyBook, body_book
from aimwell.domain.money.reconciling import TotalCheck, check_totals, state_of
from aimwell.domain.problems import Problem, Problems, Severity, Where
from aimwell.gateways.document import Document, open_documents
from aimwell.gateways.ledgers.reading import LedgerReading, read_ledger
from aimwell.pipeline.account import Progress, silent
from aimwell.pipeline.failures import failure_of
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.money.flag import Payer, flagged, with_source
from aimwell.pipeline.money.held_already import HeldAlready, held_already
from aimwell.pipeline.money.ledger_receipts import as_text
from aimwell.store.aggregate import ledger_lines
from aimwell.store.folder import StoreFolder, keep_original


@dataclass(frozen=True)
class Asked:
    """What a person says of the files, where they do not tell themselves."""

    body: str = ""  # code or name of the body whose ledgers they are
    dates: DateOrder | None = None


@dataclass(frozen=True)
class _Going:
    """All that taking one file goes by."""

    folder: StoreFolder
    rules: LedgerRules
    bodies: BodyBook
    geography: Geography
    asked: Asked


def take_ledgers(
    paths: Sequence[Path],
    *,
    folder: StoreFolder,
    definitions: Path,
    asked: Asked,
    progress: Progress = silent,
) -> list[LedgerReceipt]:
    """Take ledgers into a store. One receipt a document; a file that cannot be read never stops the others."""
    geography = Geography(definitions)
    rules, bodies = read_ledger_rules(definitions), body_book(geography.register.places)
    going = _Going(folder.create(), rules, bodies, geography, asked)
    receipts: list[LedgerReceipt] = []
    with folder.writing() as work:
        for number, path in enumerate(paths):
            progress(path.name, number, len(paths))
            room = work / str(number)
            room.mkdir()
            receipts += _take_file(path, going, room)
    return receipts


def _take_file(path: Path, going: _Going, room: Path) -> list[LedgerReceipt]:
    try:
        scratch = room / "unwrapped"
        scratch.mkdir()
        documents = open_documents(path, scratch=scratch)
    except Exception as error:  # noqa: BLE001 - what befalls one file never stops the others
        return [_refused(path.name, "", error)]
    return [_take_document(document, path, going, room) for document in documents]


def _take_document(document: Document, path: Path, going: _Going, room: Path) -> LedgerReceipt:
    try:
        if ledger_lines.holds(going.folder, document.digest):
            return LedgerReceipt(document.name, document.digest, taken=True, already_held=True)
        reading = read_ledger(document, going.rules.headings, room, dates=going.asked.dates)
        payer = _payer_of(reading.lines, going, document.name)
        lines = flagged(reading.lines, payer=payer, rules=going.rules, bodies=going.bodies)
        before = held_already(lines, ledger_lines.held(going.folder), body=payer.id)
        if before.whole:
            return LedgerReceipt(document.name, document.digest, taken=True, already_held=True)
        lines = _to_keep(lines, before, reading, document)
        receipt = _with_sums(_receipt_of(reading, document, payer, before), lines)
        keep_original(path, going.folder.originals / f"{document.digest}{path.suffix}", work=room)
        ledger_lines.keep(going.folder, document.digest, lines, as_text(receipt), work=room)
    except Exception as error:  # noqa: BLE001 - what befalls one file never stops the others
        return _refused(document.name, document.digest, error)
    return receipt


def _to_keep(lines: pa.Table, before: HeldAlready, reading: LedgerReading, document: Document) -> pa.Table:
    sheets = np.repeat(np.arange(len(reading.sheets)), [sheet.lines.num_rows for sheet in reading.sheets])
    sourced = with_source(lines, digest=document.digest, file=document.name, sheets=sheets)
    return sourced.filter(pa.array(~before.lines)) if before.lines.any() else sourced


def _receipt_of(
    reading: LedgerReading, document: Document, payer: Payer, before: HeldAlready
) -> LedgerReceipt:
    """The receipt of a ledger without its sums. Its totals are tried on all its own lines."""
    checks = _checks(reading)
    problems = (problem.in_file(document.name) for sheet in reading.sheets for problem in sheet.problems)
    return LedgerReceipt(
        file=document.name,
        digest=document.digest,
        body=payer.id,
        body_name=payer.name,
        counted="; ".join(dict.fromkeys(sheet.counted for sheet in reading.sheets)),
        rows_read=sum(sheet.rows_read for sheet in reading.sheets),
        rows_blank=sum(sheet.rows_blank for sheet in reading.sheets),
        lines_refused=sum(sheet.refused for sheet in reading.sheets),
        lines_held_already=int(before.lines.sum()),
        totals=state_of(checks),
        checks=checks,
        notes=tuple(dict.fromkeys(note for sheet in reading.sheets for note in sheet.notes)),
        problems=(
            *_of_totals(checks, document.name),
            *_of_maybe(before.maybe, document.name),
            *problems,
        ),
        taken=True,
    )


def _with_sums(receipt: LedgerReceipt, lines: pa.Table) -> LedgerReceipt:
    pence, private = lines["amount_pence"].to_numpy(), lines["private"].to_numpy()
    days = pc.min_max(lines["day"]).as_py()
    return replace(
        receipt,
        first_day=days["min"],
        last_day=days["max"],
        lines_kept=lines.num_rows,
        lines_private=int(private.sum()),
        credits=int((pence < 0).sum()),
        total_pence=int(pence.sum()),
        private_pence=int(pence[private].sum()),
        credits_pence=int(pence[pence < 0].sum()),
    )


def _checks(reading: LedgerReading) -> tuple[TotalCheck, ...]:
    return tuple(
        check
        for sheet in reading.sheets
        for check in check_totals(
            sheet.totals, sheet.lines["source_row"].to_numpy(), sheet.lines["amount_pence"].to_numpy()
        )
    )


def _payer_of(lines: pa.Table, going: _Going, file: str) -> Payer:
    """Whose ledger it is: as asked, else by the code or the name that most lines give."""
    names = Counter(
        {each["values"]: each["counts"] for each in pc.value_counts(lines["body_name"]).to_pylist()}
    )
    del names[""]
    name = names.most_common(1)[0][0] if names else ""
    if going.asked.body:
        code = _known_code(going.asked.body, going.geography) or going.bodies.code_of(going.asked.body)
        known = (
            going.geography.register.place(code).name
            if code in going.geography.register
            else going.asked.body
        )
        return Payer(code, name or known)
    codes = [code for code in pc.unique(lines["body_code"]).to_pylist() if code]
    code = _known_code(codes[0], going.geography) if len(codes) == 1 else ""
    payer = Payer(code or going.bodies.code_of(name), name)
    if not payer.code and not payer.name:
        raise _nobody(file)
    return payer


def _known_code(code: str, geography: Geography) -> str:
    return geography.register.named(code).id if geography.knows(code) else ""


def _of_totals(checks: Sequence[TotalCheck], file: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            code="ledger.unreconciled",
            found=f"The file states a total of {said(check.stated)}; its lines add up to {said(check.summed)}, a difference of {said(check.stated - check.summed)}.",
            expected="Lines that add up to the total, to the penny.",
            remedy="Look at the lines that were refused, or ask who published it. It is kept as unreconciled.",
            where=Where(file, row=check.row or None),
            severity=Severity.WARNS,
        )
        for check in checks
        if not check.agrees
    )


def _of_maybe(count: int, file: str) -> tuple[Problem, ...]:
    if not count:
        return ()
    problem = Problem(
        code="ledger.may-overlap",
        found=f"{count:,} lines are like lines of another ledger of this body in day, payee and amount, and have no number of their own. They were kept.",
        expected="Ledgers that do not overlap, or lines with a transaction number.",
        remedy="If the files overlap, take only one of them.",
        where=Where(file),
        severity=Severity.WARNS,
    )
    return (problem,)


def _nobody(file: str) -> Problem:
    return Problem(
        code="ledger.body-unknown",
        found="The file does not say whose ledger it is.",
        expected="A column that names the body which paid, or its code.",
        remedy="Say it with --body and its code, such as --body E08000021, or its name.",
        where=Where(file),
    )


def _refused(file: str, digest: str, error: Exception) -> LedgerReceipt:
    if isinstance(error, Problems):
        problems = error.problems
    else:
        problems = (error if isinstance(error, Problem) else failure_of(error),)
    return LedgerReceipt(file, digest, problems=tuple(problem.in_file(file) for problem in problems))
