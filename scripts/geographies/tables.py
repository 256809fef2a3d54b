"""Reads the published tables behind the register, and writes the register's own."""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, str]
SMALL_WORDS = {
    "And",
    "Of",
    "The",
    "In",
    "On",
    "Upon",
    "With",
    "At",
    "To",
    "For",
    "By",
    "Le",
    "De",
    "Under",
    "Next",
}
CAPITALS = {
    "NHS", "PCN", "GP", "CIC", "ICB", "UTC", "UK", "CCG", "H&J", "LLP", "PLC", "UCC", "WIC", "PMS",
    "BHF", "DHU", "HMP", "MIU", "II", "III", "NE", "SE", "NW", "SW", "BMI", "HCRG", "ENT", "HQ",
}  # fmt: skip


def _text(path: Path) -> io.StringIO:
    """The whole of a text file, compressed or not, with or without a byte order mark."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return io.StringIO(content.decode("utf-8-sig"), newline="")


def read_table(path: Path) -> list[Row]:
    """Rows of a CSV with a header."""
    return list(csv.DictReader(_text(path)))


def read_headless(path: Path) -> list[list[str]]:
    """Rows of an ODS file, which has no header."""
    return list(csv.reader(_text(path)))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write rows once each, in order, so that a rebuilt file is the same byte for byte."""
    ordered = sorted({tuple("" if cell is None else str(cell) for cell in row) for row in rows})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(ordered)
    return len(ordered)


def eight_digits(text: str) -> date | None:
    """A date as ODS writes it (20260331), or nothing."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:])) if text else None


def last_day(text: str) -> date | None:
    """The last day of something; some lists name the first day after it, always the first of a month."""
    if not text:
        return None
    day = date.fromisoformat(text)
    return day - timedelta(days=1) if day.day == 1 else day


def readable(name: str) -> str:
    """A published name in ordinary capitals: `GUY'S AND ST THOMAS' NHS FOUNDATION TRUST` and the like."""
    words = re.sub(r"\s+", " ", name.replace("\xa0", " ")).strip().split(" ")
    shouted = name.upper() == name
    spoken = [_readable_word(word, first=number == 0, shouted=shouted) for number, word in enumerate(words)]
    return " ".join(spoken)


def _readable_word(word: str, *, first: bool, shouted: bool) -> str:
    bare = word.strip("(),.-").upper()
    if bare in CAPITALS or any(letter.isdigit() for letter in word):
        return word.upper()
    if bare in {"C.I.C", "C.I.C."}:
        return "CIC"
    titled = word if not shouted else "-".join(_titled(part) for part in word.split("-"))
    titled = re.sub(
        r"-(On|Le|Upon|In|The|Under|By|And|De|Next)(?=-)", lambda found: found.group(0).lower(), titled
    )
    capital = titled[:1].upper() + titled[1:]
    return titled.lower() if capital in SMALL_WORDS and not first else titled


def _titled(part: str) -> str:
    start = 1 if part.startswith("(") else 0
    lower = part[:start] + part[start : start + 1].upper() + part[start + 1 :].lower()
    return re.sub(r"(?<=^O')(\w)|(?<=^Mc)(\w)", lambda found: found.group(0).upper(), lower)


def system_name(published: str) -> str:
    """`NHS Suffolk and North East Essex Integrated Care Board` without what all of them share."""
    return readable(published).removeprefix("NHS ").removesuffix(" Integrated Care Board").strip()
