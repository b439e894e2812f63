"""Values as plain data between processes: JSON, and beside it bytes for what JSON has no word for.

Nothing that is read can run. Arrays are numbers, geometries are WKB, and a record is made anew from
its fields; its class must be one that the reading process has imported. Values of one kind go
together, by column: a block has thousands of findings.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Callable

import numpy as np
import shapely

from ..core.errors import PlanError
from ..core.findings import Findings

_OF_JSON = frozenset((str, int, float, bool, type(None)))
_OF_TEXT = frozenset((str, type(None)))
_COLLECTIONS: dict[str, Callable[[Iterable[Any]], Any]] = {
    kind.__name__: kind for kind in (list, tuple, set, frozenset)
}


def dump(value: Any) -> tuple[bytes, list[bytes]]:
    """A text and the bytes that belong to it. Raises TypeError for what is no plain value."""
    writer = _Writer()
    column = writer.column([value])
    sizes = [len(buffer) for buffer in writer.buffers]
    text = json.dumps([column, sizes], ensure_ascii=False, check_circular=False)
    return text.encode("utf-8", "surrogatepass"), writer.buffers


def load(text: bytes, buffers: bytes) -> Any:
    """The value again. Raises ValueError for anything else than what ``dump`` made."""
    column, sizes = json.loads(text.decode("utf-8", "surrogatepass"))
    return _Reader(_cut(memoryview(buffers), sizes)).column(column)[0]


class _Writer:
    """``column`` turns values into what JSON knows: a list, or a dict that names their kind."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []

    def column(self, values: Sequence[Any]) -> Any:
        kinds = set(map(type, values))
        if kinds <= _OF_JSON:
            return _few_words(values) if kinds <= _OF_TEXT else list(values)
        names = {kind: _name(kind) for kind in kinds}
        if len(set(names.values())) == 1:
            return self._alike(names.popitem()[1], values)
        places: dict[str, list[int]] = {}
        for place, value in enumerate(values):
            places.setdefault(names[type(value)], []).append(place)
        parts = [[at, self.column([values[place] for place in at])] for at in places.values()]
        return {"kind": "mixed", "of": parts, "count": len(values)}

    def _alike(self, kind: str, values: Sequence[Any]) -> dict[str, Any]:
        write = getattr(self, f"_{kind}", None)
        if write is not None:
            return {"kind": kind, "of": write(values)}
        if kind in _COLLECTIONS:
            flat = self.column(list(chain.from_iterable(values)))
            return {"kind": kind, "of": flat, "lengths": list(map(len, values))}
        columns = [
            self.column([getattr(value, name) for value in values])
            for name in _fields(type(values[0]))
        ]
        return {"kind": "record", "class": kind, "of": columns, "count": len(values)}

    def _number(self, values: Sequence[Any]) -> list[Any]:
        return [value.item() for value in values]

    def _decimal(self, values: Sequence[Decimal]) -> list[str]:
        return list(map(str, values))

    def _path(self, values: Sequence[Path]) -> list[str]:
        return list(map(str, values))

    def _bytes(self, values: Sequence[bytes]) -> list[int]:
        self.buffers.append(b"".join(values))
        return [len(self.buffers) - 1, *map(len, values)]

    def _geometry(self, values: Sequence[Any]) -> list[int]:
        return self._bytes(shapely.to_wkb(np.array(values, dtype=object)).tolist())

    def _error(self, values: Sequence[PlanError]) -> list[list[str]]:
        return [[error.what, error.where, error.do] for error in values]

    def _dict(self, values: Sequence[dict[Any, Any]]) -> list[Any]:
        keys = self.column(list(chain.from_iterable(values)))
        held = self.column([item for value in values for item in value.values()])
        return [list(map(len, values)), keys, held]

    def _findings(self, values: Sequence[Findings]) -> list[Any]:
        joined = Findings()
        for value in values:
            joined.extend(value)
        return [list(map(len, values)), list(map(self.column, joined.columns))]

    def _array(self, values: Sequence[np.ndarray]) -> list[Any]:
        return [self._one_array(value) for value in values]

    def _one_array(self, array: np.ndarray) -> list[Any]:
        if array.dtype.hasobject:
            return ["object", array.shape, self.column(array.ravel().tolist())]
        self.buffers.append(np.ascontiguousarray(array).tobytes())
        return [array.dtype.str, array.shape, len(self.buffers) - 1]


def _few_words(values: Sequence[str | None]) -> Any:
    """Texts; each once where the same ones come again and again, as in a column of findings."""
    words = {word: number for number, word in enumerate(dict.fromkeys(values))}
    if 4 * len(words) > len(values):
        return list(values)
    return {"kind": "words", "of": [list(words), list(map(words.__getitem__, values))]}


def _name(kind: type) -> str:
    """What values of a type are called: a method of writer and reader, or a record's class."""
    if kind in _OF_JSON:
        return "json"
    for name, base in _BASES.items():
        if issubclass(kind, base):
            return name
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return f"{kind.__module__}:{kind.__qualname__}"
    if kind.__name__ in _COLLECTIONS:
        return kind.__name__
    raise TypeError(f"{kind.__module__}.{kind.__qualname__} is no plain value")


_BASES: dict[str, type] = {
    "number": np.generic,
    "decimal": Decimal,
    "path": Path,
    "bytes": bytes,
    "geometry": shapely.Geometry,
    "error": PlanError,
    "dict": dict,
    "findings": Findings,
    "array": np.ndarray,
}


def _fields(kind: Any) -> list[str]:
    """Fields of a record; those with an underscore are a process's own memory."""
    names = kind._fields if hasattr(kind, "_fields") else [field.name for field in fields(kind)]
    return [name for name in names if not name.startswith("_")]


class _Reader:
    """The inverse of ``_Writer``, kind by kind."""

    def __init__(self, buffers: Sequence[memoryview]) -> None:
        self._buffers = buffers

    def column(self, data: Any) -> list[Any]:
        if isinstance(data, list):
            return data
        kind, of = data["kind"], data["of"]
        if kind == "mixed":
            return self._mixed(of, data["count"])
        if kind == "words":
            words, numbers = of
            return list(map(words.__getitem__, numbers))
        if kind == "record":
            return self._record(data["class"], of, data["count"])
        if kind in _COLLECTIONS:
            return list(map(_COLLECTIONS[kind], _cut(self.column(of), data["lengths"])))
        if kind not in _BASES:
            raise ValueError(f"unknown kind {kind}")
        read: Callable[[Any], list[Any]] = getattr(self, f"_{kind}")
        return read(of)

    def _mixed(self, parts: list[Any], count: int) -> list[Any]:
        values: list[Any] = [None] * count
        for places, column in parts:
            for place, value in zip(places, self.column(column)):
                values[place] = value
        return values

    def _record(self, name: str, columns: list[Any], count: int) -> list[Any]:
        kind = _record_class(name)
        names = _fields(kind)
        if not names:
            return [kind() for _ in range(count)]
        return [kind(**dict(zip(names, row))) for row in zip(*map(self.column, columns))]

    def _number(self, of: list[Any]) -> list[Any]:
        return of

    def _decimal(self, of: list[str]) -> list[Decimal]:
        return list(map(Decimal, of))

    def _path(self, of: list[str]) -> list[Path]:
        return list(map(Path, of))

    def _bytes(self, of: list[int]) -> list[bytes]:
        number, *lengths = of
        return list(map(bytes, _cut(self._buffers[number], lengths)))

    def _geometry(self, of: list[int]) -> list[Any]:
        found = shapely.from_wkb(np.array(self._bytes(of), dtype=object))
        return list(np.atleast_1d(found))

    def _error(self, of: list[list[str]]) -> list[PlanError]:
        return [PlanError(*parts) for parts in of]

    def _dict(self, of: list[Any]) -> list[dict[Any, Any]]:
        lengths, keys, values = of
        pairs = list(zip(self.column(keys), self.column(values)))
        return list(map(dict, _cut(pairs, lengths)))

    def _findings(self, of: list[Any]) -> list[Findings]:
        lengths, columns = of
        made = [Findings() for _ in lengths]
        cut = [_cut(self.column(column), lengths) for column in columns]
        for findings, own in zip(made, zip(*cut)):
            findings.columns = own
        return made

    def _array(self, of: list[Any]) -> list[np.ndarray]:
        return [self._one_array(*parts) for parts in of]

    def _one_array(self, dtype: str, shape: list[int], held: Any) -> np.ndarray:
        if dtype != "object":
            return np.frombuffer(self._buffers[held], dtype=np.dtype(dtype)).reshape(shape).copy()
        values = self.column(held)
        array = np.empty(len(values), dtype=object)
        array[:] = values
        return array.reshape(shape)


def _cut(values: Any, lengths: Sequence[int]) -> list[Any]:
    ends = list(accumulate(lengths))
    return [values[end - length : end] for end, length in zip(ends, lengths)]


def _record_class(name: str) -> Any:
    module, _, qualname = name.partition(":")
    found = getattr(sys.modules.get(module), qualname, None)
    if not isinstance(found, type) or not (is_dataclass(found) or hasattr(found, "_fields")):
        raise ValueError(f"{name} is no record of this process")
    return found
