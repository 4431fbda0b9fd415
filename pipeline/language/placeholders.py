"""Placeholders that a program fills in: ``%s``, ``%(count)d``, ``{name}``, ``${name}``, ``{{name}}``."""

from __future__ import annotations

from pipeline.language.regex import regex

# "5 % de" is no placeholder: no space inside, no digit before, and without a flag only what cannot be words.
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]{0,63}"
_SIZE = r"[-+#0]{0,4}[0-9]{0,4}(?:\.[0-9]{1,4})?(?:hh|ll|[hlLzjtq])?"
_BRACES = r"(?:![rsa])?(?::[^{}\s]{0,16})?\}?\}"
STRICT = regex(
    rf"%(?<![0-9%٪]%)\({_NAME}\){_SIZE}[diouxXeEfFgGcrsa]"
    rf"|%(?<![0-9%٪]%)(?:[0-9]{{1,2}}\$)?{_SIZE}[sdif](?![A-Za-z])"
    rf"|\$?\{{\{{?[A-Za-z_][A-Za-z0-9_.\[\]]{{0,63}}{_BRACES}|\{{[0-9]{{1,2}}\}}"
)
"""What cannot be mistaken for words."""

LOOSE = regex(
    rf"%%|%(?:\({_NAME}\))?(?:[0-9]{{1,3}}\$)?{_SIZE}[diouxXeEfFgGcrsa]"
    rf"|\$?\{{\{{?[A-Za-z0-9_][A-Za-z0-9_.\[\]]{{0,63}}{_BRACES}|\{{\}}"
)
"""Every form that a flag such as python-format allows."""
