"""Entry point of the command ``polyleaf`` and of ``python -m pipeline``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["build"]:
        from pipeline.cli.unchanged import told_that_nothing_changed

        if told_that_nothing_changed(".", (), ()):
            return
    from pipeline.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
