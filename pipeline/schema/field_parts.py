"""What a table and a field are, the closed lists, and the fields that several tables share."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from safeplans.extractors.lexicon.loading import load_toml


class Type(enum.StrEnum):
    """What a column holds; the Arrow type of each stands in `schema.schemas`."""

    TEXT = "text"
    CATEGORY = "category"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INT8 = "int8"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    TEXTS = "list of text"
    BOX = "list of float32"
    STRUCTS = "list of struct"


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    allowed: the closed list of a category (or of the items of a list of text), () where any value may stand.
    reference: ``table.column`` that each value must be found in.
    minimum, maximum: inclusive bounds of a number.
    pattern: regular expression that a whole text must match.
    parts: the fields of a struct, for a list of structs.
    """

    name: str
    type: Type
    description: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    reference: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    parts: tuple[Field, ...] = ()

    def optional(self) -> Field:
        """The same field where it may be null."""
        return replace(self, nullable=True)

    def described(self, description: str) -> Field:
        """The same field with words of its own for one table."""
        return replace(self, description=description)


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    key: the column whose values are unique.
    subjects: for a table whose `subject_id` points to several tables, the table meant by each `subject`.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: str
    subjects: tuple[tuple[str, str], ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.name}.parquet"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no column {name}")

    def has(self, name: str) -> bool:
        return name in self.columns


THEMES = (
    "neglect",
    "physical_abuse",
    "emotional_abuse",
    "sexual_abuse",
    "domestic_abuse",
    "sexual_exploitation",
    "criminal_exploitation",
    "youth_violence",
    "missing_children",
    "modern_slavery",
    "radicalisation",
    "harmful_practices",
    "online_safety",
    "mental_health",
    "substance_misuse",
    "early_help",
    "front_door",
    "infants",
    "child_protection",
    "children_in_care",
    "disability_send",
    "education",
    "private_fostering",
    "extra_familial_harm",
    "transitions",
    "youth_justice",
    "asylum_seekers",
    "equality",
    "voice_of_child",
    "community",
    "workforce",
    "quality_assurance",
    "information_sharing",
    "governance",
    "practice_reviews",
    "allegations",
)

SECTORS = (
    "local_authority",
    "health",
    "police",
    "education",
    "voluntary",
    "justice",
    "scrutiny",
    "partnership",
    "other",
)

RELATIONS = ("lead", "reports_to")

OWNER_FUNCTIONS: tuple[str, ...] = tuple(
    dict.fromkeys(entry["function"] for entry in load_toml("owner_functions")["functions"])
)
"""What a group or post is for: the functions of the vocabulary, so that a new one there is allowed here."""

RECURRENCE_PATTERN = r"P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?<!P)"
"""An ISO 8601 duration in years, months, weeks or days; at least one of them."""

ROW_ID_PATTERN = r"[0-9a-f]{16}:[A-Za-z0-9_.-]+"
"""A document's id, a colon and a short suffix."""


def key(name: str, description: str) -> Field:
    return Field(name, Type.TEXT, description, pattern=ROW_ID_PATTERN)


def text(name: str, description: str, *, nullable: bool = False) -> Field:
    return Field(name, Type.TEXT, description, nullable=nullable)


def category(name: str, description: str, *allowed: str, nullable: bool = False) -> Field:
    return Field(name, Type.CATEGORY, description, nullable=nullable, allowed=allowed)


def date(name: str, description: str) -> Field:
    return Field(name, Type.DATE, description, nullable=True)


def timestamp(name: str, description: str) -> Field:
    """A moment, in seconds of UTC."""
    return Field(name, Type.TIMESTAMP, description)


DOCUMENT = Field(
    "document_id",
    Type.TEXT,
    "Document that the row was read from.",
    reference="documents.document_id",
)
OBJECTIVE = Field(
    "objective_id",
    Type.TEXT,
    "Objective that it hangs under; null if it hangs under none.",
    nullable=True,
    reference="objectives.objective_id",
)
ORDINAL = Field("ordinal", Type.INT32, "Place in the document's reading order, from 1.", minimum=1)
SUBJECT_ORDINAL = ORDINAL.described("Order within its subject, from 1.")
PERIOD = (
    date("period_start", "First day of the span it covers."),
    date("period_end", "Last day of the span it covers (inclusive)."),
)
THEME_LIST = Field(
    "themes",
    Type.TEXTS,
    "Themes of safeguarding that the statement carries, from the closed list; empty if none.",
    allowed=THEMES,
)
RECURRENCE = Field(
    "recurrence",
    Type.TEXT,
    "ISO 8601 duration between occurrences (`P3M` quarterly); null if it happens once or is not said.",
    nullable=True,
    pattern=RECURRENCE_PATTERN,
)
CORRECTED = Field(
    "corrected",
    Type.TEXTS,
    "Columns of this row that a reviewer changed; `corrections` keeps what was extracted, who, when and why.",
)
PLACE = (
    Field("page", Type.INT32, "Page (or slide) it was printed on, from 1; null for a source without.", True, minimum=1),
    Field("line_start", Type.INT32, "First line, from 1, of the text that the reader produced.", minimum=1),
    Field("line_end", Type.INT32, "Last line (inclusive).", minimum=1),
    Field(
        "bbox",
        Type.BOX,
        "Box on the page: x0, top, x1, bottom in PDF points from the page's top left; null for text.",
        nullable=True,
    ),
    text(
        "locator",
        "The place as a person follows it: `p. 3`, `slide 4`, `lines 12–14`, `paragraph 41`, `table 2, row 5`, "
        "`Action plan!A12:E12`; of a web page the text fragment to put behind its address.",
    ),
    text("quote", "The source text, verbatim."),
    category("method", "Rule or model that produced the row."),
    Field("confidence", Type.FLOAT32, "How sure the rule is, 0 to 1.", minimum=0, maximum=1),
)
BANDED_PLACE = (
    category(
        "confidence_band",
        "`confidence` in three bands, by thresholds whose measured precision `docs/confidence.md` gives.",
        "high",
        "medium",
        "low",
    ),
    *(
        f.described("Share of such rows, 0 to 1, that were right on documents at first sight.")
        if f.name == "confidence"
        else f
        for f in PLACE
    ),
)
