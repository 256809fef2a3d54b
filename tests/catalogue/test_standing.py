"""The rule of standings: it loads as shipped, and one that would judge on two figures is refused."""

import shutil

import pytest

from aimwell.catalogue.standing import NAME, read_standing_rule
from aimwell.domain.problems import Problem


def test_the_shipped_rule_asks_for_more_than_two_figures(definitions):
    rule = read_standing_rule(definitions)
    assert rule.least_since_baseline > 2
    assert rule.least_on_the_day > 2


@pytest.mark.parametrize("name", ["least_since_baseline", "least_on_the_day"])
def test_a_rule_that_judges_on_two_figures_is_refused(definitions, tmp_path, name):
    (tmp_path / "standards").mkdir()
    shutil.copy(definitions / NAME, tmp_path / NAME)
    lines = (tmp_path / NAME).read_text().splitlines()
    kept = [f"{name} = 2" if line.startswith(name) else line for line in lines]
    (tmp_path / NAME).write_text("\n".join(kept))
    with pytest.raises(Problem, match="two figures"):
        read_standing_rule(tmp_path)


def test_without_a_rule_nothing_is_judged(tmp_path):
    with pytest.raises(Problem, match="no such file"):
        read_standing_rule(tmp_path)
