"""exportletters."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputNumber

from ..jobs.export_letters import KINDS, Wanted, export_letters
from ..jobs.layers import Sources
from .base import Algorithm
from .call import Call, tr


class ExportLetters(Algorithm):
    """Consents, publicity and opinions."""

    key, title = "exportletters", "导出同意书、公示"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        label = tr(
            "种类（consent 承包户知情同意书，publicity 村级公示，owner 土地权利人同意书，"
            "review 联审意见）"
        )
        self.add_choice("KIND", label, KINDS, default="consent")
        self.add_word_file("TEMPLATE", tr("单位的模板（.docx，不选则为自带的）"), optional=True)
        headers = [tr("地块编号"), tr("承包户")]
        self.add_rows("HOUSEHOLDS", tr("承包户名单（只用于承包户知情同意书）"), headers)
        start = tr("公示开始日期（如 2023-02-15；不填则取地块上登记的）")
        self.add_text("START", start, optional=True)
        days = tr("公示天数（0 为通知规定的天数）")
        self.add_number("DAYS", days, whole=True, default=0, optional=True, low=0, high=365)
        self.add_flag("ONE_FILE", tr("合为一个文件"))
        self.add_flag("STARTER", tr("同时另存自带的 Word 模板，供修改"))
        self.add_folder()
        self.add_outputs(QgsProcessingOutputNumber, OPEN=tr("待填处数"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Write the letters."""
        wanted = Wanted(
            first=call.text("START"),
            days=call.whole("DAYS"),
            households=[(str(p), str(h)) for p, h in call.rows("HOUSEHOLDS", 2)],
            as_one=call.flag("ONE_FILE"),
            starter=call.flag("STARTER"),
        )
        kind, template = call.choice("KIND"), call.file_if_given("TEMPLATE")
        count = 0

        def job(folder: Any, feedback: Any) -> Any:
            nonlocal count
            written, count = export_letters(call.plan, folder, kind, wanted, feedback, template)
            return written

        return {**call.write(job), "OPEN": count}
