"""The one table of parcel fields, in the order of core.model.Parcel.

The plan's columns, the parameters of `tagparcels`, QGIS's form, messages, delivered vectors and the
data dictionary derive from it. A new field is an entry here, a line in Parcel, and a migration.
Labels are the words of the notices' own tables (宁夏通知 附件1 to 附件3) where these have one.
"""

from __future__ import annotations

from decimal import Decimal

from .landclass import CROPLAND, LAND_CLASSES
from .model import IN, OUT
from .parcel_field import (
    DAY,
    MONTH,
    NUMBER,
    WHOLE,
    Choice,
    ParcelField,
    batches,
    classes,
    deductions,
    parcel_types,
    sides,
)

_YES = ("true", "t", "yes", "y", "1", "已签订", "已签")
_NO = ("false", "f", "no", "n", "0", "未签订", "未签")

PARCEL_FIELDS: tuple[ParcelField, ...] = (
    ParcelField(
        name="parcel_id",
        label="地块编号",
        hint="方案内唯一；标注时留空则由软件编号",
        short="DKBH",
        width=64,
        required=True,
    ),
    ParcelField(
        name="direction",
        label="进出方向",
        hint="out 流出，in 流入",
        short="JCFXDM",
        width=4,
        by_notice=sides,
        required=True,
    ),
    ParcelField(
        name="type",
        label="类型",
        hint="所依据通知的类型序号，两侧各自编号",
        short="LXDM",
        kind=WHOLE,
        width=4,
        by_notice=parcel_types,
        required=True,
    ),
    ParcelField(name="project", label="项目名称", hint="流出按项目列表", short="XMMC"),
    ParcelField(name="name", label="地块名称", hint="流入按地块列表", short="DKMC"),
    ParcelField(
        name="batch",
        label="批次",
        hint="方案登记的批次名称，如 第二批；不分批的留空",
        short="PC",
        width=60,
        by_notice=batches,
    ),
    ParcelField(
        name="implementer",
        label="实施主体",
        hint="申报、实施的单位或经营者",
        short="SSZT",
        width=100,
    ),
    ParcelField(
        name="former_use",
        label="变化前用途",
        hint="如 种植玉米、果园；空为按现状地类",
        short="BHQYT",
        width=100,
    ),
    ParcelField(
        name="planned_class",
        label="拟恢复地类",
        hint="恢复后的耕地地类；空为取邻近耕地的地类",
        short="NHFDLBM",
        width=5,
        values=classes(CROPLAND),
        side=IN,
    ),
    ParcelField(
        name="target_class",
        label="转后地类",
        hint="三调地类编码，如 0201 果园",
        short="NBGDLBM",
        width=5,
        values=classes(LAND_CLASSES),
        side=OUT,
    ),
    # The use after the change is that of outflow: inflow becomes cropland of its planned_class,
    # which is all that the notices ask of it.
    ParcelField(
        name="target_use",
        label="转后用途",
        hint="如 绿化带、农田防护林、畜禽养殖设施",
        short="NBGYT",
        width=100,
        side=OUT,
    ),
    ParcelField(
        name="road_class",
        label="道路（河渠）等级",
        hint="绿化带所沿道路、河渠的等级，如 县道、国道、河渠",
        short="XLLX",
        width=30,
        side=OUT,
    ),
    ParcelField(
        name="start_month",
        label="开始月份",
        hint="如 2023-04；流出以此月计",
        short="KSNY",
        kind=MONTH,
        width=7,
    ),
    ParcelField(
        name="end_month",
        label="完成月份",
        hint="如 2023-10；流入以此月计",
        short="WCNY",
        kind=MONTH,
        width=7,
    ),
    ParcelField(
        name="agreement",
        label="是否与用地主体签订协议",
        hint="是、否；农民在自己承包地上自行改变的填不涉及（建宁 四（一））",
        short="XYQD",
        width=10,
        values=(
            Choice("是", "是", _YES),
            Choice("否", "否", _NO),
            Choice("不涉及", "不涉及", ("无需", "不需要")),
        ),
    ),
    ParcelField(
        name="grade",
        label="指定等别",
        hint="1 到 15；空为取调查值或预估",
        short="ZDDB",
        kind=NUMBER,
        width=6,
        decimals=1,
        low=Decimal(1),
        high=Decimal(15),
    ),
    ParcelField(
        name="ridge_ratio",
        label="恢复后田坎系数",
        hint="0 到 0.9999；仅扣除田坎时用",
        short="TKXS",
        kind=NUMBER,
        width=8,
        decimals=4,
        high=Decimal("0.9999"),
        side=IN,
    ),
    ParcelField(name="group_name", label="村民小组", hint="如 三组", short="ZMC", width=60),
    ParcelField(name="approval_doc", label="批准文件", hint="批准文件的文号", short="PZWH"),
    ParcelField(
        name="consent_doc",
        label="承包户知情同意书",
        hint="书面同意的编号或日期；不涉及时填“不涉及”",
        short="TYS",
    ),
    ParcelField(
        name="owner_consent_doc",
        label="土地权利人同意文件",
        hint="相关土地权利人书面同意的编号或日期；权利人就是承包户的，可以只填承包户知情同意书",
        short="QLRTY",
    ),
    ParcelField(
        name="forest_consent_doc",
        label="林业等部门同意文件",
        hint="林地、草地整治为耕地时，林业等主管部门的同意文件",
        short="LCYJ",
        side=IN,
    ),
    ParcelField(
        name="deduction",
        label="扣除情形",
        hint="通知规定不计入平衡的情形",
        short="KCLX",
        width=30,
        by_notice=deductions,
        side=OUT,
    ),
    ParcelField(
        name="deduction_doc",
        label="扣除依据文号",
        hint="空则不扣除",
        short="KCWH",
        side=OUT,
    ),
    ParcelField(
        name="publicity_from",
        label="公示开始日期",
        hint="如 2023-02-15",
        short="GSKSRQ",
        kind=DAY,
        width=10,
    ),
    ParcelField(
        name="publicity_to",
        label="公示结束日期",
        hint="如 2023-02-22",
        short="GSJSRQ",
        kind=DAY,
        width=10,
    ),
    ParcelField(
        name="decided_by",
        label="审议机关",
        hint="审议或审批的机关，如 县人民政府常务会",
        short="SYJG",
        width=100,
    ),
    ParcelField(
        name="completed_on",
        label="实际完成日期",
        hint="整治完成的日期，如 2023-11-20；尚未完成的留空",
        short="SJWCRQ",
        kind=DAY,
        width=10,
        side=IN,
    ),
    ParcelField(
        name="completion_doc",
        label="验收文件",
        hint="验收文件的文号",
        short="YSWH",
        side=IN,
    ),
    ParcelField(name="note", label="备注", short="BZ"),
)

BY_NAME: dict[str, ParcelField] = {field.name: field for field in PARCEL_FIELDS}

NUMBERS: tuple[str, ...] = tuple(field.name for field in PARCEL_FIELDS if field.kind == NUMBER)
"""Fields whose value is a Decimal or None."""

WORDED: tuple[str, ...] = tuple(
    field.name for field in PARCEL_FIELDS if field.kind not in (NUMBER, WHOLE)
)
"""Fields whose value is a text: rules may look at these."""


def label(name: str) -> str:
    """Chinese label of a field."""
    return BY_NAME[name].label


def asked_for(evidence: str, message: str) -> tuple[str, ...]:
    """Names of the fields that a finding looked at in vain: their labels are its evidence, or stand
    behind 未填 in its sentence."""
    looked_at = evidence.split("、")
    return tuple(
        field.name
        for field in PARCEL_FIELDS
        if field.label in looked_at or f"未填{field.label}" in message
    )
