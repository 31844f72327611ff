"""Drop-downs that openpyxl leaves out of a workbook it loads.

Excel writes a drop-down whose list stands on another sheet as an extension (x14), which openpyxl drops.

Belongs here: reading those from the file and giving them back to the loaded sheets. Does not belong here:
the drop-downs of our blank forms (``forms``).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.constants import PKG_REL_NS, REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_PACKAGE = f"{{{PKG_REL_NS}}}"
_MARK = b"x14:dataValidation "
_FLAGS = ("allowBlank", "showErrorMessage", "showInputMessage")
_TEXTS = ("type", "operator", "errorStyle", "errorTitle", "error", "promptTitle", "prompt")


def restore_dropdowns(book: Workbook, original: bytes) -> None:
    """Give the loaded sheets the drop-downs and other checks that were left out.

    Args:
        book: The workbook as openpyxl loaded it.
        original: The bytes it was loaded from.
    """
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        for name, part in _sheet_parts(archive).items():
            if name in book.sheetnames:
                for each in _left_out(archive.read(part)):
                    book[name].add_data_validation(each)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Find the part of each sheet: sheet name -> path in the archive."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations.iter(f"{_PACKAGE}Relationship")}
    sheets = fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    found = {each.get("name", ""): targets[each.get(f"{{{REL_NS}}}id")] for each in sheets}
    paths = {name: posixpath.normpath(posixpath.join("/xl", path))[1:] for name, path in found.items()}
    return {name: path for name, path in paths.items() if path in archive.NameToInfo}


def _left_out(sheet_xml: bytes) -> Iterator[DataValidation]:
    if _MARK not in sheet_xml:
        return
    for each in fromstring(sheet_xml).iter(f"{_X14}dataValidation"):
        facts: dict[str, Any] = {name: each.get(name) for name in _TEXTS if each.get(name)}
        facts |= {name: each.get(name) == "1" for name in _FLAGS}
        facts["sqref"] = each.findtext(f"{_XM}sqref")
        facts |= {name: each.findtext(f"{_X14}{name}/{_XM}f") for name in ("formula1", "formula2")}
        yield DataValidation(**facts)
