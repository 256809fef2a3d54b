"""The shipped chart rules, and what happens to faulty ones."""

from pathlib import Path

import pytest

from aimwell.catalogue.spc_profiles import read_profile, read_profiles
from aimwell.domain.problems import Problems
from aimwell.domain.statistics.spc_profile import AtLimit, Conflict, Rule, Ties

FOLDER = Path(__file__).parents[2] / "definitions" / "standards" / "spc_profiles"


def test_every_shipped_profile_is_complete():
    assert set(read_profiles(FOLDER)) == {"anhoej", "mdc-excel", "nhse-sql-2019", "plotthedots-0.2.2"}


def test_the_excel_tools_profile_asks_for_thirteen_points_and_lets_improvement_win():
    profile = read_profile(FOLDER / "mdc-excel.toml")
    assert profile.minimum_points_for_verdict == 13
    assert profile.conflict is Conflict.IMPROVEMENT_WINS
    assert profile.at_limit is AtLimit.MET_OR_MISSED
    assert profile.trend_ties is Ties.IGNORE
    assert profile.screening_factor is None
    assert profile.rules[0] is Rule.OUTSIDE


def test_all_faults_of_a_profile_are_told_together(tmp_path):
    text = (FOLDER / "mdc-excel.toml").read_text(encoding="utf-8")
    text = text.replace("limit_factor = 2.66\n", "limit_faktor = 2.66\n")
    text = text.replace('"trend"', '"trent"').replace("trend_points = 7", "trend_points = true")
    path = tmp_path / "faulty.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as problems:
        read_profile(path)
    found = " ".join(problem.found for problem in problems.value.problems)
    assert len(problems.value.problems) == 4
    for word in ("limit_factor", "limit_faktor", "trent", "trend_points"):
        assert word in found
