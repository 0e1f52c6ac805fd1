"""Selectors that no browser can read are found; what browsers can read is not refused."""

import pytest

from userview.domains.teams.selectors import readable_selector

GOOD = """a|.a|#a|*|a b|a>b|a > b, c|[a]|[a=b]|[a='b' i]|[ data-x ^= "y" ]|a:hover|a::before|:not(.a, .b)|a:has(> b)
.a.b#c[d]:is(x):nth-child(2n+1 of .a)|a:not([b])|::part(x)|:host|#\\31 a|a~b|input:-webkit-autofill|.a/* x */.b|a /* c */ b
:root|#card input|[a=b|p:is()|:has(+ a, ~ b)|.grün|a:lang(en)|[data-a][data-b]|ul li:nth-of-type(odd) a""".replace(
    "\n", "|"
)
BAD = """[|##|#1|a,,b|,a|a,|a >|> a|a > > b|..a|.|a[|a[]|a[1]|a[b=]|a[b=c d]|a{}|a}|<a>|:|:::a|a::|$x|a!b|:not()|:not(>a)|1a|@x
a(b)|'x'|a:not(b,)|[a==b]|a & b|//x|a)|a +""".replace("\n", "|")


@pytest.mark.parametrize("selector", [*GOOD.split("|"), "*|a", "|a", "[a|=b]", "[*|a]"])
def test_a_selector_is_one(selector: str) -> None:
    assert readable_selector(selector) == selector


@pytest.mark.parametrize("selector", [*BAD.split("|"), "", "a||b"])
def test_what_is_no_selector_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="expected a CSS selector"):
        readable_selector(selector)
