"""Pages without the bytes that a browser does without: read as before, kept where letters count."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from shnor_pipeline.reporting.pages import render_site
from shnor_pipeline.reporting.pages.lean import lean, lean_style
from shnor_pipeline.reporting.site import render_page
from shnor_pipeline.reporting.status_page import render_status
from shnor_pipeline_tests import report_builders as build
from shnor_pipeline_tests import site_builders, status_builders


class _Read(HTMLParser):
    """Collects what a reader and a program get from a page: tags with attributes, words."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.got.append((tag, [pair for pair in attrs if pair[0] != "scope"]))

    def handle_data(self, data: str) -> None:
        self.got += data.replace(" ", "").split()


def read(page: str) -> list[object]:
    parsed = _Read()
    parsed.feed(page)
    return parsed.got


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('<th scope="row" class="a">5</th>', "<th class=a>5</th>"),
        ('<a href="../a.html#b">x</a>', "<a href=../a.html#b>x</a>"),
        ('<p title="two words">x', '<p title="two words">x'),
        ('<a href="a?b=c">x</a>', '<a href="a?b=c">x</a>'),
        ('<path class="a" d="M0"/>', '<path class=a d="M0"/>'),
        ("<b>a</b>\n<b>c</b>", "<b>a</b>\n<b>c</b>"),
        ("<p>a\n<p>b\n</div>", "<p>a<p>b</div>"),
        ('<pre><code>a = "b"\n  c</code></pre>', '<pre><code>a = "b"\n  c</code></pre>'),
        (
            "<script>\nif (a) x = '<p id=\"b\">';\n</script>",
            "<script>\nif (a) x = '<p id=\"b\">';\n</script>",
        ),
        ("<style>\n/* why */ a, b { c: d e; }\n</style>", "<style>a,b{c:d e}</style>"),
    ],
)
def test_what_a_browser_infers_is_left_out(written: str, left: str) -> None:
    assert lean(written) == left


def test_a_style_sheet_keeps_the_spaces_that_mean_something() -> None:
    sheet = (
        '@media (min-width: 4rem) and (x) {\n  td > i :focus { width: calc(1px + 2%); font: 1rem "A B", C; }}'
    )
    expected = '@media (min-width:4rem) and (x){td > i :focus{width:calc(1px + 2%);font:1rem "A B",C}}'
    assert lean_style(sheet) == expected


def test_lean_pages_are_read_as_they_were_and_are_shorter() -> None:
    pages = [
        render_page(build.report()),
        *(text for name, text in render_site(site_builders.usual()) if "html" in name),
    ]
    for page in pages:
        without = page.split("<style>")[0] + page.rpartition("</style>")[2]
        assert read(lean(without)) == read(without)
    assert sum(map(len, map(lean, pages))) < 0.95 * sum(map(len, pages))


def test_the_script_of_a_page_keeps_the_hash_that_lets_it_run() -> None:
    page = render_status(status_builders.facts())
    script = page[page.index("<script>") : page.index("</script>")]
    assert script in lean(page)
