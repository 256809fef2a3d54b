"""What importing a method brings in."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["proportion", "rate", "mean", "xmr", "gap", "quantiles", "life_expectancy"]
)
def test_a_method_is_imported_without_scipy(module):
    code = f"import sys, aimwell.domain.statistics.{module}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_whole_library_is_imported_without_the_slow_part_of_scipy():
    code = "import sys, aimwell.statistics; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_public_list_names_what_there_is():
    import aimwell.statistics

    assert sorted(aimwell.statistics.__all__) == aimwell.statistics.__all__
    assert all(hasattr(aimwell.statistics, name) for name in aimwell.statistics.__all__)
