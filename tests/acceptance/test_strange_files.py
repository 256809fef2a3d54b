"""Files that nobody would publish, and names that nobody would choose: a receipt for each, and no harm."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import Say, problems_in

GOOD = "ae_monthly/march-2025.csv"
Maker = Callable[[Path, bytes], None]


def zipped(target: Path, content: bytes) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", content)


REFUSED: dict[str, Maker] = {
    "empty.csv": lambda path, _: path.touch() or None,
    "blank.csv": lambda path, _: path.write_bytes(b"\n \n") and None,
    "nothing.zip": lambda path, _: path.touch() or None,
    "a folder": lambda path, _: path.mkdir(),
    "a picture of a table.csv": lambda path, _: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 50) and None,
    "page not found.xls": lambda path, _: path.write_text("<!DOCTYPE html><html><body>Gone</body></html>") and None,
    "semicolons.csv": lambda path, good: path.write_bytes(good.replace(b",", b";")) and None,
    "old line ends.csv": lambda path, good: path.write_bytes(good.replace(b"\r\n", b"\n").replace(b"\n", b"\r")) and None,
    "one endless cell.zip": lambda path, _: zipped(path, b"0" * 20_000_000),
    "cut short.csv.gz": lambda path, good: path.write_bytes(gzip.compress(good)[:-200]) and None,
    "broken.parquet": lambda path, _: path.write_bytes(b"PAR1" + bytes(3000)) and None,
    "broken.xls": lambda path, _: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 20) and None,
    "half a list.json": lambda path, _: path.write_text('{"a": [1, 2') and None,
    "heading alone.csv": lambda path, good: path.write_bytes(good.split(b"\n")[0] + b"\n") and None,
}  # fmt: skip

ACCEPTED: dict[str, Maker] = {
    "sixteen bits.csv": lambda path, good: path.write_bytes(good.decode().encode("utf-16")) and None,
    "an O'Brien of a file.csv": lambda path, good: path.write_bytes(good) and None,
    "with a mark.csv": lambda path, good: path.write_bytes(b"\xef\xbb\xbf" + good) and None,
    "packed.csv.gz": lambda path, good: path.write_bytes(gzip.compress(good)) and None,
    "named\non two lines.zip": zipped,
}


@pytest.fixture
def good(fixtures: Path) -> bytes:
    return (fixtures / GOOD).read_bytes()


def test_each_strange_file_gets_its_own_clear_refusal_and_the_good_ones_are_taken(
    say: Say, room: Path, good: bytes
):
    for name, make in {**REFUSED, **ACCEPTED}.items():
        make(room / name, good)
    told = say(
        "take", *REFUSED, *ACCEPTED, "nowhere.csv", next(iter(ACCEPTED)), "--store", "the store", "--json"
    )
    receipts = json.loads(told.output)
    assert told.status == 1
    assert [receipt["file"] for receipt in receipts] == [
        *REFUSED,
        *ACCEPTED,
        "nowhere.csv",
        next(iter(ACCEPTED)),
    ]
    outcomes = {receipt["file"]: receipt["taken"] for receipt in receipts}
    assert outcomes == dict.fromkeys(REFUSED, False) | dict.fromkeys(ACCEPTED, True) | {"nowhere.csv": False}
    for receipt in receipts:
        if not receipt["taken"]:
            problem = receipt["problems"][0]
            assert all(problem[part] for part in ("code", "where", "found", "expected", "remedy")), receipt
    assert receipts[-1]["already_held"]
    kept = {path.stem for path in (room / "the store" / "aggregate").rglob("*.parquet")}
    assert kept == {receipt["digest"] for receipt in receipts if receipt["taken"]}
    assert not list((room / "the store" / "scratch").iterdir())


def test_a_receipt_has_the_parts_that_programs_rely_on(say: Say, fixtures: Path):
    told = say("take", fixtures / GOOD, "--store", "s", "--json")
    (receipt,) = json.loads(told.output)
    assert told.status == 0
    assert {
        "file",
        "digest",
        "recognised_as",
        "periods",
        "rows_read",
        "rows_kept",
        "rows_refused",
        "problems",
    } <= set(receipt)


def test_a_store_is_never_made_of_something_else(say: Say, room: Path, fixtures: Path):
    (room / "a file").write_text("mine")
    (room / "a folder").mkdir()
    (room / "a folder" / "diary.txt").write_text("mine")
    for name in ("a file", "a folder"):
        told = say("take", fixtures / GOOD, "--store", name)
        assert (told.status, problems_in(told)) == (1, ["store.folder-in-use"])
    assert (room / "a file").read_text() == "mine"
    assert [path.name for path in (room / "a folder").iterdir()] == ["diary.txt"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nosuch",),
        ("take",),
        ("take", "x.csv"),
        ("values", "--store", "s"),
        ("values", "--measure", "m"),
        ("values", "--store", "s", "--measure", "m", "--footprint", "yesterday"),
        ("values", "--store", "s", "--measure", "m", "--format", "xml"),
        ("explain", "--store", "s"),
        ("serve", "--store", "s", "--port", "99999"),
        ("publish", "--store", "s"),
    ],
)
def test_wrong_arguments_end_with_status_2(say: Say, words: tuple[str, ...]):
    assert say(*words).status == 2


@pytest.mark.parametrize(
    "words",
    [
        ("values", "--measure", "ae_attendances"),
        ("verdicts",),
        ("explain", "v0"),
        ("publish", "--out", "o"),
        ("serve",),
    ],
)
def test_a_store_that_is_not_there_is_a_problem_in_words(say: Say, words: tuple[str, ...]):
    told = say(*words, "--store", "nowhere")
    assert (told.status, problems_in(told)) == (1, ["store.not-found"])


def test_rows_that_stand_twice_are_counted_once_and_the_receipt_says_so(say: Say, room: Path, good: bytes):
    headings, _, rest = good.partition(b"\n")
    (room / "pasted twice.csv").write_bytes(headings + b"\n" + rest + rest)
    (room / "once.csv").write_bytes(good)
    (twice,) = json.loads(say("take", "pasted twice.csv", "--store", "twice", "--json").output)
    say("take", "once.csv", "--store", "once")
    assert "rows.repeated" in [problem["code"] for problem in twice["problems"]]
    asked = ("values", "--measure", "ae_attendances", "--store")
    assert say(*asked, "twice").output == say(*asked, "once").output


def test_rows_that_are_parts_of_one_figure_are_all_counted_though_some_are_alike(
    say: Say, room: Path, fixtures: Path
):
    text = (fixtures / "gp_appointments" / "dorset.csv").read_text(encoding="utf-8-sig")
    headings, first, second, *others = text.splitlines()
    other_part = first.rpartition(",")[0] + ",123456"
    (room / "merged.csv").write_text("\n".join([headings, first, second, *others, second, other_part]) + "\n")
    (receipt,) = json.loads(say("take", "merged.csv", "--store", "s", "--json").output)
    assert receipt["taken"]
    assert "rows.repeated" not in [problem["code"] for problem in receipt["problems"]]
