"""The texts of a shapefile as its bytes mean, in place of what QGIS makes of them: QGIS knows one
encoding for a whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from qgis.core import QgsFeature, QgsFields, QgsVectorLayer

from .encoding import GB, UTF8, family, meaning
from .files.dbf import TextTable, open_table


@dataclass(frozen=True)
class FileTexts:
    """A table, its encoding by and large, and which values the user has changed and not saved:
    feature number -> places of the fields."""

    table: TextTable
    encoding: str
    changed: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, layer: QgsVectorLayer) -> FileTexts | None:
        """The texts behind a layer, after ``state_encoding``; None where QGIS's are as good. Call
        on the layer's own thread."""
        path = Path(layer.source().split("|")[0])
        encoding = family(layer.dataProvider().encoding())
        if layer.providerType() != "ogr" or path.suffix.lower() != ".shp":
            return None
        table = open_table(path) if encoding in (UTF8, GB) else None
        if table is None:
            return None
        buffer = layer.editBuffer()
        edits = buffer.changedAttributeValues() if buffer else {}
        return cls(table, encoding, {fid: frozenset(values) for fid, values in edits.items()})

    def mend(
        self, features: Sequence[QgsFeature], fields: QgsFields, names: Sequence[str] | None = None
    ) -> None:
        """Give features of the file the texts that their bytes mean; ``names``: of these fields
        only."""
        own = [feature for feature in features if feature.id() >= 0]
        fids = np.array([feature.id() for feature in own], dtype=np.int64)
        for place in range(fields.count()):
            number = self._number(fields, place)
            if number is None or (names is not None and fields.at(place).name() not in names):
                continue
            texts = self.table.texts(fids, number, partial(meaning, encoding=self.encoding))
            for feature, text in zip(own, texts):
                edited = place in self.changed.get(feature.id(), ())
                if text is not None and not edited and feature.attribute(place) != text:
                    feature.setAttribute(place, text)

    def _number(self, fields: QgsFields, place: int) -> int | None:
        """The field of the table that a field of the layer is; None for another or no text."""
        if fields.fieldOrigin(place) != QgsFields.FieldOrigin.OriginProvider:
            return None
        number = fields.fieldOriginIndex(place)
        return number if self.table.holds_texts(number) else None
