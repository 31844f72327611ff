"""The styles of a Russian official document as WordprocessingML.

Belongs here: fonts, sizes and spacing of named styles and the settings of the file. Does not belong here:
pages, tables and fields (``word_parts``), text (``memo``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

FONT = "Times New Roman"
BODY, TITLE, SUBTITLE, HEADING, CAPTION = "Normal", "Title", "Subtitle", "Heading 1", "Caption"
NOTE, BANNER, PICTURE, SIGNATURE = "Note", "Demo Banner", "Picture", "Signature Line"
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

# Name, id, based on, paragraph properties, run properties; 240 in `line` is one line, 709 twips are 1.25 cm.
_PARAGRAPH_STYLES = (
    (
        "Normal",
        "Normal",
        "",
        '<w:widowControl/><w:spacing w:after="0" w:line="360" w:lineRule="auto"/>'
        '<w:ind w:firstLine="709"/><w:jc w:val="both"/>',
        "",
    ),
    (
        "heading 1",
        "Heading1",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="240" w:after="120" '
        'w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>'
        '<w:outlineLvl w:val="0"/>',
        "<w:b/><w:bCs/>",
    ),
    (
        "Title",
        "Title",
        "Normal",
        '<w:keepNext/><w:suppressAutoHyphens/><w:spacing w:before="240" w:after="60" w:line="240" '
        'w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        '<w:b/><w:bCs/><w:spacing w:val="20"/><w:sz w:val="32"/><w:szCs w:val="32"/>',
    ),
    (
        "Subtitle",
        "Subtitle",
        "Normal",
        '<w:suppressAutoHyphens/><w:spacing w:after="120" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        "",
    ),
    (
        "caption",
        "Caption",
        "Normal",
        '<w:keepNext/><w:suppressAutoHyphens/><w:spacing w:before="160" w:after="80" w:line="240" '
        'w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="left"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    (
        "Note",
        "Note",
        "Normal",
        '<w:spacing w:before="80" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>',
        '<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    (
        "Demo Banner",
        "DemoBanner",
        "Normal",
        '<w:suppressAutoHyphens/><w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="9A3412"/>'
        '<w:left w:val="single" w:sz="8" w:space="4" w:color="9A3412"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="4" w:color="9A3412"/>'
        '<w:right w:val="single" w:sz="8" w:space="4" w:color="9A3412"/></w:pBdr>'
        '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:left="113" w:right="113" w:firstLine="0"/>'
        '<w:jc w:val="center"/>',
        '<w:b/><w:color w:val="9A3412"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    (
        "Picture",
        "Picture",
        "Normal",
        '<w:keepNext/><w:spacing w:before="120" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
        '<w:jc w:val="center"/>',
        "",
    ),
    (
        "Signature Line",
        "SignatureLine",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val="left" w:pos="3686"/>'
        '<w:tab w:val="left" w:pos="6237"/></w:tabs>'
        '<w:spacing w:before="360" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="left"/>',
        "",
    ),
    (
        "header",
        "Header",
        "Normal",
        '<w:suppressAutoHyphens/><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
        '<w:jc w:val="center"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    ("Header Mark", "HeaderMark", "Header", "", '<w:sz w:val="20"/><w:szCs w:val="20"/>'),
    (
        "Table Text",
        "TableText",
        "Normal",
        '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="left"/>',
        '<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    ("Table Number", "TableNumber", "TableText", '<w:suppressAutoHyphens/><w:jc w:val="center"/>', ""),
    (
        "Table Head",
        "TableHead",
        "TableText",
        '<w:keepNext/><w:jc w:val="center"/>',
        "<w:b/><w:bCs/>",
    ),
    ("Table Small", "TableSmall", "TableText", "", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
    ("Table Small Number", "TableSmallNumber", "TableSmall", '<w:jc w:val="center"/>', ""),
)

_OTHER_STYLES = """
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>
  <w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>"""

# Mode 15 is what Word of today writes; without it the file opens in compatibility mode.
_SETTINGS = """
<w:autoHyphenation/><w:hyphenationZone w:val="284"/><w:doNotHyphenateCaps/><w:defaultTabStop w:val="709"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"
 w:val="15"/></w:compat>
<w:themeFontLang w:val="ru-RU"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>"""


def apply_styles(document: DocumentType) -> None:
    """Replace the styles and settings of python-docx' template, which are those of an English letter."""
    styles = "".join(_paragraph_style(*each) for each in _PARAGRAPH_STYLES)
    for element, content in (
        (document.styles.element, _DEFAULTS + styles + _OTHER_STYLES),
        (document.settings.element, _SETTINGS),
    ):
        for child in list(element):
            element.remove(child)
        for child in list(parse_xml(f"<w:part {nsdecls('w')}>{content}</w:part>")):
            element.append(child)


def _paragraph_style(name: str, style_id: str, based_on: str, paragraph: str, run: str) -> str:
    first = ' w:default="1"' if not based_on else ""
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{style_id}"><w:name w:val="{name}"/>{parent}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )
