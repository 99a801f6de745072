"""The writers, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Make = Callable[[Sequence[str]], list[bytes]]


@dataclass(frozen=True, slots=True)
class Writer:
    """suffix: of its files. foreign: whether a program wrote them that people have, not a library as ours read with.

    tables: whether it is asked only for pages whose plan stands in tables.
    """

    name: str
    suffix: str
    make: Make
    foreign: bool
    tables: bool

    @property
    def says(self) -> str:
        return (self.make.__doc__ or "").splitlines()[0]


WRITERS: dict[str, Writer] = {}


def writer(name: str, suffix: str, *, foreign: bool = False, tables: bool = False) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        WRITERS[name] = Writer(name, suffix, make, foreign, tables)
        return make

    return register
