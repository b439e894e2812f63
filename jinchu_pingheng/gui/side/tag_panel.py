"""Choose side, type and class, and tag what is selected on the map."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QPixmap
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...core.english import spoken
from ...core.landclass import CROPLAND, LAND_CLASSES
from ...core.model import IN, OUT
from ...core.notice import Notice
from ...jobs.tag import Tag
from ..map.styles import COLORS

Choice = tuple[str, str]


class TagPanel(QWidget):
    """``wanted``: the user asks to tag the selection."""

    wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self._count = 0
        self._side, self._names = OUT, {OUT: "", IN: ""}
        self._sides = QButtonGroup(self)
        self._type, self._class = _combo(), _combo()
        self._name = QLineEdit()
        self._class_label, self._name_label = QLabel(), QLabel()
        self.button = QPushButton()
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        # what is below must not jump when a longer sentence needs a second line
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().lineSpacing())
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._sides.buttonToggled.connect(self._show_side)
        self._type.currentIndexChanged.connect(
            lambda _: self._type.setToolTip(self._type.currentText())
        )
        self.button.clicked.connect(self.wanted)

    def show_notice(self, notice: Notice) -> None:
        """Offer the words and types of a notice."""
        self._notice = notice
        for side in (OUT, IN):
            self._button(side).setText(spoken(notice.word(side)))
        self._show_side()

    def choose(self, direction: str) -> None:
        """Turn to one side."""
        self._button(direction).setChecked(True)

    def show_tag(self, tag: Tag) -> None:
        """Turn to a side, type, class and name; what the notice does not offer stays empty."""
        self.choose(tag.direction)
        self._type.setCurrentIndex(max(0, self._type.findData(str(tag.type))))
        land_class, name = (tag.attributes.get(field) for field in _fields(tag.direction))
        self._class.setCurrentIndex(max(0, self._class.findData(land_class or "")))
        self._name.setText(name or "")

    def show_selection(self, source: str, count: int) -> None:
        """Say what would be tagged: ``count`` features of layer ``source`` ('': no polygon layer is
        active)."""
        self._count = count
        if not source:
            self._hint.setText(self.tr("请在“图层”面板中点选一个来源面图层，如地类图斑。"))
        elif not count:
            self._hint.setText(self.tr("请用“选择要素”工具在图层“{}”中选择图形。").format(source))
        else:
            self._hint.setText(self.tr("来自图层“{}”。").format(source))
        self._show_button()

    @property
    def direction(self) -> str:
        """The chosen side."""
        return OUT if self._button(OUT).isChecked() else IN

    @property
    def tag(self) -> Tag:
        """Side, type, and the other plan fields that hold for all features of the selection."""
        texts = (self._class.currentData() or "", self._name.text().strip())
        attributes = dict(zip(_fields(self.direction), texts))
        return Tag(self.direction, int(self._type.currentData()), attributes)

    @property
    def tags(self) -> dict[str, Any]:
        """All of them, for what is drawn by hand."""
        tag = self.tag
        return {"direction": tag.direction, "type": tag.type, **tag.attributes}

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(6)
        for number, side in enumerate((OUT, IN)):
            button = QPushButton(_swatch(side), "")
            button.setCheckable(True)
            button.setChecked(side == OUT)
            self._sides.addButton(button, number)
            sides.addWidget(button)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("类型"), self._type)
        for label, widget in ((self._class_label, self._class), (self._name_label, self._name)):
            form.addRow(label, widget)
            label.setBuddy(widget)  # which Qt does for texts only
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(sides)
        layout.addLayout(form)
        layout.addWidget(self.button)
        layout.addWidget(self._hint)

    def _button(self, side: str) -> QPushButton:
        return self._sides.button((OUT, IN).index(side))

    def _show_side(self, *_: object) -> None:
        if self._notice is None:
            return
        if self.direction != self._side:  # a project is no name of a parcel
            self._names[self._side] = self._name.text()
            self._side = self.direction
            self._name.setText(self._names[self._side])
        _fill(
            self._type,
            [
                (f"{t.number} {spoken(t.name)}", str(t.number))
                for t in self._notice.types(self.direction)
            ],
        )
        if self.direction == OUT:
            self._class_label.setText(self.tr("转后地类"))
            self._name_label.setText(self.tr("项目名称"))
            self._class.setToolTip(self.tr("流出后的地类；可留空，以后在属性表中填写"))
            self._name.setToolTip(self.tr("所选图形同属的项目；可留空"))
            _fill(self._class, [(self.tr("（未填）"), ""), *_farmland()])
        else:
            self._class_label.setText(self.tr("拟恢复地类"))
            self._name_label.setText(self.tr("地块名称"))
            self._class.setToolTip(self.tr("恢复后的耕地地类；留空则取邻近耕地的地类"))
            self._name.setToolTip(self.tr("地块名称；可留空"))
            _fill(self._class, [(self.tr("（同邻近耕地）"), ""), *_cropland()])
        self._name.setPlaceholderText(self.tr("可留空"))
        self._show_button()

    def _show_button(self) -> None:
        word = spoken(self._notice.word(self.direction)) if self._notice else ""
        self.button.setEnabled(self._count > 0)
        if self._count:
            self.button.setText(self.tr("将所选 {} 个图形标为{}").format(self._count, word))
        else:
            self.button.setText(self.tr("标为{}").format(word))
        self.button.setToolTip(
            self.tr("复制所选图形到方案；不改动来源图层，可撤销，点“保存”后才写入方案")
        )


def _cropland() -> list[Choice]:
    return [_named(code) for code in CROPLAND]


def _fields(direction: str) -> tuple[str, str]:
    """The plan fields of the class and the name."""
    return ("target_class", "project") if direction == OUT else ("planned_class", "name")


def _farmland() -> list[Choice]:
    """Farmland other than cropland, without the adjustable variants (K): what cropland may lawfully
    become."""
    farmland = LAND_CLASSES[CROPLAND[0]].group
    codes = [
        code
        for code, item in LAND_CLASSES.items()
        if item.group == farmland and not code.endswith("K")
    ]
    return [_named(code) for code in codes if code not in CROPLAND]


def _named(code: str) -> Choice:
    return f"{code} {spoken(LAND_CLASSES[code].name)}", code


def _fill(combo: QComboBox, choices: list[Choice]) -> None:
    combo.clear()
    for text, value in choices:
        combo.addItem(text, value)
        combo.setItemData(combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)


def _combo() -> QComboBox:
    """A combo that gives way in a narrow dock; its texts are far wider."""
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return combo


def _swatch(side: str) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(COLORS[side])
    return QIcon(pixmap)
