"""The partnerships of which a document was read."""

from __future__ import annotations

import datetime
from collections import defaultdict

from safeplans.pipeline.base.slugs import slug
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus
from safeplans.pipeline.schema.contract import Row

_ADULTS = frozenset({"adult", "adults"})
_CHILDREN = frozenset({"child", "children", "childrens"})


def partnership_rows(corpus: Corpus) -> list[Row]:
    """The rows of `compared_partnerships`, by their keys."""
    documents: dict[str, list[ComparedDocument]] = defaultdict(list)
    for document in corpus.documents.values():
        documents[document.partnership_key].append(document)
    return [_row(corpus, key, documents[key]) for key in sorted(documents)]


def _row(corpus: Corpus, key: str, documents: list[ComparedDocument]) -> Row:
    first = documents[0].row
    known = corpus.partnerships.get(key)
    printed = first["partnership_name"]
    if known is not None:
        recognised_by = "register"
    else:
        recognised_by = "document" if key.startswith("document:") else "printed_name"
    return {
        "partnership_key": key,
        "partnership_id": None if known is None else key,
        "name": known["name"] if known is not None else printed or first["source"],
        "recognised_by": recognised_by,
        "kind": _kind(printed) if known is None else known["kind"],
        "region": None if known is None else known["region"],
        "documents": len(documents),
        "plans": sum(document.publication == "plan" for document in documents),
        "reports": sum(document.publication == "report" for document in documents),
        "period_start": min(_days(documents, "period_start"), default=None),
        "period_end": max(_days(documents, "period_end"), default=None),
    }


def _kind(printed: str | None) -> str | None:
    """Whom a partnership safeguards by the words of its printed name; None where these do not say."""
    words = set(slug(printed or "").split("-"))
    adults, children = bool(words & _ADULTS), bool(words & _CHILDREN)
    if adults or children:
        return "joint" if adults and children else "adults" if adults else "children"
    return None


def _days(documents: list[ComparedDocument], column: str) -> list[datetime.date]:
    return [document.row[column] for document in documents if document.row[column] is not None]
