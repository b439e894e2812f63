"""A small hand-made plan for the tests of the deliverables: two townships, 9 out and 9 in parcels,
every verdict.

``example_report()`` is a plan as an office would make it; ``golden_report()`` is the hand-computed
case of nine parcels; ``long_report(n)`` has n outflow projects in one township. All names are
invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from shapely.geometry import box

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.model import (
    BLOCK,
    COUNTED,
    FAIL,
    IN,
    INFO,
    NA,
    OUT,
    PASS,
    SHOWN,
    UNKNOWN,
    WARN,
    Cell,
    Finding,
    Header,
    InputRecord,
    Parcel,
)
from jinchu_pingheng.core.notice import (
    AreaMethod,
    BalanceTest,
    Deadline,
    Deduction,
    Notice,
    ParcelType,
    Rule,
)
from jinchu_pingheng.core.rounding import half_up, whole

JIA, YI = ("640199101", "甲镇"), ("640199202", "乙乡")
SOFTWARE = "jinchu_pingheng 0.1.0"

HEADER = Header(
    "640199",
    "云川县",
    2023,
    "ningxia-2022",
    "EPSG:4544",
    office="云川县自然资源局",
    compiled_on="2023-03-20",
)

TYPES_OUT = (
    "经批准实施的国土绿化工程占用一般耕地的",
    "经批准在铁路、公路等用地红线以外，以及河渠两侧、水库周边建设绿化带、绿色通道占用一般耕地的",
    "经批准建设的农田防护林占用耕地的",
    "经批准符合标准的新增农村道路、畜禽养殖设施、"
    "水产养殖设施和破坏耕作层的种植业设施等农业设施建设用地占用一般耕地的",
    "土地整理复垦开发和高标准农田建设中必要的灌溉及排水沟渠、田间道路等配套建设占用一般耕地的",
    "经批准新建水利水电工程等其他国家规定占用耕地需要落实“进出平衡”的",
    "工商企业等社会资本流转获得土地经营权的一般耕地，经批准转为林地、园地等其他农用地的",
)
TYPES_IN = (
    "标注恢复属性的林地、园地、草地、坑塘水面等其他农用地",
    "拟退出的农业设施建设用地",
    "已纳入耕地后备资源范围内的未利用地",
    "符合国土空间规划且可复垦的建设用地",
    "其他可复垦为耕地的土地",
)
RULES = (
    Rule(
        "NX01", "一（三）1", "不得流出永久基本农田", "overlap", BLOCK, OUT, (), {"role": "YJJBNT"}
    ),
    Rule("NX02", "一（三）5", "绿化带不得超过规定宽度", "belt_width", BLOCK, OUT, (2,), {}),
    Rule(
        "NX03", "一（一）", "高标准农田原则上不得流出", "overlap", WARN, OUT, (), {"role": "GBZNT"}
    ),
    Rule(
        "NX11",
        "一（四）1",
        "不得在25度以上陡坡地上整治耕地",
        "slope",
        BLOCK,
        IN,
        (),
        {"max_degree": Decimal(25)},
    ),
    Rule(
        "NX12",
        "一（四）4",
        "不得在生态保护红线范围内整治耕地",
        "overlap",
        BLOCK,
        IN,
        (),
        {"role": "STBHHX"},
    ),
    Rule(
        "NX13",
        "一（四）4",
        "不得在饮用水水源一级保护区内整治耕地",
        "overlap",
        BLOCK,
        IN,
        (),
        {"role": "YYSYD"},
    ),
    Rule("NX14", "一（二）", "优先选择“即可恢复”“工程恢复”地块", "attribute", INFO, IN, (1,), {}),
    Rule("NX21", "二（九）", "流入面积应大于或等于流出面积", "balance", BLOCK, "plan", (), {}),
)
NOTICE = Notice(
    id="ningxia-2022",
    title="关于严格耕地“进出平衡”管理工作的通知",
    region="宁夏回族自治区",
    issuer="宁夏回族自治区自然资源厅、农业农村厅、林业和草原局",
    issued="2022-11-22",
    valid_from="2022-11-22",
    valid_to="2027-11-22",
    word_out="流出",
    word_in="流入",
    area=AreaMethod("planar", False, "附件3 第七章（一）"),
    adjoin_m=Decimal(1),
    types_out=tuple(ParcelType(i, name, f"一（一）{i}") for i, name in enumerate(TYPES_OUT, 1)),
    types_in=tuple(ParcelType(i, name, f"一（二）{i}") for i, name in enumerate(TYPES_IN, 1)),
    balance=BalanceTest("二（九）", "county", Decimal(1)),
    deductions=(
        Deduction("ecological", "国家安排的生态退耕", "二（九）"),
        Deduction("disaster", "自然灾害损毁难以复耕", "二（九）"),
        Deduction("flooded", "河湖水面自然扩大造成永久淹没", "二（九）"),
    ),
    deadlines=(
        Deadline("需求申报", "每年2月底前", "二（二）"),
        Deadline("成果上报备案", "每年3月底前", "二（三）"),
    ),
    legal_basis=("自然资发〔2021〕166号",),
    rules=RULES,
    document="ningxia-2022",
)

INPUTS = (
    InputRecord("DLTB", "DLTB", 1284, "a" * 64),
    InputRecord("YJJBNT", "YJJBNTTB", 96, "b" * 64),
    InputRecord("STBHHX", "STBHHX", 3, "c" * 64),
)


def parcel(parcel_id: str, direction: str, number: int, m2: object, **tags: object) -> Parcel:
    """A rectangular parcel of ``m2`` square metres, 50 m wide, at a place of its own."""
    row = int("".join(filter(str.isdigit, parcel_id)))
    x, y = (500000.0 if direction == OUT else 502000.0), 4180000.0 + row * 1000.0
    shape = box(x, y, x + float(str(m2)) / 50.0, y + 50.0)
    return Parcel(parcel_id, direction, number, shape, **tags)  # type: ignore[arg-type]


def cell(
    owner: Parcel,
    dlbm: str,
    balance_class: str,
    planar: object,
    grade: object,
    town: tuple[str, str],
    village: str,
    ridge: str = "0",
    estimated: bool = False,
    status: str = COUNTED,
) -> Cell:
    """A cell whose printed area is the planar area, rounded once."""
    area = Decimal(str(planar))
    net = area - half_up(area * Decimal(ridge), 2)
    number = None if grade is None else Decimal(str(grade))
    return Cell(
        owner.parcel_id, owner.direction, dlbm, balance_class, number, estimated, town[0], town[1],
        village, status, whole(area), area, net, half_up(area * Decimal("1.00031"), 2),
    )  # fmt: skip


# id, type, m2, project, planned class, start, end, class, 等别, town, village, ridge, deduction,
# document, note
_OUT_ROWS: tuple[tuple[object, ...], ...] = (
    ("C01", 1, "12345.67", "清水沟流域国土绿化工程", "0301", "2023-04", "2023-06", "0102", 8, JIA,
     "一村", "0", "", "", ""),
    ("C02", 1, "8000.45", "清水沟流域国土绿化工程", "0301", "2023-04", "2023-06", "0103", 10, JIA,
     "二村", "0.085", "", "", ""),
    ("C03", 2, "1733.33", "川河公路绿色通道", "0301", "2023-03", "2023-05", "0103", 11, JIA, "二村",
     "0.1275", "", "", ""),
    ("C04", 4, "6666.67", "幸福家庭农场肉牛养殖项目", "1202", "2023-05", "2023-10", "0101", 7, YI,
     "三村", "0", "", "", ""),
    ("C05", 3, "1500.05", "三村农田防护林", "0307", "2023-09", "2023-11", "0102", 9, YI, "三村",
     "0", "", "", "与农田建设同步实施"),
    ("C06", 4, "2450.50", "四村机耕道", "1006", "2023-10", "2023-10", "0102", 8, YI, "四村", "0",
     "", "", ""),
    ("C07", 7, "9120.88", "云川果业有限公司枸杞基地", "0204", "", "", "0102", 8, JIA, "一村", "0",
     "", "", "时间待乡镇核定"),
    ("C08", 1, "5230.40", "二村退耕还草", "0403", "2023-04", "2023-05", "0103", 12, JIA, "二村",
     "0.1275", "ecological",
     "云政发〔2022〕35号", ""),
    ("C09", 5, "1290.35", "三村高标准农田沟渠配套", "1107", "2023-11", "2023-12", "0101", 7, YI,
     "三村", "0", "", "", ""),
)  # fmt: skip

# id, type, m2, name, end, present class, planned class, 等别, estimated, town, village, agreement,
# note
_IN_ROWS: tuple[tuple[object, ...], ...] = (
    ("R01", 1, "15000.25", "一村北果园地块", "2023-05", "0201", "0102", 8, True, JIA, "一村", "是",
     ""),
    ("R02", 1, "9876.55", "二村东坡地块", "2023-06", "0305", "0103", 10, True, JIA, "二村", "是",
     ""),
    ("R03", 1, "7000.35", "三村坑塘地块", "2023-08", "1104", "0101", 7, True, YI, "三村", "是", ""),
    ("R04", 2, "2222.25", "四村旧牛场地块", "2023-09", "1202", "0102", 9, False, YI, "四村", "否",
     "拆除协议正在签订"),
    ("R05", 3, "6180.40", "四村盐碱地地块", "2023-10", "1204", "0102", 9, True, YI, "四村", "是",
     ""),
    ("R06", 4, "1408.75", "一村砖厂复垦地块", "2023-11", "0601", "0103", 10, True, JIA, "一村",
     "是", ""),
    ("R07", 5, "880.60", "二村沟边地块", "2023-11", "0404", "0103", 11, False, JIA, "二村", "", ""),
    ("R08", 1, "3205.15", "二村南梁地块", "2023-10", "0404", "0103", 12, True, JIA, "二村", "是",
     ""),
    ("R09", 1, "4410.90", "三村苗圃地块", "2023-12", "0307", "0102", 8, True, YI, "三村", "是", ""),
)  # fmt: skip


def _out_parcels() -> tuple[list[Parcel], list[Cell]]:
    parcels, cells = [], []
    for (key, number, m2, project, planned, start, end, dlbm, grade, town, village, ridge,
         deduction, doc, note) in _OUT_ROWS:  # fmt: skip
        item = parcel(
            str(key), OUT, number, m2, project=project, planned_class=planned, start_month=start,
            end_month=end, group_name="1组", deduction=deduction, deduction_doc=doc, note=note,
        )  # fmt: skip
        parcels.append(item)
        cells.append(cell(item, str(dlbm), str(dlbm), m2, grade, town, str(village), str(ridge)))  # type: ignore[arg-type]
    cells.append(cell(parcels[0], "1107", "", "212.40", None, JIA, "一村", status=SHOWN))
    cells.append(cell(parcels[4], "0103", "0103", "310.15", 10, JIA, "二村", "0.085"))
    return parcels, cells


def _in_parcels() -> tuple[list[Parcel], list[Cell]]:
    parcels, cells = [], []
    for (
        key,
        number,
        m2,
        name,
        end,
        dlbm,
        planned,
        grade,
        estimated,
        town,
        village,
        agreement,
        note,
    ) in _IN_ROWS:
        item = parcel(
            str(key), IN, number, m2, name=name, planned_class=planned, end_month=end,
            group_name="2组", agreement=agreement, note=note,
        )  # fmt: skip
        parcels.append(item)
        cells.append(
            cell(
                item,
                str(dlbm),
                str(planned),
                m2,
                grade,
                town,
                str(village),
                estimated=bool(estimated),
            )
        )  # type: ignore[arg-type]
    return parcels, cells


def finding(
    item: Parcel,
    rule: Rule,
    verdict: str,
    message: str = "",
    evidence: str = "",
    overlap: str | None = None,
    share: str | None = None,
) -> Finding:
    """A verdict of ``rule`` on a parcel."""
    return Finding(
        item.parcel_id, item.direction, rule.id, rule.clause, rule.severity, verdict, message,
        evidence, None if overlap is None else Decimal(overlap),
        None if share is None else Decimal(share), item.geometry if overlap else None,
    )  # fmt: skip


def _findings(parcels: Sequence[Parcel]) -> list[Finding]:
    """Every rule on every parcel: one blocked inflow, one blocked outflow, one warning, one layer
    that is missing."""
    special = {
        ("C03", "NX02"): (FAIL, "绿化带最宽处6.20米，超过县乡道路3米的规定", "DLHX", None, None),
        ("C04", "NX03"): (FAIL, "与高标准农田重叠1200.50平方米", "GBZNT", "1200.50", "0.1801"),
        ("R08", "NX11"): (
            FAIL,
            "25度以上陡坡地2104.33平方米，占地块65.65%",
            "PDT",
            "2104.33",
            "0.6565",
        ),
        ("R07", "NX14"): (NA, "只适用于类型1", "", None, None),
        ("R09", "NX14"): (FAIL, "“三调”未标注恢复属性", "DLTB.ZZSXDM", None, None),
    }
    found: list[Finding] = []
    for item in parcels:
        for rule in RULES:
            if rule.direction != item.direction:
                continue
            if (item.parcel_id, rule.id) in special:
                verdict, message, evidence, overlap, share = special[item.parcel_id, rule.id]
                found.append(finding(item, rule, verdict, message, evidence, overlap, share))
            elif rule.types and item.type not in rule.types:
                found.append(finding(item, rule, NA, "不适用于该类型"))
            elif rule.id == "NX13":
                found.append(
                    finding(item, rule, UNKNOWN, "缺少图层“饮用水水源一级保护区”，无法判定")
                )
            else:
                found.append(finding(item, rule, PASS, "未发现冲突", "图层齐全", "0.00", "0.0000"))
    total = RULES[-1]
    found.append(
        Finding(
            "",
            "plan",
            total.id,
            total.clause,
            total.severity,
            PASS,
            "流入面积大于流出面积",
            "面积单元",
        )
    )
    return found


def example_report(
    checked: bool = True, header: Header = HEADER, notice: Notice = NOTICE
) -> Report:
    """The plan of 云川县: balanced in total, 水田 fails, one inflow parcel is blocked, one parcel
    is deducted."""
    out, out_cells = _out_parcels()
    inflow, in_cells = _in_parcels()
    parcels = [*out, *inflow]
    found = _findings(parcels) if checked else []
    return build_report(header, notice, parcels, [*out_cells, *in_cells], found, INPUTS, SOFTWARE)


_GOLDEN = (
    ("C01", OUT, 1, JIA, "一村", "0102", "12345.67", 8),
    ("C02", OUT, 2, JIA, "一村", "0103", "7320.41", 10),
    ("C03", OUT, 4, JIA, "二村", "0103", "2908.33", 11),
    ("C04", OUT, 4, YI, "三村", "0101", "6666.67", 7),
    ("C05", OUT, 3, YI, "三村", "0102", "1500.05", 9),
    ("R01", IN, 1, JIA, "一村", "0102", "15000.25", 8),
    ("R02", IN, 1, JIA, "二村", "0103", "9037.04", 10),
    ("R03", IN, 1, YI, "三村", "0101", "7000.35", 7),
    ("R04", IN, 2, YI, "四村", "0102", "2222.25", 9),
)  # fmt: skip


def golden_report() -> Report:
    """The nine parcels computed by hand; areas are TBDLMJ, measured as 'planar' here."""
    parcels, cells = [], []
    for key, direction, number, town, village, cls, m2, grade in _GOLDEN:
        item = parcel(key, direction, number, m2, name=f"{key}地块")
        parcels.append(item)
        cells.append(cell(item, cls if direction == OUT else "0201", cls, m2, grade, town, village))
    return build_report(HEADER, NOTICE, parcels, cells, (), INPUTS, SOFTWARE)


def long_report(count: int = 60) -> Report:
    """``count`` outflow projects and inflow parcels of 甲镇, for page breaks."""
    parcels, cells = [], []
    for index in range(1, count + 1):
        for direction, prefix in ((OUT, "C"), (IN, "R")):
            name = f"第{index}号{'绿化工程' if direction == OUT else '果园恢复地块'}"
            item = parcel(
                f"{prefix}{index:03d}",
                direction,
                1 + index % 3,
                2000 + index,
                name=name,
                project=name,
            )
            month = f"2023-{1 + index % 12:02d}"
            item = replace(
                item, start_month=month, end_month=month, group_name="3组", agreement="是"
            )
            parcels.append(item)
            cls = ("0101", "0102", "0103")[index % 3]
            cells.append(cell(item, cls, cls, 2000 + index, 7 + index % 5, JIA, "一村"))
    return build_report(HEADER, NOTICE, parcels, cells, (), INPUTS, SOFTWARE)
