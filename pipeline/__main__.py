"""Entry point of the command ``polyleaf`` and of ``python -m pipeline``."""

from __future__ import annotations

from pipeline.cli.main import main

if __name__ == "__main__":
    main()
