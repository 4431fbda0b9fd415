"""Polyleaf measured against its peers: ``python -m benchmarks [NAME …]`` prints one table.

One module a comparison, each with ``rows() -> list[Row]``. Both sides of a row are measured in the same run,
turn by turn, so that a busy machine weighs on both; trust the ratios, not the seconds. None of it is a test.
"""
