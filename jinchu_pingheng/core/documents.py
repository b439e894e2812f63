"""What stands in a field for a document: a document, an answer, a refusal, or nothing.

A document that somebody can look up names its body and a number or a year: “云政函〔2023〕12号”,
“县政府第5次常务会议纪要”. Words that say that there is none yet are no document, wherever they
stand.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .codes import plain

DOCUMENT, YES, REFUSED, NOT_CONCERNED, BLANK, UNCLEAR = (
    "document",
    "yes",
    "refused",
    "not concerned",
    "blank",
    "unclear",
)
"""What a text is; YES is a bare answer such as 是, UNCLEAR a text that names no document."""

_NO = r"否|无|没有|没|NO|N|FALSE|缺|缺失|不批|不准|不行"
_YES = r"是|有|已?签订?|已?签署|已?批准|已?同意|均?同意|通过|YES|Y|TRUE|已?取得|齐全|√"
_NOT_CONCERNED = r"不涉及|不适用|无需|不需要?|无须|不必|未涉及|NA|N/A"
_NOT_FILLED = r"待填写?|【待填】|X+|\?+|\.+|_+|\\+|、+|0+"
_REFUSING = (
    r"(未(?!利用)|没)[^,。;〔]{0,6}"
    r"(批|同意|签|办|通过|报|核|审|取得|征得|出具|提供|完成|下达)"
    r"|不(予|能|宜|得|被)?(批准|同意|通过|核准|许可|受理)|驳回|退回|撤[回销]|作废|失效|拒绝|反对|过期|废止"
    r"|正在|办理中|[审报核待申补]批中|审[核查]中|申[请报]中|进行中|办理之中|公示中|走程序|流程中"
    r"|待(批|办|补|定|审|报|核|签|出|下|印|发|取|完)|暂(无|未|缺|时没)|尚(未|无|缺|在)"
    r"|^(待|暂|尚)|后补|补办|拟(报|批|办|签|取得)|准备(办|报|申)|计划(办|报|申)|已(上报|申报|申请|受理|提交|报送)$"
)
_PLACED = re.compile(r"[\u4e00-\u9fffA-Z]{2}")
_NUMBERED = re.compile(r"\d+|[一二三四五六七八九十百]+(号|次|届)")


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """What a text in a document field is; spaces, full-width signs and case do not matter."""
    value = plain(text)
    if not value or not re.search(r"\w|√", value) or _is(_NOT_FILLED, value):
        return BLANK if not _is(_NO, plain(text, blanks=False)) else REFUSED
    for pattern, kind in ((_NO, REFUSED), (_NOT_CONCERNED, NOT_CONCERNED), (_YES, YES)):
        if _is(pattern, value):
            return kind
    if re.search(_REFUSING, value):
        return REFUSED
    return DOCUMENT if _PLACED.search(value) and _NUMBERED.search(value) else UNCLEAR


def is_document(text: str) -> bool:
    """Whether a text names a document."""
    return kind_of(text) == DOCUMENT


def _is(pattern: str, value: str) -> bool:
    return re.fullmatch(f"({pattern})[。！!]*", value) is not None
