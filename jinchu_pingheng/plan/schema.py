"""Schema of the plan GeoPackage. docs/data-dictionary.md is generated from it."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA_VERSION = 1

TEXT, INTEGER, REAL = "TEXT", "INTEGER", "REAL"


@dataclass(frozen=True)
class Field:
    """A column: name, SQLite type, and what it means (Chinese)."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table; ``spatial`` tables carry a MultiPolygon column ``geom`` in the plan's CRS."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    spatial: bool = False

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
    ),
)

PARCELS = Table(
    "parcels",
    "流出、流入地块：复制的要素或绘制的多边形及其标注",
    (
        Field("parcel_id", TEXT, "地块编号，方案内唯一"),
        Field("direction", TEXT, "方向：out 流出，in 流入"),
        Field("type", INTEGER, "类型序号，见配置的 types_out、types_in"),
        Field("project", TEXT, "项目名称（流出按项目列表）"),
        Field("name", TEXT, "地块名称（流入按地块列表）"),
        Field("planned_class", TEXT, "拟恢复地类：0101、0102 或 0103（流入）"),
        Field("target_class", TEXT, "转后地类编码（流出）"),
        Field("target_use", TEXT, "转后用途（流出）"),
        Field("road_class", TEXT, "绿化带所沿道路、河渠的等级，如 县道、国道、河渠"),
        Field("start_month", TEXT, "开始月份，YYYY-MM（流出以此月计）"),
        Field("end_month", TEXT, "完成月份，YYYY-MM（流入以此月计）"),
        Field("agreement", TEXT, "是否与用地主体签订协议：是、否"),
        Field("grade", REAL, "用户指定的等别，空为取调查值或预估"),
        Field("ridge_ratio", REAL, "恢复后的田坎系数（流入，仅扣除田坎时用）"),
        Field("group_name", TEXT, "村民小组，如 三组"),
        Field("approval_doc", TEXT, "批准文号"),
        Field("consent_doc", TEXT, "承包户书面同意文件"),
        Field("forest_consent_doc", TEXT, "权利人及林业等部门同意文件"),
        Field("deduction", TEXT, "扣除情形代码，见配置的 deductions"),
        Field("deduction_doc", TEXT, "扣除依据文号，空则不扣除"),
        Field("publicity_from", TEXT, "公示开始日期，YYYY-MM-DD"),
        Field("publicity_to", TEXT, "公示结束日期，YYYY-MM-DD"),
        Field("decided_by", TEXT, "审议（审批）机关，如 县人民政府常务会"),
        Field("note", TEXT, "备注"),
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
        Field("project", TEXT, "项目名称"),
        Field("direction", TEXT, "方向"),
        Field("applicant", TEXT, "实施单位"),
        Field("approval_doc", TEXT, "批准文号"),
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
        Field("action", TEXT, "操作"),
        Field("detail", TEXT, "内容"),
    ),
)

TABLES: tuple[Table, ...] = (
    HEADER,
    PARCELS,
    PROJECTS,
    LAYER_ROLES,
    PROBLEMS,
    FINDINGS,
    EXCEPTIONS,
    PRIORITIES,
    CONFLICTS,
    CELLS,
    HISTORY,
)
