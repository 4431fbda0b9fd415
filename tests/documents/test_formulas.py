"""Formulas of Word and HTML, in one line."""

from __future__ import annotations

import pytest

from pipeline.documents.docx import DocxFormat
from pipeline.documents.html import HtmlFormat
from pipeline.documents.inline import placeholders, plain_text
from tests.documents.docx.build import docx, p, r


def m(name: str, *parts: str) -> str:
    return f"<m:{name}>{''.join(parts)}</m:{name}>"


def over(above: str, below: str, kind: str = "bar") -> str:
    return m("f", m("fPr", f'<m:type m:val="{kind}"/>'), m("num", above), m("den", below))


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


SEVENTHS = m("f", m("num", run("3")), m("den", run("7")))
HALF = m("f", m("num", run("1")), m("den", run("2")))

EQUATIONS = {
    "a half": (HALF, "½"),
    "three sevenths": (SEVENTHS, "3/7"),
    "one and a half": (run("1") + HALF + run(" a day"), "1½ a day"),
    "one and three sevenths": (run("1") + SEVENTHS + run(" a day"), "1 3/7 a day"),
    "a fraction before letters": (SEVENTHS + run("ml"), "3/7 ml"),
    "a fraction of sums": (m("f", m("num", run("a+b")), m("den", run("2"))), "(a+b)/2"),
    "a fraction of fractions": (m("f", m("num", HALF), m("den", run("3"))), "½/3"),
    "a skewed fraction": (over(run("1"), run("9"), "skw"), "1/9"),
    "two over each other": (over(run("n"), run("k"), "noBar"), "(n; k)"),
    "a power": (m("sSup", m("e", run("10")), m("sup", run("6"))), "10⁶"),
    "a power in words": (m("sSup", m("e", run("10")), m("sup", run("x"))), "10^(x)"),
    "square metres": (over(run("kg"), m("sSup", m("e", run("m")), m("sup", run("2")))), "kg/m²"),
    "a foot": (m("sSub", m("e", run("CO")), m("sub", run("2"))), "CO₂"),
    "head and foot": (m("sSubSup", m("e", run("x")), m("sub", run("1")), m("sup", run("2"))), "x₁²"),
    "a head before": (m("sPre", m("sub", run("6")), m("sup", run("14")), m("e", run("C"))), "₆¹⁴C"),
    "a square root": (m("rad", m("radPr", '<m:degHide m:val="1"/>'), m("deg"), m("e", run("a+b"))), "√(a+b)"),
    "a cube root": (m("rad", m("deg", run("3")), m("e", run("8"))), "³√8"),
    "a sum": (
        m("nary", m("naryPr", '<m:chr m:val="∑"/>'), m("sub", run("i")), m("sup", run("5")), m("e", "i")),
        "∑_(i)⁵",
    ),
    "brackets": (m("d", m("e", run("a")), m("e", run("b"))), "(a|b)"),
    "other brackets": (
        m("d", m("dPr", '<m:begChr m:val="["/><m:endChr m:val=""/>'), m("e", run("a"))), "[a",
    ),
    "a function": (m("func", m("fName", run("log")), m("e", run("5"))), "log 5"),
    "a table": (m("m", m("mr", m("e", run("1")), m("e", run("2"))), m("mr", m("e", run("3")))), "(1, 2; 3)"),
    "lines": (m("eqArr", m("e", run("a=1")), m("e", run("b=2"))), "a=1; b=2"),
    "an accent": (m("acc", m("e", run("x"))), "x\u0302"),
    "what is not shown": (m("phant", m("phantPr", '<m:show m:val="0"/>'), m("e", run("1"))) + run("2"), "2"),
    "what nobody knows": (m("box", m("e", run("1"))), "1"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "shown"), EQUATIONS.values(), ids=EQUATIONS)
def test_an_equation_of_word_is_read_in_one_line(inside: str, shown: str) -> None:
    document = DocxFormat().parse(docx(p(r("Take "), m("oMath", inside), r("."))))
    assert plain_text(document.texts[0].content) == f"Take {shown}."


FORMULAS = {
    "a half": ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "½"),
    "one and a half": ("<mn>1</mn> <mfrac> <mn>1</mn> <mn>2</mn> </mfrac>", "1½"),
    "within a row": ("<mrow><mn>1</mn><mrow><mfrac><mn>3</mn><mn>7</mn></mfrac></mrow></mrow>", "1 3/7"),
    "without a line": ("<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>", "(n; k)"),
    "a power": ("<msup><mn>10</mn><mrow><mo>-</mo><mn>6</mn></mrow></msup>", "10⁻⁶"),
    "square metres": ("<mfrac><mi>kg</mi><msup><mi>m</mi><mn>2</mn></msup></mfrac>", "kg/m²"),
    "foot and head": ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
    "roots": ("<msqrt><mi>a</mi><mo>+</mo></msqrt><mroot><mn>8</mn><mn>3</mn></mroot>", "√(a+)³√8"),
    "an accent": ("<mover><mi>x</mi><mo>¯</mo></mover>", "x¯"),
    "brackets": ("<mfenced open='['><mn>1</mn><mn>2</mn></mfenced>", "[1, 2)"),
    "a table": ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr> <mtr><mtd>3</mtd></mtr></mtable>", "(1, 2; 3)"),
    "unseen signs": ("<mn>2</mn><mo>&#x2062;</mo><mi>x</mi><mo>&#x2064;</mo>", "2·x"),
    "what programs read": ("<semantics><mn>5</mn><annotation>5 \\ml</annotation></semantics>", "5"),
    "words": ("<mn>5</mn><mspace width=1em /><mtext> if ill</mtext>", "5 if ill"),
    "too few parts": ("<mfrac><mn>1</mn></mfrac>", "1"),
    "too many parts": ("<mfrac><mn>1</mn><mn>2</mn><mn>3</mn></mfrac>", "1 2 3"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "shown"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_of_html_is_read_in_one_line(inside: str, shown: str) -> None:
    document = HtmlFormat().parse(f"<p>Take <math>{inside}</math>.".encode())
    assert plain_text(document.texts[0].content) == f"Take {shown}."


def test_a_fraction_does_not_grow_by_the_number_before_it() -> None:
    word = DocxFormat().parse(docx(p(r("Take 1"), m("oMath", SEVENTHS), r(" or 1"), m("oMath", HALF))))
    half, sevenths = (f"<math><mfrac><mn>{a}</mn><mn>{b}</mn></mfrac></math>" for a, b in ((1, 2), (3, 7)))
    page = f"Take 1{sevenths} or 1{half}"
    for document in (word, HtmlFormat().parse(page.encode())):
        assert plain_text(document.texts[0].content) == "Take 1\u202f3/7 or 1½"


@pytest.mark.parametrize("inside", ["<msup>" * 5000, "<mfrac><mn>1</mn>" * 3000 + "</mfrac></msup>" * 3000])
def test_a_deep_formula_is_read(inside: str) -> None:
    document = HtmlFormat().parse(f"<p>a <math>{inside}<mn>7</mn></math> b".encode())
    assert "7" in plain_text(document.texts[0].content)


CODES = {
    r"EQ \f(1,2)": "½",
    r"EQ \f(3;7)": "\u202f3/7",
    r"eq \f(a+b,2)": "(a+b)/2",
    r"EQ 2\f(1,2) ml": "2½ ml",
    r"EQ x\s\up8(2)": "x²",
    r"EQ CO\s\do6(2)": "CO₂",
    r"EQ \r(3,8)": "³√8",
    r"EQ \r(a)": "√a",
    r"EQ \b(\f(1,2))": "(½)",
    r"EQ \f(f(1,2),3)": "(f(1,2))/3",
    r"EQ \f(1": "1",
    r"EQ \f": "",
    "EQ": "",
    "EQ " + r"\f(1," * 500: None,
    r"SYMBOL 176 \f Symbol": "°",
    r'SYMBOL 0xB3 \f "Symbol" \s 12': "≥",
    "SYMBOL 177": "±",
    "SYMBOL": "\ufffd",
    "SYMBOL 99999999": "\ufffd",
}


@pytest.mark.parametrize(("code", "shown"), CODES.items())
@pytest.mark.parametrize("separated", [True, False])
def test_a_field_that_word_draws_from_its_code_is_read(code: str, shown: str | None, separated: bool) -> None:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    codes = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    field = part("begin") + codes + (part("separate") if separated else "") + part("end")
    document = DocxFormat().parse(docx(p(r("Take 1"), field, r(" tablets."))))
    assert shown is None or plain_text(document.texts[0].content) == f"Take 1{shown} tablets."
    assert len(placeholders(document.texts[0].content)) == 1
