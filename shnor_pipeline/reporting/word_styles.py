"""The styles of a Russian official document as WordprocessingML.

Belongs here: fonts, sizes and spacing of named styles and the settings of the file. Does not belong here:
pages, tables and fields (``word_parts``), text (``memo``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

FONT = "Times New Roman"
BODY, TITLE, SUBTITLE, HEADING, CAPTION = "Normal", "Title", "Subtitle", "Heading 1", "Caption"
NOTE, BANNER, PICTURE, SIGNATURE = "Note", "Demo Banner", "Picture", "Signature Line"
ITEM, CONTENTS_TITLE, CONTENTS_LINE = "List Item", "Contents Title", "toc 1"
HEADER, HEADER_MARK = "Header", "Header Mark"
# Styles inside tables: running text, centred figures, column heads, second lines.
CELL_TEXT, CELL_NUMBER, CELL_HEAD = "TableText", "TableNumber", "TableHead"
CELL_SMALL, CELL_SMALL_NUMBER = "TableSmall", "TableSmallNumber"

_DEFAULTS = f"""
<w:docDefaults>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
    <w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault/>
</w:docDefaults>"""


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style; its parts are WordprocessingML: 240 in a line is one line, 709 twips are 1.25 cm."""

    name: str
    based_on: str
    paragraph: str
    run: str = ""

    @property
    def xml(self) -> str:
        style_id = self.name.title().replace(" ", "")
        first = "" if self.based_on else ' w:default="1"'
        parent = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on else ""
        return (
            f'<w:style w:type="paragraph"{first} w:styleId="{style_id}"><w:name w:val="{self.name}"/>{parent}'
            f"<w:qFormat/><w:pPr>{self.paragraph}</w:pPr><w:rPr>{self.run}</w:rPr></w:style>"
        )


_ONE_LINE = 'w:line="240" w:lineRule="auto"'
_STYLES = (
    _Style(
        "Normal",
        "",
        '<w:widowControl/><w:spacing w:after="0" w:line="288" w:lineRule="auto"/>'
        '<w:ind w:firstLine="709"/><w:jc w:val="both"/>',
    ),
    _Style(
        "heading 1",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"
        f'<w:spacing w:before="240" w:after="120" {_ONE_LINE}/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        "<w:b/><w:bCs/>",
    ),
    _Style(
        "List Item",
        "Normal",
        f'<w:spacing w:after="60" {_ONE_LINE}/>',
    ),
    _Style(
        "Contents Title",
        "Normal",
        f'<w:keepNext/><w:spacing w:before="240" w:after="120" {_ONE_LINE}/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        "<w:b/><w:bCs/>",
    ),
    _Style(
        "toc 1",
        "Normal",
        '<w:suppressAutoHyphens/><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9354"/></w:tabs>'
        f'<w:spacing w:after="40" {_ONE_LINE}/><w:ind w:firstLine="0"/><w:jc w:val="left"/>',
    ),
    _Style(
        "Title",
        "Normal",
        "<w:keepNext/><w:suppressAutoHyphens/>"
        f'<w:spacing w:before="240" w:after="60" {_ONE_LINE}/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        '<w:b/><w:bCs/><w:spacing w:val="20"/><w:sz w:val="32"/><w:szCs w:val="32"/>',
    ),
    _Style(
        "Subtitle",
        "Normal",
        f'<w:suppressAutoHyphens/><w:spacing w:after="120" {_ONE_LINE}/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/>',
    ),
    _Style(
        "caption",
        "Normal",
        "<w:keepNext/><w:suppressAutoHyphens/>"
        f'<w:spacing w:before="160" w:after="80" {_ONE_LINE}/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="left"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    _Style(
        "Note",
        "Normal",
        f'<w:spacing w:before="80" {_ONE_LINE}/><w:ind w:firstLine="0"/>',
        '<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _Style(
        "Demo Banner",
        "Normal",
        "<w:pBdr>"
        '<w:top w:val="single" w:sz="8" w:space="4" w:color="9A3412"/>'
        '<w:left w:val="single" w:sz="8" w:space="4" w:color="9A3412"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="4" w:color="9A3412"/>'
        '<w:right w:val="single" w:sz="8" w:space="4" w:color="9A3412"/></w:pBdr><w:suppressAutoHyphens/>'
        f"<w:spacing {_ONE_LINE}/>"
        '<w:ind w:left="113" w:right="113" w:firstLine="0"/><w:jc w:val="center"/>',
        '<w:b/><w:color w:val="9A3412"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    _Style(
        "Picture",
        "Normal",
        f'<w:keepNext/><w:spacing w:before="120" {_ONE_LINE}/><w:ind w:firstLine="0"/><w:jc w:val="center"/>',
    ),
    _Style(
        "Signature Line",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val="left" w:pos="3686"/>'
        '<w:tab w:val="left" w:pos="6237"/></w:tabs>'
        f'<w:spacing w:before="360" {_ONE_LINE}/><w:ind w:firstLine="0"/>'
        '<w:jc w:val="left"/>',
    ),
    _Style(
        "header",
        "Normal",
        f'<w:suppressAutoHyphens/><w:spacing {_ONE_LINE}/><w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    _Style(
        "Header Mark",
        "Header",
        "",
        '<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _Style(
        "Table Text",
        "Normal",
        f'<w:spacing {_ONE_LINE}/><w:ind w:firstLine="0"/><w:jc w:val="left"/>',
        '<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _Style(
        "Table Number",
        "TableText",
        '<w:suppressAutoHyphens/><w:jc w:val="center"/>',
    ),
    _Style(
        "Table Head",
        "TableText",
        '<w:keepNext/><w:jc w:val="center"/>',
        "<w:b/><w:bCs/>",
    ),
    _Style(
        "Table Small",
        "TableText",
        "",
        '<w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    _Style(
        "Table Small Number",
        "TableSmall",
        '<w:jc w:val="center"/>',
    ),
)

_OTHER_STYLES = """
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>
</w:style>"""

# Mode 15 is what Word of today writes; without it the file opens in compatibility mode.
_SETTINGS = """
<w:defaultTabStop w:val="709"/><w:autoHyphenation/><w:hyphenationZone w:val="284"/><w:doNotHyphenateCaps/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"
 w:val="15"/></w:compat>
<w:themeFontLang w:val="ru-RU"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>"""


def apply_styles(document: DocumentType) -> None:
    """Replace the styles and settings of python-docx' template, which are those of an English letter."""
    styles = "".join(style.xml for style in _STYLES)
    for element, content in (
        (document.styles.element, _DEFAULTS + styles + _OTHER_STYLES),
        (document.settings.element, _SETTINGS),
    ):
        for child in list(element):
            element.remove(child)
        for child in list(parse_xml(f"<w:part {nsdecls('w')}>{content}</w:part>")):
            element.append(child)
