"""Entry point of the command ``polyleaf`` and of ``python -m pipeline``."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    raise NotImplementedError


if __name__ == "__main__":
    main()
