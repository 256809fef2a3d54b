"""What is wrapped too large, too deep, or with a password is refused in words."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from aimwell.domain.problems import Problem
from aimwell.gateways import document
from aimwell.gateways.document import open_documents


def problem_of(path: Path, scratch: Path) -> Problem:
    scratch.mkdir()
    with pytest.raises(Problem) as caught:
        open_documents(path, scratch=scratch)
    return caught.value


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_gzip_that_unpacks_beyond_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "LARGEST_UNWRAPPED", 1_000_000)
    path = tmp_path / "large.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 1_000_000))
    assert problem_of(path, tmp_path / "scratch").code == "file.too-large"


def test_archives_inside_archives_share_one_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "LARGEST_UNWRAPPED", 1_000_000)
    inner = zipped(table=b"a,b\n" * 200_000)
    path = tmp_path / "nested.zip"
    path.write_bytes(zipped(one=inner, two=inner, three=inner))
    assert problem_of(path, tmp_path / "scratch").code == "file.too-large"


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "MOST_UNWRAPPED", 5)
    path = tmp_path / "many.zip"
    path.write_bytes(zipped(**{f"table{number}": b"a,b\n1,2\n" for number in range(9)}))
    assert problem_of(path, tmp_path / "scratch").code == "file.too-large"


def test_a_locked_archive_says_that_it_needs_a_password(tmp_path: Path):
    content = bytearray(zipped(table=b"a,b\n1,2\n"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # in the member and in the list of members
        content[content.index(mark) + flags] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(bytes(content))
    problem = problem_of(path, tmp_path / "scratch")
    assert problem.code == "file.locked"
    assert "password" in problem.found


def test_a_cut_gzip_is_broken_and_not_too_large(tmp_path: Path):
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 10_000)[:60])
    assert problem_of(path, tmp_path / "scratch").code == "file.broken-archive"
