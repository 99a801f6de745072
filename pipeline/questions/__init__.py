"""The questions of a panel, each answered from a dataset by one call: `ask`.

A name is loaded when it is first used: the list of questions is told without the tables that answer them.
"""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from safeplans.pipeline.questions.asking import Answer, QuestionError, answer, ask
    from safeplans.pipeline.questions.registry import Question, questions

__all__ = ["Answer", "Question", "QuestionError", "answer", "ask", "questions"]

_REGISTERED = ("Question", "questions")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return pkgutil.resolve_name(f"{__name__}.{'registry' if name in _REGISTERED else 'asking'}:{name}")
