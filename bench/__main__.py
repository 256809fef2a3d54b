"""Runs every benchmark: python -m bench."""

from bench import (
    account,
    board_papers,
    compare_aims,
    statistical_methods,
    statistics_of_files,
    workplace_sheets,
)
from bench.timing import say_machine

if __name__ == "__main__":
    say_machine()
    account.main()
    board_papers.main()
    compare_aims.main()
    statistical_methods.main()
    statistics_of_files.main()
    workplace_sheets.main()
