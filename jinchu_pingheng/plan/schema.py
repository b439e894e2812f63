"""Schema of the plan GeoPackage. docs/data-dictionary.md is generated from it."""

from __future__ import annotations

from dataclasses import dataclass

from ..core import parcel_field
from ..core.parcel_fields import PARCEL_FIELDS, label

SCHEMA_VERSION = 3

TEXT, INTEGER, REAL = "TEXT", "INTEGER", "REAL"


@dataclass(frozen=True)
class Field:
    """A column: name, SQLite type, and what it means (Chinese)."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table; ``spatial`` tables carry a MultiPolygon column ``geom`` in the plan's CRS; columns
    that are ``indexed`` are looked up in very many rows."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    spatial: bool = False
    indexed: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names without fid and geom."""
        return tuple(field.name for field in self.fields)


HEADER = Table(
    "header",
    "方案基本信息，只有一行",
    (
        Field("schema_version", INTEGER, "库结构版本"),
        Field("county_code", TEXT, "县级行政区划代码，6 位"),
        Field("county_name", TEXT, "县（市、区）名称"),
        Field("year", INTEGER, "方案年度"),
        Field("profile", TEXT, "所依据通知的配置 id"),
        Field("crs", TEXT, "方案坐标系，如 EPSG:4544"),
        Field("office", TEXT, "编制单位"),
        Field("compiled_on", TEXT, "编制日期，YYYY-MM-DD，空为导出当天"),
        Field("measured", TEXT, "量算面积时地块内容的摘要；与现有地块不符时，面积和结论已过时"),
        Field("plan_id", TEXT, "方案标识（UUID），新建时生成，复制文件不改变"),
        Field("revision", INTEGER, "版次，从 1 起，每保存一次地块、例外或数据的改动加 1"),
        Field("saved", TEXT, "该版次地块内容的摘要；与现有地块不符时，地块被其他程序改过"),
        Field("measured_revision", INTEGER, "面积所依据的版次，0 为尚无"),
        Field("checked_revision", INTEGER, "检查结论所依据的版次，0 为尚无"),
        Field("last_out", INTEGER, "已用过的流出地块最大编号（LC），含已移除的，不再使用"),
        Field("last_in", INTEGER, "已用过的流入地块最大编号（LR），含已移除的，不再使用"),
        Field("scenario", TEXT, "情景名称，空为方案本身；情景与方案的标识相同"),
    ),
)

_SQL_TYPES = {parcel_field.WHOLE: INTEGER, parcel_field.NUMBER: REAL}


def _parcel_fields() -> tuple[Field, ...]:
    """The columns of core.parcel_fields."""
    return tuple(
        Field(field.name, _SQL_TYPES.get(field.kind, TEXT), field.meaning)
        for field in PARCEL_FIELDS
    )


PARCELS = Table(
    "parcels",
    "流出、流入地块：复制的要素或绘制的多边形及其标注",
    (
        *_parcel_fields(),
        Field("source_layer", TEXT, "来源图层"),
        Field("source_fid", TEXT, "来源要素编号"),
        Field("survey_attributes", TEXT, "来源要素的其余属性，JSON"),
    ),
    spatial=True,
)

PROJECTS = Table(
    "projects",
    "项目",
    (
        Field("project", TEXT, label("project")),
        Field("direction", TEXT, "方向"),
        Field("applicant", TEXT, "实施单位"),
        Field("approval_doc", TEXT, label("approval_doc")),
        Field("note", TEXT, "备注"),
    ),
)

LAYER_ROLES = Table(
    "layer_roles",
    "参与计算的图层及其角色",
    (
        Field("role", TEXT, "角色，如 DLTB、YJJBNT"),
        Field("name", TEXT, "图层名"),
        Field("source", TEXT, "数据源"),
        Field("provider", TEXT, "数据提供者"),
        Field("feature_count", INTEGER, "要素数（栅格为像元数）"),
        Field("sha256", TEXT, "数据文件的 SHA-256"),
        Field("filter", TEXT, "只取这些要素：字段=值,值；空为全部"),
    ),
)

PROBLEMS = Table(
    "problems",
    "参与计算的图层中有问题的要素",
    (
        Field("role", TEXT, "角色"),
        Field("layer", TEXT, "图层名"),
        Field("feature", TEXT, "要素标识码或编号"),
        Field("usable", INTEGER, "1 已修复并参与计算，0 未参与计算，涉及的规则无法判定"),
        Field("message", TEXT, "说明"),
    ),
)

FINDINGS = Table(
    "findings",
    "检查结论：每条规则对每个地块一行，整个方案的规则 parcel_id 为空",
    (
        Field("parcel_id", TEXT, "地块编号"),
        Field("direction", TEXT, "方向"),
        Field("rule_id", TEXT, "规则 id"),
        Field("clause", TEXT, "通知条款"),
        Field("severity", TEXT, "block 禁止，warn 警示，info 提示"),
        Field("verdict", TEXT, "fail 不通过，pass 通过，unknown 无法判定，na 不适用"),
        Field("overlap_m2", REAL, "重叠面积，平方米，两位小数"),
        Field("share", REAL, "占地块面积的比例，四位小数"),
        Field("evidence", TEXT, "依据图层或材料"),
        Field("message", TEXT, "说明"),
        Field("exception", TEXT, "已登记的例外，空为无"),
    ),
)

EXCEPTIONS = Table(
    "exceptions",
    "登记的例外：结论仍为不通过，例外随结论打印",
    (
        Field("parcel_id", TEXT, "地块编号，空为整个方案"),
        Field("rule_id", TEXT, "规则 id"),
        Field("reason", TEXT, "理由"),
        Field("document", TEXT, "文号"),
    ),
)

DECLARATIONS = Table(
    "declarations",
    "县级声明：本县无此类区域、不涉及；图层缺失或为空时作为依据，不能推翻图层",
    (
        Field("role", TEXT, "图层角色，如 LQ"),
        Field("statement", TEXT, "none_here 本县无此类区域，not_concerned 不涉及"),
        Field("text", TEXT, "说明"),
        Field("document", TEXT, "文号"),
        Field("signed_by", TEXT, "出具机关"),
        Field("stated_on", TEXT, "出具日期，YYYY-MM-DD"),
    ),
)

CREDITS = Table(
    "credits",
    "结转、核销的指标：以前年度结余和县库内指标，不是本年度的流入，单列计入平衡",
    (
        Field("kind", TEXT, "carry_over 以前年度结余，store 库内指标"),
        Field("year", INTEGER, "结余所属年度，或指标入库年度"),
        Field("unit", TEXT, "乡镇代码，9 位，空为县级"),
        Field("unit_name", TEXT, "乡镇名称，空为县级"),
        Field("balance_class", TEXT, "耕地地类编码"),
        Field("m2", INTEGER, "面积，整数平方米"),
        Field("grade", REAL, "等别，空为未知"),
        Field("since", TEXT, "可用日期，YYYY-MM-DD，空为方案年度年初"),
        Field("document", TEXT, "结余认定或指标核销的文号，空的不计入"),
        Field("note", TEXT, "备注"),
    ),
)

TRANSFERS = Table(
    "transfers",
    "乡镇之间调剂的指标：调出、调入乡镇各计入自己的平衡，县合计不变",
    (
        Field("kind", TEXT, "agreed 乡镇间调剂（含委托），county 县统筹调剂"),
        Field("from_unit", TEXT, "调出乡镇代码，9 位"),
        Field("from_name", TEXT, "调出乡镇名称"),
        Field("to_unit", TEXT, "调入乡镇代码，9 位"),
        Field("to_name", TEXT, "调入乡镇名称"),
        Field("balance_class", TEXT, "耕地地类编码"),
        Field("m2", INTEGER, "面积，整数平方米"),
        Field("grade", REAL, "等别，空为未知"),
        Field("price", REAL, "协议价格，元/亩，空为没有"),
        Field("document", TEXT, "协议或县级调剂文件的文号，空的不计入"),
        Field("note", TEXT, "备注"),
    ),
)

BATCHES = Table(
    "batches",
    "方案的批次：地块按名称归入，各表分批和合并列出，平衡和时序按全年判定",
    (
        Field("name", TEXT, "批次名称，地块的批次填此名称，如 第二批"),
        Field("kind", TEXT, "批次种类，通知配置 batches 的 code，如 first、revision"),
        Field("reported_on", TEXT, "报批（备案）日期，YYYY-MM-DD"),
        Field("document", TEXT, "批准或备案的文号，空为尚无"),
        Field("note", TEXT, "备注"),
    ),
)

APPROVALS = Table(
    "approvals",
    "方案的批准：每次批准一行，批准时的方案另存为副本",
    (
        Field("document", TEXT, "批准文件的文号"),
        Field("approved_by", TEXT, "批准机关"),
        Field("approved_on", TEXT, "批准日期，YYYY-MM-DD"),
        Field("revision", INTEGER, "批准的版次"),
        Field("file", TEXT, "副本的文件名，在方案旁边"),
        Field("content", TEXT, "副本全部内容的 SHA-256，据此发现副本被改动"),
    ),
)

STAGES = Table(
    "stages",
    "地块的实施阶段：立项、验收、入库、核销等，按通知的次序登记，不影响版次",
    (
        Field("parcel_id", TEXT, "地块编号"),
        Field("stage", TEXT, "阶段，通知配置 stages 的 code，如 city"),
        Field("reached_on", TEXT, "日期，YYYY-MM-DD"),
        Field("document", TEXT, "文件的机关和文号"),
        Field("note", TEXT, "备注"),
    ),
)

LOCKS = Table(
    "locks",
    "锁定的地块：标注、修正、导入和移除都不改动它们，不影响版次",
    (Field("parcel_id", TEXT, "地块编号"),),
)

EXPORTS = Table(
    "exports",
    "导出的文件：成果包的和单独导出的，据此发现早于方案、被改动、已不在的文件",
    (
        Field("at", TEXT, "时间，UTC"),
        Field("kind", TEXT, "package 成果包的文件，空为单独导出"),
        Field("folder", TEXT, "导出的文件夹，在方案所在文件夹之下的为相对路径"),
        Field("file", TEXT, "文件夹内的路径"),
        Field("role", TEXT, "文件种类，同 manifest.json 的 role"),
        Field("revision", INTEGER, "导出时方案的版次"),
        Field("content", TEXT, "写出时内容的 SHA-256"),
    ),
)

PRIORITIES = Table(
    "priorities",
    "优先序得分：每个地块每项一行",
    (
        Field("parcel_id", TEXT, "地块编号"),
        Field("direction", TEXT, "方向"),
        Field("part", TEXT, "评分项"),
        Field("value", REAL, "0 到 1，空为无法计算"),
        Field("weight", REAL, "满分"),
        Field("points", REAL, "得分"),
        Field("evidence", TEXT, "依据"),
    ),
)

CONFLICTS = Table(
    "conflicts",
    "不通过的重叠范围",
    (
        Field("parcel_id", TEXT, "地块编号"),
        Field("rule_id", TEXT, "规则 id"),
        Field("overlap_m2", REAL, "重叠面积，平方米"),
        Field("finding", INTEGER, "所属检查结论的 fid"),
    ),
    spatial=True,
)

CELLS = Table(
    "cells",
    "面积单元：地块 × 地类 × 等别 × 乡镇，整数平方米，所有表格、文字都由它求和",
    (
        Field("parcel_id", TEXT, "地块编号"),
        Field("direction", TEXT, "方向"),
        Field("dlbm", TEXT, "现状地类编码，空为无地类图斑覆盖"),
        Field("balance_class", TEXT, "列入平衡的耕地地类（流出为现状，流入为拟恢复）"),
        Field("grade", REAL, "等别"),
        Field("grade_estimated", INTEGER, "1 为预估"),
        Field("town_code", TEXT, "乡镇代码，9 位"),
        Field("town_name", TEXT, "乡镇名称"),
        Field("village", TEXT, "村名"),
        Field(
            "status", TEXT, "counted 计入，shown 不计入，repeated 重复部分，uncovered 无图斑覆盖"
        ),
        Field("m2", INTEGER, "列表面积，整数平方米（配置规定的口径）"),
        Field("planar", REAL, "平面面积，平方米，两位小数"),
        Field("net", REAL, "扣除田坎的平面面积，平方米，两位小数"),
        Field("ellipsoidal", REAL, "椭球面积，平方米，两位小数"),
    ),
)

HISTORY = Table(
    "history",
    "操作记录",
    (
        Field("at", TEXT, "时间，UTC"),
        Field("who", TEXT, "操作人：设置中的姓名，或操作系统的用户名；空为其他程序"),
        Field("action", TEXT, "操作"),
        Field("detail", TEXT, "内容"),
    ),
)

PARCEL_HISTORY = Table(
    "parcel_history",
    "地块的修改记录：每次操作中每个有变化的地块一行，依次叠加即为现有地块",
    (
        Field("event", INTEGER, "操作记录的 fid"),
        Field("feature", INTEGER, "地块的 fid，改编号、改图形都不变"),
        Field("parcel_id", TEXT, "地块编号"),
        Field("change", TEXT, "held 升级时已有，came 新增，changed 修改，went 移除"),
        Field("before", TEXT, "有变化的字段原来的值，JSON；shape 为图形摘要，area_m2 为平面面积"),
        Field("after", TEXT, "有变化的字段现在的值，JSON"),
        Field("state", TEXT, "地块内容的摘要，移除的为空"),
    ),
    indexed=("feature",),
)

TABLES: tuple[Table, ...] = (
    HEADER,
    PARCELS,
    PROJECTS,
    LAYER_ROLES,
    PROBLEMS,
    FINDINGS,
    EXCEPTIONS,
    DECLARATIONS,
    CREDITS,
    TRANSFERS,
    BATCHES,
    APPROVALS,
    STAGES,
    LOCKS,
    EXPORTS,
    PRIORITIES,
    CONFLICTS,
    CELLS,
    HISTORY,
    PARCEL_HISTORY,
)
