"""A monkey at the dock: what users and QGIS's own tools do to a plan, in an order that chance
decides."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import shapely
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.core.parcel_fields import BY_NAME
from jinchu_pingheng.gui.editing.filling import fill
from jinchu_pingheng.gui.editing.tagging import CUT, REPLACE, STAY
from jinchu_pingheng.gui.side.fixes import fixes_of
from jinchu_pingheng.jobs.scenario import name_scenario, scenario_file
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import X, Y, idle, rectangle, settle, wait_for
from tests.qgis.township_files import IN_HEAD, in_row, shapefile, workbook

CLASSES = ("0103", "0103", "0102", "0404", "0201", "0305")
ROWS = 4
SIDE = 100
MOST = 50
"""Beyond so many parcels half of them are removed."""
SCENARIOS = 3


def land() -> QgsVectorLayer:
    """A survey of squares, a class for each column."""
    uri = (
        "Polygon?crs=EPSG:4544&field=DLBM:string(5)&field=GDDB:integer"
        "&field=ZLDWDM:string(19)&field=ZLDWMC:string(60)"
    )
    layer, features = QgsVectorLayer(uri, "DLTB", "memory"), []
    for column, code in enumerate(CLASSES):
        for row in range(ROWS):
            feature = QgsFeature(layer.fields())
            x, y = column * SIDE, row * SIDE
            feature.setGeometry(rectangle(x, y, x + SIDE, y + SIDE))
            feature.setAttributes([code, 9, "6409991000010000000", "东村"])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


class Monkey:
    """``dice`` decide; ``folder`` takes what townships hand in. ``owners``: which saved feature had
    an id first."""

    ACTIONS = {
        "tag": 6, "click": 4, "paint": 4, "draw": 6, "qgis_split": 6, "qgis_duplicate": 3,
        "qgis_paste": 3, "qgis_delete": 2, "remove": 4, "type_in": 4, "fill_in": 4, "table": 4,
        "rename": 2, "undo": 12, "redo": 6, "save": 6, "discard": 1, "import_files": 2,
        "scenario": 1, "lock": 3, "fix": 5, "elsewhere": 1, "reopen": 1,
    }  # fmt: skip

    def __init__(self, dock: Any, survey: QgsVectorLayer, plan: Path, folder: Path, seed: int):
        self.dock, self.survey, self.plan, self.folder = dock, survey, plan, folder
        self.dice = random.Random(seed)
        self.done: list[str] = []
        self.owners: dict[str, int] = {}
        dock.kit.ask = lambda overlap: self.dice.choice((CUT, REPLACE, STAY))

    def act(self) -> None:
        """One action, and what the dock makes of it."""
        names = list(self.ACTIONS)
        [name] = self.dice.choices(names, list(self.ACTIONS.values()))
        if self.layer.featureCount() > MOST:
            name = "remove"
        self.done.append(name)
        getattr(self, name)()
        settle()

    @property
    def layer(self) -> QgsVectorLayer:
        return self.dock.session.layer

    def some(self, most: int = 3) -> list[int]:
        """Feature numbers of a few parcels."""
        fids = sorted(self.layer.allFeatureIds())
        return self.dice.sample(fids, min(len(fids), self.dice.randint(1, most)))

    def squares(self) -> list[QgsFeature]:
        features = list(self.survey.getFeatures())
        return self.dice.sample(features, self.dice.randint(1, 4))

    def turn_form(self) -> None:
        self.dock.panels.tagging.choose(self.dice.choice((OUT, IN)))
        self.dock.kit.only_untagged.setChecked(self.dice.random() < 0.5)

    def tag(self) -> None:
        self.turn_form()
        self.survey.selectByIds([feature.id() for feature in self.squares()])
        self.dock.panels.tagging.wanted.emit()

    def click(self) -> None:
        self.turn_form()
        self.dock.kit._click.taken.emit(self.survey, self.squares()[:1])

    def paint(self) -> None:
        self.turn_form()
        self.dock.kit._paint.taken.emit(self.survey, self.squares())

    def draw(self) -> None:
        self.turn_form()
        self.dock.kit._draw.drawn.emit(self.shape())

    def shape(self) -> QgsGeometry:
        """A triangle somewhere on the survey; a thin one now and then."""
        wide, high = len(CLASSES) * SIDE, ROWS * SIDE
        corners = [
            QgsPointXY(X + self.dice.uniform(0, wide), Y + self.dice.uniform(0, high))
            for _ in range(3)
        ]
        return QgsGeometry.fromPolygonXY([corners])

    def qgis_split(self) -> None:
        """Split Features, with a line across the land."""
        self.layer.startEditing()
        at = self.dice.uniform(0, ROWS * SIDE)
        line = [QgsPointXY(X - 10, Y + at), QgsPointXY(X + len(CLASSES) * SIDE + 10, Y + at + 7)]
        self.layer.selectByIds(self.some())
        self.layer.beginEditCommand("Features split")
        self.layer.splitFeatures(line)
        self.layer.endEditCommand()

    def qgis_duplicate(self) -> None:
        for fid in self.some(1):
            self.layer.startEditing()
            feature = self.layer.getFeature(fid)
            QgsVectorLayerUtils.duplicateFeature(self.layer, feature, QgsProject.instance(), 0)

    def qgis_paste(self) -> None:
        """Copies with all their attributes, the id too; or a bare shape."""
        self.layer.startEditing()
        features = [QgsFeature(self.layer.getFeature(fid)) for fid in self.some(2)]
        if self.dice.random() < 0.3:
            bare = QgsFeature(self.layer.fields())
            bare.setGeometry(self.shape())
            features = [bare]
        for feature in features:
            feature["fid"] = NULL
            geometry = feature.geometry()
            geometry.translate(self.dice.uniform(-50, 50), self.dice.uniform(-50, 50))
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
        self.layer.beginEditCommand("Features pasted")
        self.layer.addFeatures(features)
        self.layer.endEditCommand()

    def qgis_delete(self) -> None:
        self.layer.startEditing()
        self.layer.deleteFeatures(self.some(2))

    def remove(self) -> None:
        count = self.layer.featureCount()
        self.layer.selectByIds(self.some(count if count > MOST else 2))
        settle()
        self.dock.panels.parcels.remove_action.trigger()

    def type_in(self) -> None:
        for fid in self.some(1):
            field = self.dice.choice(("name", "project"))
            self.dock.panels.parcels.typed.emit(fid, field, f"甲{self.dice.randint(1, 9)}")

    def fill_in(self) -> None:
        fids = self.some(5)
        field, value = self.dice.choice(
            (("consent_doc", "云同〔2023〕1号"), ("end_month", "2023-10"), ("grade", Decimal(9)),
             ("consent_doc", None), ("end_month", None), ("grade", None))
        )  # fmt: skip
        if fids:
            fill(self.layer, fids, BY_NAME[field], value)

    def table(self) -> None:
        """QGIS's attribute table."""
        self.layer.startEditing()
        for fid in self.some(1):
            kind = self.layer.fields().indexOf("type")
            self.layer.changeAttributeValue(fid, kind, self.dice.randint(1, 5))

    def rename(self) -> None:
        """An id that another parcel has, or none."""
        self.layer.startEditing()
        place = self.layer.fields().indexOf("parcel_id")
        for fid in self.some(1):
            other = self.layer.getFeature(self.dice.choice(sorted(self.layer.allFeatureIds())))
            name = other["parcel_id"] if self.dice.random() < 0.5 else NULL
            self.layer.changeAttributeValue(fid, place, name)

    def undo(self) -> None:
        self.dock.panels.parcels.undo_action.trigger()

    def redo(self) -> None:
        self.dock.panels.parcels.redo_action.trigger()

    def save(self) -> None:
        """What others have changed too is not saved over; then this window's edits are given up."""
        self.dock.panels.parcels.save_action.trigger()
        settle()
        if self.dock.session.unsaved:
            assert self.dock.session.saving._contested
            self.discard()
        self.look_at_ids()

    def look_at_ids(self) -> None:
        with Plan.open(self.plan) as plan:
            rows = plan.parcel_rows()
        held = {row["parcel_id"]: row["fid"] for row in rows}
        assert len(held) == len(rows) and all(held), "ids are not unique"
        for name, fid in held.items():
            assert self.owners.setdefault(name, fid) == fid, f"{name} was given out again"

    def discard(self) -> None:
        self.dock.session.discard()
        settle()

    def import_files(self) -> None:
        """A township hands in a few squares, now and then again and changed."""
        places = self.dice.sample(range(ROWS), self.dice.randint(1, 3))
        table, shapes = self.folder / "城关镇.xlsx", self.folder / "城关镇.shp"
        month = self.dice.choice(("2023年9月底前", "2023年10月底前"))
        workbook(
            table,
            "城关镇2023年度“耕地流入”计划列表",
            IN_HEAD,
            [in_row(f"地{row}", 1, month=month) for row in places],
        )
        east, wide = X + 4 * SIDE, self.dice.choice((SIDE, SIDE, 0.8 * SIDE))
        shapefile(
            shapes,
            [
                (shapely.box(east, Y + row * SIDE, east + wide, Y + (row + 1) * SIDE),
                 {"DKMC": f"地{row}"})
                for row in places
            ],
        )  # fmt: skip
        self.dock.toolbar.menu.import_requested.emit()
        dialog = self.dock.importing.dialog
        dialog.add_files([table, shapes])
        wait_for(lambda: dialog.summary.text().startswith("采用"))
        for button in (dialog.all, dialog.usable):
            if self.dock.importing.dialog is not None and button.isEnabled():
                button.click()
        if self.dock.importing.dialog is not None:
            dialog.reject()

    def scenario(self) -> None:
        number = self.done.count("scenario")
        if number <= SCENARIOS:
            path = scenario_file(self.plan, f"试{number}")
            self.dock.session.saving.save_elsewhere(path)
            name_scenario(path, f"试{number}")
            with Plan.open(path) as plan:
                assert len(set(plan.parcel_ids())) == self.layer.featureCount()

    def lock(self) -> None:
        self.layer.selectByIds(self.some(2))
        settle()
        self.dock.kit.lock_action.trigger()

    def fix(self) -> None:
        """A proposal, made or not."""
        for fid in self.some(1):
            feature = self.layer.getFeature(fid)
            name, side = str(feature["parcel_id"]), str(feature["direction"])
            idle(self.dock)
            self.dock.fixing.ask(name, self.dice.choice(fixes_of(side)))
            idle(self.dock)
            if self.dice.random() < 0.8:
                self.dock.fixing.make()
            else:
                self.dock.fixing.dismiss()

    def elsewhere(self) -> None:
        """Another window saves a note into a parcel."""
        other = QgsVectorLayer(f"{self.plan}|layername=parcels", "另一窗口", "ogr")
        fids = sorted(other.allFeatureIds())
        if fids:
            other.startEditing()
            place = other.fields().indexOf("note")
            other.changeAttributeValue(self.dice.choice(fids), place, f"注{len(self.done)}")
            assert other.commitChanges(), other.commitErrors()
            self.dock.session.saving.watch.look()

    def reopen(self) -> None:
        self.save()
        assert self.dock.close_plan()
        self.dock.open_plan(self.plan)


def names(layer: QgsVectorLayer) -> Sequence[str]:
    return [str(feature["parcel_id"]) for feature in layer.getFeatures()]
