"""The partnership that a reviewer means: by its id in the register, or by a name that no other has."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from safeplans.extractors.about.area_names import Key, key
from safeplans.extractors.about.register import Partnership

_SUGGESTED = 4


class PartnershipNames:
    """The ids, names and aliases of a register, compared as the names in documents are: without case, `&` as `and`."""

    def __init__(self, register: Iterable[Partnership]) -> None:
        self._ids: set[str] = set()
        self._by_name: dict[Key, list[str]] = defaultdict(list)
        for each in register:
            self._ids.add(each.partnership_id)
            for name in dict.fromkeys(map(key, (each.partnership_id, each.name, *each.aliases))):
                self._by_name[name].append(each.partnership_id)

    def find(self, text: str) -> str:
        """The id of the one partnership that is called so.

        Raises ValueError, in words that follow the column's name, where none is, or several are.
        """
        if text in self._ids:
            return text
        called = self._by_name.get(key(text), [])
        if len(called) == 1:
            return called[0]
        if called:
            raise ValueError(f"holds {text!r}, as several are called: {_listed(called)}. Write the id of one of them")
        near = self._nearest(key(text))
        where = f"Nearest: {_listed(near)}" if near else "See the column partnership_id of that table"
        raise ValueError(f"holds {text!r}, which is no id and no name in the table partnerships. {where}")

    def _nearest(self, words: Key) -> list[str]:
        """Ids of partnerships with all these words in a name, then of those whose names are written alike."""
        having = [name for name in self._by_name if words and set(words) <= set(name)]
        written = {" ".join(name): name for name in self._by_name}
        alike = difflib.get_close_matches(" ".join(words), written, n=_SUGGESTED)
        names = (*having, *(written[each] for each in alike))
        return list(dict.fromkeys(each for name in names for each in self._by_name[name]))


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SUGGESTED]) + (" and others" if len(ids) > _SUGGESTED else "")
