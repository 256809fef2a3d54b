"""Runs every benchmark: python -m bench."""

from bench import account
from bench.timing import say_machine

if __name__ == "__main__":
    say_machine()
    account.main()
