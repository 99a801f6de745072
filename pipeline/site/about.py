"""The pages about the report: how it was made, how sure it is, and what the columns of its tables mean."""

from __future__ import annotations

from collections import Counter

from safeplans.extractors.choice.confidence import BANDS
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.pipeline.base.version import pipeline_version
from safeplans.pipeline.schema.fields import ALL_TABLES
from safeplans.pipeline.site.contents import Contents
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.views import labels

PAGE = "about.html"
DICTIONARY = "dictionary.html"


def write_about(site: Site, contents: Contents) -> None:
    """Write the page about the report and the data dictionary."""
    corpus = contents.corpus
    banded = {
        "Objectives": corpus.objectives.values(),
        "Actions": corpus.actions.values(),
        "Owners": corpus.owners,
        "Dates": corpus.dates,
        "Measures": corpus.measures,
    }
    counts = {name: Counter(row["confidence_band"] for row in rows) for name, rows in banded.items()}
    site.write(
        PAGE,
        "about.html",
        title="About this report",
        section=PAGE,
        version=pipeline_version(),
        confidence=[(name, [counts[name][band] for band in BANDS]) for name in banded],
        bands=[labels.label(band, "band") for band in BANDS],
        limits=load_toml("confidence")["bands"],
        dictionary=DICTIONARY,
        contents=contents,
    )
    site.write(
        DICTIONARY,
        "dictionary.html",
        title="Data dictionary",
        section=PAGE,
        crumbs=[("About this report", PAGE)],
        tables=ALL_TABLES,
    )
