"""importdeclarations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
)

from ..core.model import IN, OUT
from ..jobs import import_declarations as job
from ..jobs.layers import Sources
from .base import Algorithm
from .call import Call, tr
from .tables import write_table

CHECK, ALL, USABLE = "check", "all", "usable"
REPORT_FIELDS = tuple(
    (name, "text")
    for name in (
        "state", "direction", "parcel_id", "name", "declared_ha", "drawn_ha", "message", "source",
        "shape",
    )
)  # fmt: skip


class ImportDeclarations(Algorithm):
    """What townships hand in becomes parcels of a plan."""

    key = "importdeclarations"
    title = "导入乡镇申报"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_files("WORKBOOKS", tr("申报表（.xlsx，可多个乡镇）"))
        self.add_files("SHAPES", tr("图形（shp、gpkg、gdb，或界址点 txt）"))
        self.add_choice(
            "DIRECTION", tr("方向（文件没有写明时；out 流出，in 流入）"), (OUT, IN), optional=True
        )
        type_label = tr("类型序号（文件没有写明时）")
        self.add_number("TYPE", type_label, whole=True, optional=True, low=1)
        self.add_text("MAPPING", tr("字段对应（表头=字段，分号隔开；不填则按表头）"), optional=True)
        self.addParameter(
            QgsProcessingParameterCrs(
                "TEXT_CRS", tr("坐标文本的坐标系（文本没有写明时）"), optional=True
            )
        )
        self.add_number("TOLERANCE", tr("申报面积与图形面积的允许相差（%）"), default=1.0, low=0.0)
        self.add_choice(
            "MODE",
            tr("写入（check 只出报告，all 全部可用才写入，usable 写入可用的）"),
            (CHECK, ALL, USABLE),
            default=ALL,
        )
        self.add_table("OUTPUT", tr("导入报告"))
        self.add_outputs(
            QgsProcessingOutputNumber,
            TAKEN=tr("新增的地块数"),
            CHANGED=tr("改动的地块数"),
            REFUSED=tr("拒绝的行数"),
        )
        self.add_outputs(QgsProcessingOutputFile, PLAN=tr("方案文件"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Review, write, report."""
        plan, handed, mode = call.plan, _handed(call), call.choice("MODE")
        if mode == CHECK:
            found = call.run(lambda listen: job.review_declarations(plan, handed, listen))
        else:
            partly = mode == USABLE
            found = call.run(lambda listen: job.import_declarations(plan, handed, partly, listen))
        for note in found.notes:
            call.warn(note)
        for line in found.lines:
            if line.state in (job.REFUSED, job.LOCKED):
                call.warn(f"{line.state}：{line.source}：{line.message}")
        call.info(found.summary)
        refused = found.count(job.REFUSED)
        if refused and mode == ALL:
            told = tr(
                "有 {count} 行不能采用，方案没有改动；请按报告更正后重新导入，或只写入可用的。"
            )
            call.warn(told.format(count=refused))
        rows = [line.texts for line in found.lines]
        return {
            "OUTPUT": write_table(call, "OUTPUT", REPORT_FIELDS, rows),
            "TAKEN": len(found.new) if mode != CHECK else 0,
            "CHANGED": len(found.changed) if mode != CHECK else 0,
            "REFUSED": refused,
            "PLAN": str(plan),
        }


def _handed(call: Call) -> job.HandedIn:
    return job.HandedIn(
        workbooks=call.files("WORKBOOKS"),
        shapes=call.files("SHAPES"),
        crs=call.crs("TEXT_CRS"),
        direction=call.choice("DIRECTION"),
        type=call.whole("TYPE"),
        targets=_mapping(call.text("MAPPING")),
        tolerance=Decimal(str(call.number("TOLERANCE"))) / 100,
    )


def _mapping(text: str) -> dict[str, str]:
    """'图斑号=parcel_id;备注=': target by header; a target may be given by its title."""
    by_title = {title: target for target, title in job.TITLES.items()}
    found = {}
    for part in filter(None, (part.strip() for part in text.replace("；", ";").split(";"))):
        header, sign, target = (piece.strip() for piece in part.partition("="))
        target = by_title.get(target, target)
        if not sign or (target and target not in job.TITLES):
            told = tr("参数“字段对应”（MAPPING）：“{part}”不是“表头=字段”，或没有这个字段。")
            raise QgsProcessingException(told.format(part=part))
        found[header] = target
    return found
