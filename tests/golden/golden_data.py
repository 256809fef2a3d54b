"""Reads golden vectors: cases, and rows of a case, as columns."""

import csv
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).parent / "data"
RELATIVE = 1e-9


@cache
def cases(folder: str, name: str) -> tuple[dict[str, Any], ...]:
    with gzip.open(FOLDER / folder / f"{name}_cases.json.gz", "rt", encoding="utf-8") as file:
        return tuple(json.load(file))


@cache
def rows_by_case(folder: str, name: str) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    with gzip.open(FOLDER / folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            grouped.setdefault(row["case_id"], []).append(row)
    return grouped


def case_parameters(folder: str, name: str, *, status: str = "ok") -> list[Any]:
    chosen = [case for case in cases(folder, name) if case["status"] == status]
    return [pytest.param(case, id=case["case_id"]) for case in chosen]


def number(text: str) -> float:
    return float("nan") if text in {"NA", "NaN", ""} else float(text)


def numbers(rows: list[dict[str, str]], column: str) -> np.ndarray:
    return np.array([number(row[column]) for row in rows])


def levels(confidence: Any) -> list[float]:
    given = confidence if isinstance(confidence, list) else [confidence]
    return [level / 100 if level >= 90 else level for level in given]


def agree(ours: Any, golden: np.ndarray) -> None:
    np.testing.assert_allclose(np.asarray(ours, dtype=float), golden, rtol=RELATIVE, atol=1e-300)
