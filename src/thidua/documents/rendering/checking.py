"""Compares a context with its declaration and returns a clean copy, or says exactly what does not fit."""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from thidua.documents.rendering.kinds import ContextError
from thidua.foundation.text import tidy

_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")

Reader = Callable[[Any, str], Any]


def checked(shape: type, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of `context` that fits the TypedDict `shape`, every text tidied.

    Raises `ContextError` naming the first value that is missing, unknown or of the wrong type.
    """
    value: dict[str, Any] = reader(shape)(context, "")
    return value


@cache
def reader(shape: Any) -> Reader:
    """Return the function that reads a value of the declared type `shape`."""
    origin = get_origin(shape)
    if is_typeddict(shape):
        return _fields(shape)
    if origin is list:
        return _items(reader(get_args(shape)[0]))
    if origin is Literal:
        return _one_of(get_args(shape))
    if origin in (Union, types.UnionType):
        return _optional(reader(next(a for a in get_args(shape) if a is not type(None))))
    return {str: _text, int: _whole, float: _number, bool: _flag}[shape]


def iso_day(text: str, where: str) -> date:
    """Read an ISO day of a context."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ContextError(where, f"“{text}” không phải là ngày dạng 2026-10-02") from None


def iso_moment(text: str, where: str) -> datetime:
    """Read an ISO moment of a context, with or without offset."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ContextError(where, f"“{text}” không phải là thời điểm dạng 2026-06-12T14:00") from None


def _fields(shape: type) -> Reader:
    readers: dict[str, tuple[Reader, bool]] = {}
    for name, hint in get_type_hints(shape, include_extras=True).items():
        optional = get_origin(hint) is NotRequired
        readers[name] = (reader(get_args(hint)[0] if optional else hint), optional)
    required = [name for name, (_, optional) in readers.items() if not optional]

    def read(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ContextError(where or shape.__name__, "phải là một nhóm giá trị có tên")
        prefix = where + "." if where else ""
        for name in required:
            if name not in value:
                raise ContextError(prefix + name, "còn thiếu")
        result = {}
        for name, item in value.items():
            if name not in readers:
                raise ContextError(f"{prefix}{name}", "không có trong khai báo của loại văn bản này")
            result[name] = readers[name][0](item, prefix + name)
        return result

    return read


def _items(read: Reader) -> Reader:
    def read_all(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise ContextError(where, "phải là một danh sách")
        return [read(item, f"{where}[{i}]") for i, item in enumerate(value)]

    return read_all


def _one_of(allowed: tuple[Any, ...]) -> Reader:
    def read(value: Any, where: str) -> Any:
        if isinstance(value, bool) or value not in allowed:
            raise ContextError(where, "phải là một trong: " + ", ".join(map(str, allowed)))
        return value

    return read


def _optional(read: Reader) -> Reader:
    return lambda value, where: None if value is None else read(value, where)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise ContextError(where, "phải là chữ")
    return _printable(str(value))


@lru_cache(maxsize=4096)
def _printable(text: str) -> str:
    """Tidy; what no file can hold (half a surrogate pair, a non-character) becomes the replacement character."""
    return tidy(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_NO_CHARACTERS))


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ContextError(where, "phải là số nguyên")
    if value < 0:
        raise ContextError(where, "không được là số âm")
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ContextError(where, "phải là số")
    if not math.isfinite(value):
        raise ContextError(where, "phải là số hữu hạn")
    return float(value)


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise ContextError(where, "phải là đúng hoặc sai")
    return value
