"""The pool as a layer: what `potential` wrote, perhaps edited by the county since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ..core.accounts.pool import OPEN
from ..core.errors import PlanError, listed
from ..core.geometry.layer import Layer
from ..core.landclass import CROPLAND
from ..core.model import IN, Parcel
from ..survey.sources import Source
from .exact_layers import read_exact

POOL = "潜力图斑"
COLUMNS = ("pool_id", "type", "planned_class", "state", "lock", "yuan_per_mu")
REQUIRED = ("pool_id", "type")
LOCKS = {"": "", "必选": "must", "must": "must", "不选": "never", "never": "never"}


@dataclass(frozen=True)
class Offer:
    """A polygon that may be taken; ``lock``: 'must', 'never' or ''; ``yuan_per_mu``: the county's
    own price of it."""

    parcel: Parcel
    lock: str
    yuan_per_mu: Decimal | None


def read_pool(source: Source, crs: str, with_open: bool) -> list[Offer]:
    """The pool's polygons that still hold land, in the order of their ids; those that are 待查 only
    where ``with_open`` says so, or a lock asks for them.

    Raises PlanError for a layer that is no pool, values that nobody can read, ids that are there
    twice, and a pool of nothing.
    """
    layer = read_exact(source, POOL, crs, COLUMNS)
    lacking = [name for name in REQUIRED if name not in layer.columns]
    if lacking and len(layer):
        do = "请选择“流入潜力”输出的潜力图斑"
        raise PlanError(f"缺少字段 {listed(lacking)}", f"图层“{layer.name}”", do)
    offers = sorted(_offers(layer, with_open), key=lambda offer: offer.parcel.parcel_id)
    if not offers:
        do = "请先运行“流入潜力”，或允许选取待查的图斑"
        raise PlanError("没有可以选取的图斑", f"图层“{layer.name}”", do)
    ids = [offer.parcel.parcel_id for offer in offers]
    double = sorted({one for one, two in zip(ids, ids[1:]) if one == two})
    if double:
        raise PlanError(f"编号 {listed(double)} 重复", f"图层“{layer.name}”", "请改为不同的编号")
    return offers


def _offers(layer: Layer, with_open: bool) -> Iterator[Offer]:
    for row in range(len(layer)):
        values = {name: _text(layer.column(name)[row]) for name in COLUMNS}
        where = f"图层“{layer.name}”图斑 {values['pool_id'] or layer.ids[row]}"
        if values["lock"] not in LOCKS:
            do = "请填 必选、不选，或留空"
            raise PlanError(f"锁定“{values['lock']}”看不懂", where, do)
        lock = LOCKS[values["lock"]]
        if values["state"] == OPEN and not (with_open or lock == "must"):
            continue
        yield Offer(_parcel(values, layer.geometry[row], where), lock, _price(values, where))


def _parcel(values: dict[str, str], geometry: Any, where: str) -> Parcel:
    if not values["pool_id"] or not values["type"].isdecimal():
        raise PlanError("编号或类型没有填写", where, "请补填 pool_id、type")
    planned = values["planned_class"]
    if planned and planned not in CROPLAND:
        raise PlanError(f"可成为的地类“{planned}”不是耕地", where, f"可用：{listed(CROPLAND)}")
    return Parcel(values["pool_id"], IN, int(values["type"]), geometry, planned_class=planned)


def _price(values: dict[str, str], where: str) -> Decimal | None:
    return _yuan(values["yuan_per_mu"], where) if values["yuan_per_mu"] else None


def _yuan(text: str, where: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or price < 0:
        raise PlanError(f"费用“{text}”不是不小于零的数字", where, "请更正每亩的元数")
    return price


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def prices_of(rows: Iterable[tuple[Any, Any]]) -> dict[int, Decimal]:
    """Prices by type of inflow as they were typed. Raises PlanError for what is no type or no
    price."""
    found: dict[int, Decimal] = {}
    for kind, price in ((_text(one), _text(two)) for one, two in rows):
        if kind or price:
            where = f"单价表“{kind} {price}”"
            if not kind.isdecimal() or not price:
                raise PlanError("类型或单价没有填写", where, "请填类型编号和每亩的元数")
            found[int(kind)] = _yuan(price, where)
    return found
