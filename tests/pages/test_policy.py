"""The security policy: it allows what is on the list, and a page with anything else is refused."""

from __future__ import annotations

from pathlib import Path

import material
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.pages import policy
from tests.long import examples
from tests.site_builder import PROJECT

OURS = "console.log(1)"
PAGE = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"


def guarded(body: str) -> str:
    return policy.guarded(PAGE.format(body), "en/x/index.html", [policy.digest(OURS)])


def test_a_script_of_the_list_is_allowed_by_its_digest() -> None:
    html = guarded(f"<script>{OURS}</script><script src='../a.js'></script>")
    head = html.partition("<title>")[0]
    assert f"script-src 'self' 'wasm-unsafe-eval' '{policy.digest(OURS)}';" in head
    assert "unsafe-inline" not in head
    assert "'unsafe-eval'" not in head


def test_data_is_no_script() -> None:
    assert "sha256" not in guarded('<script type="application/json">{"a": "<!--"}</script>')


@pytest.mark.parametrize(("name", "path"), policy.THEME.items())
def test_the_theme_has_the_scripts_that_are_listed(name: str, path: str) -> None:
    text = (Path(material.__file__).parent / "templates" / path).read_text(encoding="utf-8")
    assert name in policy.scripts(text)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<script>alert(1)</script>", "the inline script “alert(1)” (sha256-"),
        (f"<script>{OURS} </script>", "the inline script “console.log(1)”"),
        ("<script type=module>alert(1)</script>", "the inline script “alert(1)”"),
        ("<SCRIPT>alert(1)</SCRIPT>", "the inline script “alert(1)”"),
        ("<script></script>", "the inline script “”"),
        ("<svg><script>alert(1)</script></svg>", "the inline script “alert(1)”"),
        (f"<script>{'long ' * 40}</script>", "…” ("),
        (
            "<script src='https://elsewhere.test/x.js'></script>",
            "the script https://elsewhere.test/x.js comes from else",
        ),
        ("<script src='//elsewhere.test/x.js'></script>", "comes from elsewhere"),
        ("<script src='\\\\elsewhere.test/x.js'></script>", "comes from elsewhere"),
        ("<script src='data:text/javascript,alert(1)'></script>", "comes from elsewhere"),
        ("<script src='http://[x'></script>", "comes from elsewhere"),
        ("<svg><script href='https://elsewhere.test/x.js' /></svg>", "comes from elsewhere"),
        ("<img src=x onerror=alert(1)>", "the attribute onerror runs a script, in <img>"),
        ("<p/onclick='alert(1)'>", "the attribute onclick runs a script"),
        ("<template><p ONCLICK=alert(1)></template>", "the attribute onclick runs a script"),
        ("<a href='javascript:alert(1)'>", "the address in href runs a script: javascript:alert(1), in <a>"),
        ("<a href=' java&#10;script:alert(1)'>", "the address in href runs a script"),
        ("<svg><a xlink:href='javascript:alert(1)'></svg>", "the address in xlink:href runs a script"),
        ("<form action='JavaScript:alert(1)'>", "the address in action runs a script"),
        ("<iframe srcdoc='<p>'></iframe>", "the attribute srcdoc is a page of its own"),
    ],
)
def test_anything_else_is_refused_with_the_page_and_what_it_is(body: str, words: str) -> None:
    with pytest.raises(policy.PolicyError) as refused:
        guarded(body)
    assert str(refused.value).startswith("en/x/index.html: ")
    assert words in str(refused.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(policy.PolicyError) as refused:
        guarded("<script>alert(1)</script><p onclick=x><a href=javascript:x>")
    assert len(str(refused.value).splitlines()) == 3


NAMES = ("p", "a", "svg", "script", "SCRIPT", "style", "title", "template", "x-y", "s\u017f")
ATTRIBUTES = (
    *("href", "HREF", "xlink:href", "src", "srcset", "srcdoc"),
    *("on", "onclick", "ONx", "class", "data-on", "type"),
)
VALUES = (
    *("", "x", "../a/#b", "javascript:x", " java&#10;script:x"),
    *("javascript&colon;x", "vb\tscript:", "https:x", "JavaScript:/", "a>b", "<p"),
)
MARKS = (
    *("", " ", "\n", "/", "<", ">", '"', "'", "=", "&", "text"),
    *("-->", "<!--", "--", "<!doctype html>", "<![CDATA[", "<?", "</"),
)
ATTRIBUTE = st.builds(
    "{}{}{}".format,
    st.sampled_from((" ", " ", "\n", "/", "")),
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(VALUES).flatmap(
        lambda value: st.sampled_from((f'="{value}"', f'="{value}"', f"='{value}'", f"={value}", ""))
    ),
)
TAG = st.builds(
    "<{}{}{}".format,
    st.sampled_from(NAMES),
    st.lists(ATTRIBUTE, max_size=3).map("".join),
    st.sampled_from((">", ">", " >", "/>", "")),
)
END = st.sampled_from(NAMES).map("</{}>".format)


@settings(max_examples=examples(2000))
@given(st.lists(TAG | END | st.sampled_from(MARKS), max_size=4).map("".join))
def test_what_is_plain_runs_nothing_but_its_scripts(html: str) -> None:
    whole = policy._Scripts(html)
    if policy.PLAIN.fullmatch(html):
        parts = policy._Scripts("".join(policy.SCRIPT.findall(html)))
        assert (parts.inline, parts.faults) == (whole.inline, whole.faults)


def test_what_a_page_mostly_has_is_plain() -> None:
    body = """<!-- a note - of ours -->
    <svg viewBox="0 0 1 1"><path d="M0"/></svg><a href="../plans/?from=a:b#c" hidden>a &amp; b</a><br>
    <a href="https://example.org/">x</a>
    <script type="application/json">{"a": "b<c"}</script><x-y data-x='{"a": 1}'></x-y>"""
    assert policy.PLAIN.fullmatch(PAGE.format(body))


def test_the_pages_at_the_root_have_a_policy_of_their_own_and_no_inline_script() -> None:
    for name in ("index.html", "404.html"):
        html = (PROJECT / "generator" / "planswitch" / "pages" / "templates" / f"{name}.jinja").read_text(
            encoding="utf-8"
        )
        assert 'http-equiv="Content-Security-Policy"' in html
        assert policy.checked(html, name) == []
