"""Letters with marks without end are refused, and every letter that people write is let through."""

from __future__ import annotations

import pytest

from pipeline.editions.clusters import MOST, refuse_endless_letters
from pipeline.errors import ExportError


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301" * (MOST - 1),
        "Nga\u0304 mihi, Việt Nam, Ce\u0301zanne " * 100,
        "हमेशा डॉक्टर से कार्त्स्न्य " * 100,
        "ကျွန်တော်တို့သည်ဆေးရုံသို့သွားပါသည်" * 100,
        "ខ្ញុំត្រូវទៅមន្ទីរពេទ្យ" * 100,
        "மருத்துவர்களைத் தொடர்புகொள்ளுங்கள் " * 100,
        "วันนี้ต้องกินยาให้ครบที่นี่" * 100,
        "བསྒྲུབས་བཀྲ་ཤིས་བདེ་ལེགས།" * 100,
        "بِسْمِ ٱللَّٰهِ ٱلرَّحْمَٰنِ " * 100,
        "בְּרֵאשִׁ֖ית בָּרָ֣א " * 100,
        "👩🏽\u200d❤️\u200d💋\u200d👨🏽" * 100,
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" * 100,
        "\u00ad\u200b" * 100,
    ],
)
def test_writing_is_let_through(text: str) -> None:
    refuse_endless_letters(text)


@pytest.mark.parametrize(
    "letter",
    ["a" + "\u0301" * MOST, "ก" + "\u0e34" * 100_000, "क\u094d" * MOST, "\u1000\u1039" * MOST,
     "ក\u17d2" * MOST, "a" + "\u200d" * MOST, "👩\u200d" * MOST, "a" + "\u0301\u00ad" * MOST],
)  # fmt: skip
def test_what_no_writing_has_is_refused(letter: str) -> None:
    with pytest.raises(ExportError, match=r"holds a letter of more than 32 characters, with U\+[0-9A-F]{4}"):
        refuse_endless_letters(f"x {letter} y")
