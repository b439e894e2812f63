"""The Processing provider `jinchu_pingheng`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .answer import AnswerPolygons
from .balance import Balance
from .batch import RecordBatch
from .canvas_figure import CanvasFigure
from .check import CheckConstraints
from .check_template import CheckTemplate
from .choose_inflow import ChooseInflow
from .close_year import CloseYear
from .create import CreatePlan
from .declaration import RecordDeclaration
from .environment import CheckEnvironment
from .exception import RecordException
from .export import ExportDocument, ExportMaps, ExportPackage, ExportTables, ExportVectors
from .import_declarations import ImportDeclarations
from .indicators import RecordCredit, RecordTransfer
from .ledger import KeepLedger, RecordStage
from .letters import ExportLetters
from .measure import MeasureAreas
from .potential import Potential
from .revisions import ApprovePlan, ExportHistory, Revisions
from .tag import TagParcels
from .verify import VerifyPackage

ALGORITHMS = (
    CreatePlan,
    TagParcels,
    ImportDeclarations,
    MeasureAreas,
    CheckConstraints,
    RecordException,
    RecordDeclaration,
    RecordCredit,
    RecordTransfer,
    RecordBatch,
    Balance,
    ExportTables,
    ExportDocument,
    ExportMaps,
    CanvasFigure,
    ExportVectors,
    ExportPackage,
    ExportLetters,
    CheckTemplate,
    VerifyPackage,
    ApprovePlan,
    Revisions,
    ExportHistory,
    Potential,
    ChooseInflow,
    RecordStage,
    KeepLedger,
    CloseYear,
    AnswerPolygons,
    CheckEnvironment,
)

_ICON = Path(__file__).resolve().parent.parent / "resources" / "icon.svg"


class JinchuProvider(QgsProcessingProvider):
    """All algorithms, in the order of the work."""

    def loadAlgorithms(self) -> None:  # noqa: N802
        """Called by QGIS."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def id(self) -> str:
        """Stable id."""
        return "jinchu_pingheng"

    def name(self) -> str:
        """Name in the toolbox."""
        return self.tr("耕地进出平衡")

    def icon(self) -> QIcon:
        """Icon in the toolbox."""
        return QIcon(str(_ICON))
