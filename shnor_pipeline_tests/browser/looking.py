"""Looking at pages in one run of a browser: each is opened in a frame and says what a reader would miss.

Belongs here: what is looked at and how. Does not belong here: pages and expectations.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

DARK = "--blink-settings=preferredColorScheme=0"
# One page looks at all the others through a frame, one after the other, and writes down what it sees.
OPENER = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="page" style="border:0;width:%(width)dpx;height:900px"></iframe><pre id="seen"></pre>
<script>
const frame = document.getElementById("page"), seen = {};
const open = (address) => new Promise((done) => {
  frame.onload = () => done(frame.contentDocument);
  frame.src = address;
});
"""
_FRAME = (
    OPENER
    + """const named = (each) =>
  `${each.localName} ${(each.getAttribute("href") || each.textContent).trim().slice(0, 40)}`;
const parts = (colour) => (colour.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
const light = (colour) => {
  const [r, g, b] = parts(colour).map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
const shown = (each) =>
  each.checkVisibility({visibilityProperty: true}) && each.getBoundingClientRect().width > 1;
const ground = (view, each) => {
  for (let at = each; at; at = at.parentElement) {
    const colour = view.getComputedStyle(at).backgroundColor, alpha = parts(colour)[3];
    if (alpha === undefined || alpha === 1) return colour;
  }
  return "rgb(255, 255, 255)";
};
const faint = (view, inside) => {
  const found = [], walk = inside.createTreeWalker(inside.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const each = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !shown(each)) continue;
    if (each.closest("script, style, desc, title, .skip")) continue;
    const style = view.getComputedStyle(each), size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ink = each.closest("svg") ? style.fill : style.color;
    if (ratio(ink, ground(view, each)) < least) found.push(named(each));
  }
  return found;
};
const unfocused = (view, inside) => {
  const found = [];
  for (const each of inside.querySelectorAll("a[href], button, input, select, summary, [tabindex]")) {
    if (!shown(each) && !each.classList.contains("skip")) continue;
    each.focus();
    const style = view.getComputedStyle(each), place = each.getBoundingClientRect();
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const reached = inside.activeElement === each && each.tabIndex === 0;
    if (!reached || !ring || place.right <= 0) found.push(named(each));
  }
  return found;
};
const stuck = (view, inside) => [...inside.querySelectorAll("body *")].filter((each) =>
  each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(view.getComputedStyle(each).overflowX)
    && !(each.tabIndex === 0 && each.getAttribute("aria-label"))).map(named);
const wordless = (inside) => [...inside.querySelectorAll("svg, [role=img]")].filter((each) => {
  if (each.closest("[aria-hidden=true]") || each.parentElement.closest("[role=img]")) return false;
  const ids = (each.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
  const told = ids.length ? ids.map((id) => (inside.getElementById(id) || {}).textContent || "").join("")
    : each.getAttribute("aria-label") || (each.querySelector("title") || {}).textContent;
  return each.getAttribute("role") !== "img" || !told;
}).map(named);
(async () => {
  for (const address of %(pages)s) {
    const inside = await open(address), view = frame.contentWindow, root = inside.documentElement;
    const body = view.getComputedStyle(inside.body);
    seen[address] = {
      width: root.clientWidth, needed: root.scrollWidth, language: root.lang,
      ground: body.backgroundColor, ink: body.color,
      levels: [...inside.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((each) => Number(each.localName[1])),
      fetched: view.performance.getEntriesByType("resource").map((each) => each.name),
      faint: faint(view, inside), stuck: stuck(view, inside), wordless: wordless(inside),
      unfocused: unfocused(view, inside),
    };
  }
  document.getElementById("seen").textContent = JSON.stringify(seen);
})();
</script></body>"""
)


class Looked(NamedTuple):
    """What was seen on each page, and what the browser complained of."""

    pages: dict[str, dict[str, Any]]
    complaints: list[str]

    def wrong(self, name: str) -> dict[str, list[str]]:
        """Return the pages on which anything of a kind was found."""
        return {address: seen[name] for address, seen in self.pages.items() if seen[name]}


def look_at(
    browse: Callable[..., str], folder: Path, pages: Sequence[str], width: int, *options: str
) -> Looked:
    """Open pages below a folder one after the other.

    Args:
        browse: Runs the browser.
        folder: Where the pages lie; the frame around them and a log are written there.
        pages: Addresses below the folder.
        width: Width of the window that a page sees, pixels.
        *options: Further options of the browser, such as the dark theme.
    """
    frame, log = folder / "look.htm", folder / "look.log"
    frame.write_text(_FRAME % {"width": width, "pages": json.dumps(list(pages))}, encoding="utf-8")
    usual = ("--allow-file-access-from-files", "--virtual-time-budget=30000", "--window-size=1700,1000")
    printed = browse(frame, *usual, "--enable-logging", f"--log-file={log}", "--dump-dom", *options)
    seen = re.search(r'<pre id="seen">(.*?)</pre>', printed, re.DOTALL)
    assert seen is not None
    assert seen[1], "the pages did not load"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return Looked(json.loads(html.unescape(seen[1])), [line for line in lines if "CONSOLE" in line])
