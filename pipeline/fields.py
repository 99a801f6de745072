"""The one definition of every table and field of a dataset.

The Arrow schemas, the checks, the data dictionary and the Frictionless descriptor are all
generated from `TABLES`. To add a column, add a `Field` here and fill it in `pipeline.rows`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from extractors.vocabulary import load_toml
from pipeline.codes import RETRIES, SEVERITIES, STAGES, codes

SCHEMA_VERSION = "1.2"
"""Version of the tables' shape, apart from the package's. The first number changes when a reader must change."""


class Type(enum.StrEnum):
    """What a column holds; the Arrow type of each stands in `pipeline.schemas`."""

    TEXT = "text"
    CATEGORY = "category"
    DATE = "date"
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

OWNER_FUNCTIONS: tuple[str, ...] = tuple(
    dict.fromkeys(entry["function"] for entry in load_toml("owner_functions")["functions"])
)
"""What a group or post is for: the functions of the vocabulary, so that a new one there is allowed here."""

RECURRENCE_PATTERN = r"P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?<!P)"
"""An ISO 8601 duration in years, months, weeks or days; at least one of them."""

ROW_ID_PATTERN = r"[0-9a-f]{16}:[A-Za-z0-9_.-]+"
"""A document's id, a colon and a short suffix."""


def _key(name: str, description: str) -> Field:
    return Field(name, Type.TEXT, description, pattern=ROW_ID_PATTERN)


def _text(name: str, description: str, *, nullable: bool = False) -> Field:
    return Field(name, Type.TEXT, description, nullable=nullable)


def _category(name: str, description: str, *allowed: str, nullable: bool = False) -> Field:
    return Field(name, Type.CATEGORY, description, nullable=nullable, allowed=allowed)


def _date(name: str, description: str) -> Field:
    return Field(name, Type.DATE, description, nullable=True)


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
    _date("period_start", "First day of the span it covers."),
    _date("period_end", "Last day of the span it covers (inclusive)."),
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
PLACE = (
    Field("page", Type.INT32, "Page it was printed on, from 1; null for a source without pages.", True, minimum=1),
    Field("line_start", Type.INT32, "First line, from 1, of the text that the reader produced.", minimum=1),
    Field("line_end", Type.INT32, "Last line (inclusive).", minimum=1),
    Field(
        "bbox",
        Type.BOX,
        "Box on the page: x0, top, x1, bottom in PDF points from the page's top left; null for text.",
        nullable=True,
    ),
    _text("quote", "The source text, verbatim."),
    _category("method", "Rule or model that produced the row."),
    Field("confidence", Type.FLOAT32, "How sure the rule is, 0 to 1.", minimum=0, maximum=1),
)
BANDED_PLACE = (
    _category(
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

DOCUMENTS = Table(
    "documents",
    "Documents",
    "One row for each source file, failures included.",
    (
        Field(
            "document_id",
            Type.TEXT,
            "First 16 hexadecimal digits of the SHA-256 of the file's bytes.",
            pattern=r"[0-9a-f]{16}",
        ),
        _text("source", "Path relative to the input folder, with `/`."),
        Field("sha256", Type.TEXT, "SHA-256 of the file's bytes, hexadecimal.", pattern=r"[0-9a-f]{64}"),
        Field("media_type", Type.CATEGORY, "Kind of file; null if it could not be told.", nullable=True),
        Field("byte_size", Type.INT64, "Size of the file in bytes.", minimum=0),
        Field("page_count", Type.INT32, "Pages; null for a source without pages, or one not opened.", True, minimum=0),
        _text("title", "Title as printed.", nullable=True),
        _category(
            "document_type",
            "What kind of publication it is; null if nothing could be read.",
            "business_plan",
            "annual_report",
            "arrangements",
            "strategy",
            "other",
            nullable=True,
        ),
        Field(
            "partnership_id",
            Type.TEXT,
            "Partnership in the register; null if not recognised.",
            nullable=True,
            reference="partnerships.partnership_id",
        ),
        _text("partnership_name", "The partnership's name as printed.", nullable=True),
        _text("partnership_evidence", "The printed words by which the partnership was recognised.", nullable=True),
        _date("period_start", "First day of the span the document says it covers."),
        _date("period_end", "Last day of that span (inclusive)."),
        _date("published", "The date printed on it."),
        _text("version", "Version as printed.", nullable=True),
        _text("author", "Author as printed, or as the file itself says.", nullable=True),
        _category(
            "text_origin",
            "How its text was come by: in the PDF, by optical character recognition, or a text file.",
            "digital",
            "ocr",
            "text",
            nullable=True,
        ),
        _category(
            "status",
            "ok; partial: `problems` holds an error or a warning about it; failed: nothing could be read.",
            "ok",
            "partial",
            "failed",
        ),
        Field("objective_count", Type.INT32, "Its rows in `objectives`.", minimum=0),
        Field("action_count", Type.INT32, "Its rows in `actions`.", minimum=0),
        Field("problem_count", Type.INT32, "Its rows in `problems`.", minimum=0),
        Field("block_count", Type.INT32, "Blocks (headings, paragraphs, items, tables) read from it.", minimum=0),
        Field("blocks_placed", Type.INT32, "Blocks that gave a row.", minimum=0),
        Field("blocks_set_aside", Type.INT32, "Blocks set aside by a named rule.", minimum=0),
        Field("blocks_left_over", Type.INT32, "Blocks that no rule claimed; `problems` says which.", minimum=0),
        Field(
            "set_aside",
            Type.STRUCTS,
            "Blocks set aside, by the name of the rule.",
            parts=(
                Field("rule", Type.TEXT, "Name of the rule."),
                Field("blocks", Type.INT32, "Blocks that it set aside.", minimum=0),
            ),
        ),
    ),
    key="document_id",
)

PARTNERSHIPS = Table(
    "partnerships",
    "Partnerships",
    "One row for each safeguarding partnership in the register.",
    (
        Field(
            "partnership_id",
            Type.TEXT,
            "Slug of the area, with `-scp` for children's, `-sab` for adults', `-sp` for joint ones.",
            pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
        ),
        _text("name", "The partnership's name."),
        Field("aliases", Type.TEXTS, "Other names that it goes by in print."),
        _category("kind", "Whom it safeguards.", "children", "adults", "joint"),
        _category("country", "Country of the United Kingdom."),
        _category("region", "Region; null where the country has none.", nullable=True),
        Field(
            "authorities",
            Type.STRUCTS,
            "Local authorities that it covers.",
            parts=(
                Field("code", Type.TEXT, "Nine-character code of the Office for National Statistics."),
                Field("name", Type.TEXT, "Name of the authority."),
            ),
        ),
    ),
    key="partnership_id",
)

OBJECTIVES = Table(
    "objectives",
    "Objectives",
    "What a partnership sets out to achieve. A statement printed several times is one row.",
    (
        _key("objective_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        ORDINAL,
        _category(
            "kind",
            "What the document calls it; outcome: an aim stated for a group of actions.",
            "objective",
            "priority",
            "theme",
            "aim",
            "outcome",
        ),
        _text("number", "Number as printed, bare (`1`, `2a`).", nullable=True),
        _text("title", "Short name where one is printed.", nullable=True),
        _text("text", "The whole statement, without its number."),
        *PERIOD,
        _category(
            "standing",
            "current; previous: of a finished period, reported on; future: announced for a plan not yet begun.",
            "current",
            "previous",
            "future",
        ),
        THEME_LIST,
        *BANDED_PLACE,
    ),
    key="objective_id",
)

ACTIONS = Table(
    "actions",
    "Actions",
    "What will be, or was, done.",
    (
        _key("action_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        OBJECTIVE,
        ORDINAL,
        _text("number", "Number as printed, bare.", nullable=True),
        _text("title", "Short label where the document prints one.", nullable=True),
        _text("text", "What is to be done."),
        _text("owner_text", "The cell or label that names who does it, as printed.", nullable=True),
        _text("timescale_text", "The cell or label that says when, as printed.", nullable=True),
        _text("progress_text", "The comment on progress, as printed.", nullable=True),
        _category(
            "rag",
            "Rating printed or coloured; null if there is none.",
            "red",
            "amber",
            "green",
            "blue",
            "grey",
            nullable=True,
        ),
        _category(
            "standing",
            "By the printed rating or progress, else by the timescale, else planned.",
            "planned",
            "in_progress",
            "done",
        ),
        THEME_LIST,
        *BANDED_PLACE,
    ),
    key="action_id",
)

OWNERS = Table(
    "owners",
    "Owners",
    "Who leads, does, or answers for it: one row each.",
    (
        _key("owner_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        _category("subject", "Table that `subject_id` points to.", "action", "objective"),
        _text("subject_id", "The action or objective owned."),
        SUBJECT_ORDINAL,
        _text("name", "Name as printed."),
        _text(
            "canonical",
            "Name with its local abbreviation spelt out, where the document or the register says what it stands for.",
            nullable=True,
        ),
        _category(
            "kind",
            "group: a board or panel; role: a post; agency: an organisation; partnership: all partners together; "
            "person: a named person.",
            "group",
            "role",
            "agency",
            "partnership",
            "person",
        ),
        _category(
            "sector",
            "Sector that the owner belongs to.",
            "local_authority",
            "health",
            "police",
            "education",
            "voluntary",
            "justice",
            "scrutiny",
            "partnership",
            "other",
        ),
        _category(
            "canonical_function",
            "What a group or post is for, the same word for the same kind of body in every partnership; null if its "
            "name does not say, and for other kinds of owner.",
            *OWNER_FUNCTIONS,
            nullable=True,
        ),
        _category(
            "relation",
            "lead: does it or leads it; reports_to: receives the report or the assurance.",
            "lead",
            "reports_to",
        ),
        *BANDED_PLACE,
    ),
    key="owner_id",
    subjects=(("action", "actions"), ("objective", "objectives")),
)

DATES = Table(
    "dates",
    "Dates",
    "When: one row for each expression of time. Never more precise than the print.",
    (
        _key("date_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        _category(
            "subject", "Table that `subject_id` points to.", "action", "objective", "measure", "group", "document"
        ),
        _text("subject_id", "The row dated; for a document its `document_id`."),
        SUBJECT_ORDINAL,
        _text("text", "Words as printed."),
        _category("kind", "What the words fix.", "due", "start", "period", "recurring", "event"),
        _date("start", "First day of the span that the words denote; null where nothing is fixed."),
        _date("end", "Last day of that span (inclusive)."),
        Field(
            "month", Type.INT8, "Month (1 to 12) printed without a year; otherwise null.", True, minimum=1, maximum=12
        ),
        _category(
            "precision",
            "How exact the words are; null where nothing is fixed (`ongoing`).",
            "day",
            "month",
            "quarter",
            "season",
            "year",
            "financial_year",
            "academic_year",
            nullable=True,
        ),
        RECURRENCE,
        *BANDED_PLACE,
    ),
    key="date_id",
    subjects=(
        ("action", "actions"),
        ("objective", "objectives"),
        ("measure", "measures"),
        ("group", "groups"),
        ("document", "documents"),
    ),
)

MEASURES = Table(
    "measures",
    "Measures",
    "How anyone would know, and the figures reported.",
    (
        _key("measure_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        OBJECTIVE,
        Field(
            "action_id",
            Type.TEXT,
            "Action that it hangs under; null if it hangs under none.",
            nullable=True,
            reference="actions.action_id",
        ),
        ORDINAL,
        _category(
            "kind",
            "success: how it will be judged; evidence: what will be shown; figure: a number reported.",
            "success",
            "evidence",
            "figure",
        ),
        _text("text", "Words as printed."),
        Field("value", Type.FLOAT64, "The number reported, in `unit`.", nullable=True),
        _text("unit", "What the number counts (`referrals`, `%`).", nullable=True),
        Field("change", Type.FLOAT64, "Percent against the period before, signed.", nullable=True),
        *PERIOD,
        *BANDED_PLACE,
    ),
    key="measure_id",
)

GROUPS = Table(
    "groups",
    "Groups",
    "The boards and subgroups that do the work.",
    (
        _key("group_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        _text("name", "Name as printed."),
        _text("abbreviation", "Its abbreviation.", nullable=True),
        _text("chair", "Who chairs it, as printed.", nullable=True),
        _text("focus", "What it is for, as printed.", nullable=True),
        _text("meets_text", "When it meets, as printed.", nullable=True),
        RECURRENCE.described("ISO 8601 duration between its meetings (`P3M` quarterly); null if not said."),
        *PLACE,
    ),
    key="group_id",
)

TERMS = Table(
    "terms",
    "Terms",
    "The document's own abbreviations.",
    (
        _key("term_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        _text("term", "Abbreviation as printed."),
        _text("expansion", "What it stands for, as printed."),
        _category("defined_in", "Where the document says so.", "glossary", "inline"),
        *PLACE,
    ),
    key="term_id",
)

PROBLEMS = Table(
    "problems",
    "Problems",
    "Everything the pipeline could not do, or doubts; a file that could not be opened too.",
    (
        _key(
            "problem_id",
            "The document's id, `:` and a short suffix; for a file without an id, the first 16 hexadecimal digits "
            "of the SHA-256 of `source` stand in its place.",
        ),
        DOCUMENT.optional().described("Document concerned; null if the file could not be opened at all."),
        _text("source", "File concerned: path relative to the input folder, with `/`."),
        _category("stage", "Where it came up.", *STAGES),
        _category(
            "severity",
            "error: something is missing; warning: something may be wrong; info: worth knowing.",
            *SEVERITIES,
        ),
        _category("code", "Kind of problem; `docs/problems.md` says what each means and what to do.", *codes()),
        _category(
            "retry",
            "Can reading the document again help? no: the same will be said again; same: the same command may succeed; "
            "changed: after the change that the message names (another limit, an extra installed, a better copy).",
            *RETRIES,
        ),
        _text("message", "What it is and what to do."),
        Field("page", Type.INT32, "Page concerned, from 1.", nullable=True, minimum=1),
    ),
    key="problem_id",
)

TABLES: tuple[Table, ...] = (
    DOCUMENTS,
    PARTNERSHIPS,
    OBJECTIVES,
    ACTIONS,
    OWNERS,
    DATES,
    MEASURES,
    GROUPS,
    TERMS,
    PROBLEMS,
)


def table(name: str) -> Table:
    """The table of that name; KeyError when there is none."""
    for candidate in TABLES:
        if candidate.name == name:
            return candidate
    raise KeyError(f"there is no table {name}")
