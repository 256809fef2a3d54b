"""An upload that waits is kept as it came, for a day."""

import os
from datetime import timedelta
from uuid import UUID

import pytest

from aimwell.domain.problems import Problem
from aimwell.store.workplace.waiting_uploads import content_of, keep, throw_away
from tests.workplace.conftest import NOW

KEY, OTHER = UUID(int=1), UUID(int=2)


def test_what_is_kept_comes_back_until_it_is_thrown_away(tmp_path):
    waiting = keep(tmp_path, b"as it came", key=KEY, name="plan.xlsx", now=NOW)
    assert content_of(tmp_path, waiting) == b"as it came"
    throw_away(tmp_path, waiting)
    with pytest.raises(Problem, match="no longer here"):
        content_of(tmp_path, waiting)


def test_nobody_else_may_read_it(tmp_path):
    keep(tmp_path, b"as it came", key=KEY, name="plan.xlsx", now=NOW)
    (path,) = (tmp_path / "waiting").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert "plan" not in path.name


def test_what_waited_for_more_than_a_day_is_gone_when_the_next_comes(tmp_path):
    old = keep(tmp_path, b"old", key=KEY, name="old.xlsx", now=NOW)
    (path,) = (tmp_path / "waiting").iterdir()
    then = (NOW - timedelta(hours=25)).timestamp()
    os.utime(path, (then, then))
    keep(tmp_path, b"new", key=OTHER, name="new.xlsx", now=NOW)
    with pytest.raises(Problem):
        content_of(tmp_path, old)
