"""The dock's balance shows credits and transfers only where a plan has them."""

from __future__ import annotations

from typing import Any

from jinchu_pingheng.gui.balance.balance_panel import BalancePanel
from tests.deliver.indicator_example import BOTH, indicator_report


def shown(*only: Any) -> tuple[BalancePanel, list[str]]:
    panel = BalancePanel()
    panel.show_balance(indicator_report(*only).balance, BOTH)
    table = panel._table
    columns = range(table.columnCount())
    return panel, [table.horizontalHeaderItem(column).text() for column in columns]


def test_credits_have_a_column_and_transfers_a_sentence(qgis_app: Any) -> None:
    """R3 (0.1000 ha) is on banned land: 1.9500 less 0.1000 flows in, and 0.5198 less 0.1000 is
    left."""
    panel, headings = shown()
    assert headings == ["公顷", "流出", "流入", "结转、核销", "结余"]
    assert panel.cells()[-1] == ["合计（按1:1.05计）", "1.6001", "1.8500", "0.2500", "0.4198"]
    remarks = panel._remarks.text()
    assert "乡镇间调剂：甲镇调出 0.3900 公顷，乙乡调入 0.3900 公顷。" in remarks
    assert "未计入：乙乡2022年以前年度结余水田0.3000公顷：没有文号，不能计入" in remarks


def test_without_them_the_table_is_as_before(qgis_app: Any) -> None:
    panel, headings = shown((), ())
    assert headings == ["公顷", "流出", "流入", "结余"]
    assert panel.cells()[-1] == ["合计（按1:1.05计）", "1.6001", "1.8500", "0.1698"]
    assert "调剂" not in panel._remarks.text()
