"""Polyleaf: one health leaflet into leaflets in every language, let out only when signed.

The way of the data, and where each step lives, is told in docs/architecture.md.
"""

__version__ = "0.1.0"
