"""Reads and writes a pooled fund as a workbook: what goes out comes back the same."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from aimwell.catalogue.pool_sheets import read_pool_sheets
from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.money.lines import pence_of
from aimwell.domain.money.pools import Contribution, Gain, Pool, PoolScheme, faults_of_pool
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.sheet_layouts import ReadSheet, SheetLayout, SheetRow, Value
from aimwell.domain.uploads import UploadKind
from aimwell.gateways.uploads.reading import read_upload
from aimwell.gateways.workbooks import FilledSheet, read_sheets, write_workbook

ALLOWED = frozenset({UploadKind.WORKBOOK})


def read_pool(*, path: Path, definitions: Path, measures: Iterable[str] | None = None) -> Pool:
    """The pool of a workbook. Raises Problems with every fault and its cell."""
    if not path.is_file():
        raise Problem(
            code="file.not-found",
            found=f"There is no file {path.name}.",
            expected="The path of a pooled fund's workbook, .xlsx.",
            remedy="Check the spelling, or begin with `aimwell money pools --blank --out pool.xlsx`.",
            where=Where(path.name),
        )
    layouts = read_pool_sheets(definitions).sheets
    upload = read_upload(path=path, name=path.name, limits=read_upload_limits(definitions), allowed=ALLOWED)
    sheets = {sheet.layout.name: sheet for sheet in read_sheets(upload, layouts)}
    faults = [fault for sheet in sheets.values() for fault in sheet.problems]
    if not faults:
        faults = _unlike_money(sheets.values(), path.name)
    if not faults and len(sheets["Pool"].rows) != 1:
        faults = [_not_one(len(sheets["Pool"].rows), path.name)]
    if faults:
        raise Problems(faults)
    pool = _pool(sheets)
    faults = [fault.in_file(path.name) for fault in faults_of_pool(pool, measures)]
    if faults:
        raise Problems(faults)
    return pool


def write_pool(*, pool: Pool | None, definitions: Path, made: date) -> bytes:
    """The workbook of a pool; a blank one without it."""
    declared = read_pool_sheets(definitions)
    rows = {layout.name: _rows(layout.name, pool) if pool else [] for layout in declared.sheets}
    sheets = [FilledSheet(layout, rows[layout.name]) for layout in declared.sheets]
    return write_workbook(sheets=sheets, title=declared.title, about=declared.about, made=made)


def _pool(sheets: dict[str, ReadSheet]) -> Pool:
    one = sheets["Pool"].rows[0].values
    return Pool(
        title=_text(one["Name"]),
        system=_text(one["System"]),
        host=_text(one["Host"]),
        starts=_day(one["Starts"]),
        ends=_day(one["Ends"]),
        basis=_text(one["Basis"]),
        purpose=_text(one["Purpose"]),
        illustrative=one["Illustrative"] == "yes",
        contributions=tuple(_contribution(row) for row in sheets["Contributions"].rows),
        schemes=tuple(_scheme(row) for row in sheets["Schemes"].rows),
        gains=tuple(
            Gain(
                _text(row.values["Scheme"]),
                _text(row.values["Body"]),
                _hundredths(row.values["Gain £"]),
                _text(row.values["How worked out"]),
            )
            for row in sheets["Gains"].rows
        ),
    )


def _contribution(row: SheetRow) -> Contribution:
    return Contribution(
        body=_text(row.values["Body"]),
        planned=_hundredths(row.values["Planned £"]),
        actual=_optional(row.values["Actual £"]),
        risk_share=_hundredths(row.values["Risk share %"]),
    )


def _scheme(row: SheetRow) -> PoolScheme:
    names = (name.strip() for name in _text(row.values["Measures"]).split(";"))
    return PoolScheme(
        id=_text(row.values["Scheme"]),
        title=_text(row.values["Title"]),
        kind=_text(row.values["Type"]),
        provider=_text(row.values["Provider"]),
        planned=_hundredths(row.values["Planned £"]),
        actual=_optional(row.values["Actual £"]),
        outcome=_text(row.values["Outcome"]),
        measures=tuple(name for name in names if name),
    )


def _rows(sheet: str, pool: Pool) -> list[dict[str, Value]]:
    match sheet:
        case "Pool":
            return [
                {"Name": pool.title, "System": pool.system, "Host": pool.host, "Starts": pool.starts, "Ends": pool.ends,
                 "Basis": pool.basis, "Purpose": pool.purpose, "Illustrative": "yes" if pool.illustrative else "no"}
            ]  # fmt: skip
        case "Contributions":
            return [
                {"Body": each.body, "Planned £": _cell(each.planned), "Actual £": _cell(each.actual),
                 "Risk share %": _cell(each.risk_share)}
                for each in pool.contributions
            ]  # fmt: skip
        case "Schemes":
            return [
                {"Scheme": each.id, "Title": each.title, "Type": each.kind, "Provider": each.provider,
                 "Planned £": _cell(each.planned), "Actual £": _cell(each.actual), "Outcome": each.outcome,
                 "Measures": "; ".join(each.measures)}
                for each in pool.schemes
            ]  # fmt: skip
        case _:
            return [
                {
                    "Scheme": each.scheme,
                    "Body": each.body,
                    "Gain £": _cell(each.pence),
                    "How worked out": each.how,
                }
                for each in pool.gains
            ]


def _cell(hundredths: int | None) -> float | None:
    """Pence as a cell holds pounds; exact, since a cell keeps 15 digits."""
    return None if hundredths is None else float(Decimal(hundredths) / 100)


def _decimal(value: Value) -> Decimal:
    return Decimal(f"{value:.15g}" if isinstance(value, float) else str(value))


def _hundredths(value: Value) -> int:
    return pence_of(_decimal(value))


def _optional(value: Value) -> int | None:
    return None if value is None else _hundredths(value)


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _day(value: Value) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    return value


def _unlike_money(sheets: Iterable[ReadSheet], file: str) -> list[Problem]:
    """Every number with more than two decimals: neither money nor a share can have them."""
    return [
        _too_fine(sheet.layout, row, name, value, file)
        for sheet in sheets
        for row in sheet.rows
        for name, value in row.values.items()
        if isinstance(value, int | float) and (_decimal(value) * 100) % 1
    ]


def _too_fine(layout: SheetLayout, row: SheetRow, column: str, value: Value, file: str) -> Problem:
    return Problem(
        code="pool.too-fine",
        found=f"{row.address(column)} holds {value}, which has parts smaller than a hundredth.",
        expected="Pounds and whole pence, or a share with at most two decimals.",
        remedy="Round it yourself, so that everybody knows how, and read the file again.",
        where=Where(file, layout.name, row.number, column),
    )


def _not_one(count: int, file: str) -> Problem:
    return Problem(
        code="pool.not-one",
        found=f"Sheet 'Pool' has {count} rows.",
        expected="One pooled fund for one year.",
        remedy="Give each fund and year a workbook of its own.",
        where=Where(file, "Pool"),
    )
