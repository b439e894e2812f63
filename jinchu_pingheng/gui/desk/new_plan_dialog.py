"""Ask what a new plan needs; what is missing is said below the fields, not in a box."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from ...core.english import spoken
from ...core.model import Header
from ...jobs.create import plan_file
from ..manual import explain
from ..read_aloud import name_parts

COUNTY_CODE = re.compile(r"\d{6}")


class NewPlanDialog(QDialog):
    """``profiles``: (id, title) of each notice to choose from."""

    def __init__(self, profiles: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("新建方案"))
        explain(self, "window#new-plan")
        self.setMinimumWidth(480)
        self.file = QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(self.tr("方案") + " (*.gpkg)")
        self.code, self.name, self.office = QLineEdit(), QLineEdit(), QLineEdit()
        self.code.setMaxLength(6)
        self.code.setPlaceholderText(self.tr("6 位数字"))
        self.office.setPlaceholderText(self.tr("可留空"))
        self.year = QSpinBox()
        self.year.setRange(2021, 2100)
        self.year.setValue(date.today().year)
        self.profile = QComboBox()
        for profile_id, title in profiles:
            self.profile.addItem(spoken(title), profile_id)
        if len(profiles) > 1:
            # A plan that is checked against the wrong notice is worthless: the user chooses, not
            # the alphabet.
            self.profile.setCurrentIndex(-1)
        self.crs = QgsProjectionSelectionWidget()
        self.crs.setCrs(QgsProject.instance().crs())
        self._missing = QLabel()
        self._missing.setWordWrap(True)
        buttons = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self._buttons.button(buttons.Ok).setText(self.tr("新建"))
        self._buttons.button(buttons.Cancel).setText(self.tr("取消"))
        self._lay_out()
        self._connect()
        self._check()

    @property
    def missing(self) -> str:
        """What must still be entered; '' when nothing."""
        return self._missing.text()

    @property
    def ready(self) -> bool:
        """Whether a plan can be made."""
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()

    def path(self) -> Path:
        """Where the plan is to be written."""
        return plan_file(Path(self.file.filePath()))

    def header(self) -> Header:
        """What the user entered."""
        return Header(
            county_code=self.code.text().strip(),
            county_name=self.name.text().strip(),
            year=self.year.value(),
            profile=self.profile.currentData(),
            crs=self.crs.crs().authid(),
            office=self.office.text().strip(),
        )

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("县级代码"), self.code)
        form.addRow(self.tr("县（市、区）名称"), self.name)
        form.addRow(self.tr("方案年度"), self.year)
        form.addRow(self.tr("所依据的通知"), self.profile)
        form.addRow(self.tr("坐标系"), self.crs)
        name_parts(self.crs, self.tr("坐标系"))
        form.addRow(self.tr("编制单位"), self.office)
        form.addRow(self.tr("方案文件"), self.file)
        name_parts(self.file, self.tr("方案文件"))
        form.addRow(self._missing)
        form.addRow(self._buttons)

    def _connect(self) -> None:
        for signal in (
            self.code.textChanged,
            self.name.textChanged,
            self.file.fileChanged,
            self.crs.crsChanged,
            self.profile.currentIndexChanged,
        ):
            signal.connect(self._check)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _check(self, *_: object) -> None:
        missing = self._what_is_missing()
        self._missing.setText(missing)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not missing)

    def _what_is_missing(self) -> str:
        if not COUNTY_CODE.fullmatch(self.code.text().strip()):
            return self.tr("请填写 6 位县级行政区划代码。")
        if not self.name.text().strip():
            return self.tr("请填写县（市、区）名称。")
        if self.profile.currentData() is None:
            return self.tr("请选择所依据的通知。")
        if not is_metric(self.crs.crs()):
            return self.tr("请选择以米为单位的投影坐标系，如 EPSG:4544（CGCS2000 3 度带）。")
        if not self.file.filePath().strip():
            return self.tr("请选择方案文件的保存位置。")
        if self.path().exists():
            return self.tr("该文件已存在，请换一个文件名。")
        return ""


def is_metric(crs: QgsCoordinateReferenceSystem) -> bool:
    """Projected, with an EPSG code: what a plan can be kept in."""
    return crs.isValid() and not crs.isGeographic() and crs.authid().startswith("EPSG:")
