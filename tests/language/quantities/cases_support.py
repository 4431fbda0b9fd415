"""Reads the case files and writes a quantity as a line a person can check: "10–20 mg = measure 10..20 mg"."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from pipeline.language.quantities import model

FOLDER = Path(__file__).parent / "data"


def cases() -> list[tuple[str, str, list[str]]]:
    """Locale, text and the expected lines of every case."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append((path.stem, case["text"], case["found"]))
    return found


def describe(text: str, quantity: model.Quantity) -> str:
    return f"{text[quantity.start : quantity.end]} = {_meaning(quantity)}"


def _meaning(q: model.Quantity) -> str:
    match q:
        case model.Measure():
            return f"measure {_amount(q.value)} {q.unit}"
        case model.Frequency():
            return f"frequency {_amount(q.times)} in {_amount(q.period)} {q.unit}"
        case model.Percentage():
            return f"percentage {_amount(q.value)}"
        case model.Range():
            return f"range {_amount(q.value)}"
        case model.Number():
            other = "" if q.other is None else f" or {_amount(q.other)}"
            return f"number {_amount(q.value)}{other}"
        case model.Fraction():
            return f"fraction {q.numerator}/{q.denominator} {q.unit or ''}".rstrip()
        case model.Product():
            return f"product {'x'.join(_amount(f) for f in q.factors)} {q.unit or ''}".rstrip()
        case model.Ordinal():
            return f"ordinal {q.value}"
        case model.Date():
            day = "?" if q.day is None else f"{q.day:02}"
            last = "" if q.last_day is None else f"..{q.last_day:02}"
            month = "?" if q.month is None else f"{q.month:02}"
            return f"date {q.year or '?'}-{month}-{day}{last}"
        case model.Time():
            return f"time {q.hour:02}:{q.minute:02}"
        case model.Phone():
            return f"phone {q.number}{' emergency' if q.emergency else ''}"
        case model.Email():
            return f"email {q.address}"
        case model.Url():
            return f"url {q.address}"
        case model.Code():
            return f"code {' '.join(q.digits)}"
    raise AssertionError(q)


def _amount(value: model.Amount) -> str:
    if isinstance(value, model.Interval):
        return f"{_amount(value.low)}..{_amount(value.high)}"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text if value != Decimal(0) else "0"
