"""Starts the command line."""

from aimwell.cli.commands import run


def main() -> None:
    """The command `aimwell`."""
    run()


if __name__ == "__main__":
    main()
