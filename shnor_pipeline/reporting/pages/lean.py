"""Pages without the bytes that a browser does without: the standard infers what is left out.

Belongs here: the last step before a page is written. Does not belong here: what stands on a page (templates).
The site of a year has a page per indicator and per school, so a hundred bytes of markup are half a megabyte.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<kept><(?P<raw>pre|script)\b.*?</(?P=raw)>)|<style>(?P<css>.*?)</style>|(?P<tag><[a-z](?:\"[^\"]*\"|[^\">])*>)",
    re.DOTALL,
)
_SCOPE = re.compile(r' scope="(?:row|col)"')
"""A ``th`` among ``td`` heads its row, a ``th`` among its like its column (4.9.12.2 of the standard)."""

_QUOTED = re.compile(r'="([^\s"\'=<>`]+)"(?=[\s>])')
"""Quotes around a value without spaces may be left out (13.1.2.3); before ``/>`` they may not."""

_BLOCKS = (
    "article|body|details|div|dl|dt|dd|desc|fieldset|figcaption|figure|footer|form|g|h[1-6]|head|header|li|link|main|"
    "meta|nav|ol|p|path|pre|section|style|summary|svg|table|tbody|title|tr|ul"
)
_BREAK = re.compile(rf"\n\s*(?=</?(?:{_BLOCKS})\b)")
"""White space before a block is shown nowhere."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?|(?<=:) ")


def lean(page: str) -> str:
    """Leave out of a page what a browser infers.

    Args:
        page: An HTML document; its attributes stand in double quotes.

    Returns:
        A document that is read and looks the same. Scripts and preformatted text are kept to the letter.
    """
    return _TOKEN.sub(_shorter, _BREAK.sub("", page))


def lean_style(sheet: str) -> str:
    """Leave comments and needless spaces out of a style sheet."""
    spaced = _SPACES.sub(" ", _COMMENT.sub("", sheet)).strip()
    return _AROUND.sub(lambda found: found[1] or "", spaced).replace(";}", "}")


def _shorter(found: re.Match[str]) -> str:
    if found["tag"]:
        return _QUOTED.sub(r"=\1", _SCOPE.sub("", found["tag"]))
    if found["css"]:
        return f"<style>{lean_style(found['css'])}</style>"
    return found[0]
