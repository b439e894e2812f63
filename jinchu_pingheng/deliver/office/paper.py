"""A template as it was given: a Word file (.docx), whatever else it may turn out to be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as WordDocument

from ...core.errors import PlanError
from ...core.model import OfficeTemplate
from ...plan.failures import failure

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
"""A letterhead has pictures; what unpacks to more is no letterhead."""

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "请在 Word 或 WPS 中另存为“Word 文档（.docx）”，不加密码，再选择它"


def read_template(path: Path) -> OfficeTemplate:
    """The file's name and bytes. Raises PlanError where it is missing, in use, or no .docx."""
    where = f"模板“{path.name}”"
    if path.suffix.lower() != ".docx":
        raise PlanError("模板不是 .docx 文件", where, _SAVE_AS)
    if not path.is_file():
        raise PlanError("没有找到模板文件", str(path), "请重新选择模板")
    if path.stat().st_size > MOST_BYTES:
        raise PlanError("模板大于 20 MB", where, "请缩小其中的图片")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise failure(error, path, "模板无法读取，可能正被其他程序打开") from error
    template = OfficeTemplate(path.name, content)
    open_template(template)
    return template


def open_template(template: OfficeTemplate) -> WordDocument:
    """The template as a document of its own. Raises PlanError where its bytes are none."""
    where = f"模板“{template.name}”"
    if template.content.startswith(_OLD_WORD):
        raise PlanError("模板是旧版 Word 文件（.doc）或加了密码", where, _SAVE_AS)
    try:
        with ZipFile(BytesIO(template.content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise PlanError("模板解压后大于 200 MB", where, "请缩小其中的图片")
            parts.testzip()
        return Document(BytesIO(template.content))
    except PlanError:
        raise
    except BadZipFile as error:
        raise PlanError("模板不是 Word 文件，或已损坏", where, _SAVE_AS) from error
    except Exception as error:  # a broken .docx raises whatever its readers raise
        raise PlanError("模板不是 Word 文件，或已损坏", where, _SAVE_AS) from error
