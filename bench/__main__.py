"""Runs every benchmark: python -m bench."""

import subprocess
import sys

from bench import account, board_papers, statistical_methods, statistics_of_files
from bench.timing import say_machine

OF_THE_WORKPLACE = ("compare_aims", "workplace_sheets", "workplace_load")
"""Each in a process of its own: Django is told once in a process where its tables are."""

if __name__ == "__main__":
    say_machine()
    account.main()
    board_papers.main()
    statistical_methods.main()
    statistics_of_files.main()
    for name in OF_THE_WORKPLACE:
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
