"""The tab 平衡: townships by class add up to the county, bans left out; a chart; 公顷 and 亩."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from jinchu_pingheng.core.rounding import hectares
from jinchu_pingheng.gui.balance.balance_page import BalancePage
from jinchu_pingheng.gui.balance.balance_panel import BalancePanel
from tests.deliver.indicator_example import BOTH, indicator_report
from tests.qgis.dock_window import inflow, settle

pytestmark = pytest.mark.usefixtures("qgis_app")


def page_of(*only: Any) -> tuple[BalancePage, Any]:
    page, balance = BalancePage(BalancePanel()), indicator_report(*only).balance
    page.show()
    page.panel.show_balance(balance, BOTH)
    return page, balance


def rows(page: BalancePage) -> list[list[str]]:
    table = page.towns
    return [
        [table.item(r, c).text() for c in range(table.columnCount())]
        for r in range(table.rowCount())
    ]


def test_townships_add_up_to_the_county(qgis_app: Any) -> None:
    page, balance = page_of((), ())
    *towns, county = rows(page)
    assert [row[0] for row in (*towns, county)] == ["甲镇", "乙乡", "全县"]
    for column in range(1, page.towns.columnCount() - 1):  # requirements are rounded up by unit
        parts = [Decimal(row[column]) for row in towns if row[column]]
        assert sum(parts) == Decimal(county[column] or 0), column
    assert county[-2] == hectares(balance.total.lawful_in_m2) == "1.8500"


def test_what_a_ban_rejects_is_left_out(dock: Any, survey: QgsVectorLayer, red: Any) -> None:
    """2 ha out; 1 ha in that is half in the red line."""
    dock.lists.show()
    dock.lists.show_page(dock.panels.balance_page)
    inflow(dock, survey)
    county = rows(dock.panels.balance_page)[-1]
    assert county[-3:] == ["2.0000", "0.0000", "-2.0000"]
    assert dock.panels.balance.cells()[-1][1:] == ["2.0000", "0.0000", "-2.0000"]
    ((name, out, into),) = dock.panels.balance_page.chart.bars
    assert (out, into) == (20000, 0) and name


def test_mu_are_fifteen_to_the_hectare(dock: Any, survey: QgsVectorLayer) -> None:
    dock.lists.show()
    dock.lists.show_page(dock.panels.balance_page)
    inflow(dock, survey)
    page = dock.panels.balance_page
    page.in_mu.click()
    assert rows(page)[-1][-3:] == ["30.00", "15.00", "-15.00"]
    assert dock.panels.balance.cells()[-1][1:] == ["30.00", "15.00", "-15.00"]
    assert "结余 -15.00 亩" in dock.panels.balance.verdict
    assert page.towns.horizontalHeaderItem(0).text() == "乡镇（亩）"
    page.in_mu.click()
    assert rows(page)[-1][-3:] == ["2.0000", "1.0000", "-1.0000"]


def test_the_chip_opens_the_balance(dock: Any, survey: QgsVectorLayer) -> None:
    inflow(dock, survey)
    dock.toolbar.chip.click()
    assert dock.lists.tabs.currentWidget() is dock.panels.balance_page


def test_without_a_balance_there_is_no_table(dock: Any, survey: QgsVectorLayer) -> None:
    dock.lists.show()
    dock.lists.show_page(dock.panels.balance_page)
    inflow(dock, survey)
    assert dock.panels.balance_page.towns.isVisible()
    QgsProject.instance().removeMapLayer(survey.id())
    settle()
    assert not dock.panels.balance_page.towns.isVisible()


def test_the_chart_draws_a_pair_of_bars_for_each_township(qgis_app: Any) -> None:
    page, balance = page_of((), ())
    chart = page.chart
    assert [name for name, _, _ in chart.bars] == ["甲镇", "乙乡"]
    assert sum(out for _, out, _ in chart.bars) == balance.total.out_m2
    chart.resize(300, 120)
    image = chart.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(300) for y in range(120)}
    assert {"#d9480f", "#2b8a3e"} <= colors
    assert "甲镇" in chart.accessibleDescription()
