"""balance."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputBoolean, QgsProcessingOutputString

from ..core.accounts.balance import Balance as Totals
from ..core.errors import listed
from ..core.rounding import hectares
from ..jobs.balance import balance_plan
from ..jobs.layers import Sources
from ..jobs.results import BALANCE_FIELDS, balance_rows, balance_totals
from .base import Algorithm
from .call import Call, tr
from .tables import write_table


def _why_not(result: Totals) -> str:
    """Why a surplus is not balanced: it rests on rejected inflow, or townships fall short."""
    if not result.total.reached_lawfully:
        surplus = hectares(result.total.lawful_surplus_m2)
        return tr("不计未通过禁止性检查的流入地块，结余 {} 公顷，未平衡。").format(surplus)
    names = listed(row.unit_name for row in result.short_townships)
    return tr("全县合计平衡，但 {} 未平衡。").format(names)


class Balance(Algorithm):
    """Inflow against outflow by township, county and class."""

    key = "balance"
    title = "进出平衡"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_table("OUTPUT", tr("平衡表"))
        self.add_outputs(
            QgsProcessingOutputString,
            OUT_HA=tr("流出（公顷）"),
            IN_HA=tr("流入（公顷）"),
            CREDITED_HA=tr("结转、核销指标（公顷）"),
            REQUIRED_HA=tr("需流入（公顷）"),
            SURPLUS_HA=tr("结余（公顷）"),
            LAWFUL_IN_HA=tr("流入，不计未通过禁止性检查的（公顷）"),
            LAWFUL_SURPLUS_HA=tr("结余，不计未通过禁止性检查的（公顷）"),
        )
        self.add_outputs(QgsProcessingOutputBoolean, BALANCED=tr("是否平衡"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Sum the cells."""
        result = call.run(lambda job: balance_plan(call.plan, job))
        if not result.checked:
            text = tr("尚未运行合规检查：平衡只是面积上的，不说明地块合规。")
            call.warn(text)
        if result.total.reached and not result.reached:
            call.warn(_why_not(result))
        target = write_table(call, "OUTPUT", BALANCE_FIELDS, balance_rows(result))
        return {"OUTPUT": target, **balance_totals(result)}
