"""What must stand in one line; pages on which no line ends in it are tested with the exporters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.unbroken import MAX_WHOLE, unbroken


def whole(text: str) -> list[str]:
    return [piece for piece, is_whole in unbroken(text) if is_whole]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Take 5–10 mg, or 5-10 mg (1—2 tablets).", ["5–10", "5-10", "1—2"]),
        ("5_–_10_mg", ["5_–_10"]),
        ("5%–10%, 38.5–39.5_°C, 1_000–1_500_ml", ["5%–10%", "38.5–39.5_°C", "1_000–1_500"]),
        ("≥5–10, 5–10mg/day, 5–10* and −5", ["≥5–10", "5–10mg", "5–10*"]),
        ("a 5-10-year-old, on 2024-12-09", ["5-10-year-old", "2024-12-09"]),
        ("Call 0800-123-456 or +1-800-555-0100.", ["0800-123-456", "+1-800-555-0100"]),
        ("COVID-19, F1–10, 5 – ten, 20 mg, 120/80, 2 × 500 mg, non-smoker", []),
        ("خذ 5–10 ملغ أو ٥-١٠ ملغ", ["5–10", "٥-١٠"]),
        ("१–२ गोलियाँ, 1–2मिग्रा", ["१–२", "1–2मिग्रा"]),
        ("每次10毫克，每日3次，5～10毫升（2—3小时）", ["10毫克", "3次", "5～10毫升", "2—3小时"]),
        ("5至10天，3个月，38.5°C以上", ["5至10天", "3个月"]),
        ("1回10ミリグラム、6時間ごと", ["1回", "10ミリグラム", "6時間"]),
        ("10밀리그램 5~10일", ["10밀리그램", "5~10일"]),
        ("กิน 10_มก. หรือ 5–10_กก. 1-2_เม็ด", ["10_มก.", "5–10_กก.", "1-2_เม็ด"]),
        ("១០_មីលីក្រាម ១–២", ["១០_មីលីក្រាម", "១–២"]),
        ("၁၀_မီလီဂရမ် ၁–၂", ["၁၀_မီလီဂရမ်", "၁–၂"]),
        ("1-2-3-4-5-6-7-8-9-10-11-12", []),
    ],
)
def test_ranges_and_numbers_with_their_units_are_kept_whole(text: str, wanted: list[str]) -> None:
    """ "_" stands for a no-break space."""
    assert whole(text.replace("_", "\u00a0")) == [one.replace("_", "\u00a0") for one in wanted]


@given(st.text(st.sampled_from("0159٥०၁ \u00a0-–—～.,%°Cmg毫克至次天มก.ัွု्क(（）)ข")))
def test_no_character_is_lost_and_no_letter_parted_from_its_signs(text: str) -> None:
    pieces = list(unbroken(text))
    assert "".join(piece for piece, _ in pieces) == text
    for place, (piece, is_whole) in enumerate(pieces):
        assert not is_whole or len(piece) <= MAX_WHOLE
        after = "".join(one for one, _ in pieces[place + 1 : place + 2])
        if is_whole and unicodedata.category(piece[-1])[0] == "L" and piece[-1] > "\u0500" and after:
            assert unicodedata.category(after[0])[0] != "M"
