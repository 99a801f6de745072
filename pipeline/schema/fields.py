"""The one definition of every table and field of a dataset.

The Arrow schemas, the checks, the data dictionary and the Frictionless descriptor are all
generated from `TABLES`, those of a comparison from `COMPARISON_TABLES`. To add a column, add a `Field` here and fill it
in `schema.rows`.
"""

from __future__ import annotations

from safeplans.extractors.lexicon.codes import RETRIES, SEVERITIES, STAGES, codes
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.field_parts import (
    BANDED_PLACE,
    CORRECTED,
    DOCUMENT,
    OBJECTIVE,
    ORDINAL,
    OWNER_FUNCTIONS,
    PERIOD,
    PLACE,
    RECURRENCE,
    RELATIONS,
    SECTORS,
    SUBJECT_ORDINAL,
    THEME_LIST,
    Field,
    Table,
    Type,
    category,
    date,
    key,
    text,
    timestamp,
)
from safeplans.pipeline.schema.source_fields import SOURCES

SCHEMA_VERSION = "2.2"
"""Version of the tables' shape, apart from the package's. The first number changes when a reader must change."""

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
        text("source", "Path relative to the input folder, with `/`."),
        Field("sha256", Type.TEXT, "SHA-256 of the file's bytes, hexadecimal.", pattern=r"[0-9a-f]{64}"),
        Field(
            "content_id",
            Type.TEXT,
            "Hash of its words in reading order, without case, punctuation, line breaks and what repeats on each page: "
            "the same for a document published again in other bytes. Null for one without words.",
            nullable=True,
            pattern=r"[0-9a-f]{16}",
        ),
        Field(
            "same_content_as",
            Type.TEXT,
            "The first document of the dataset with these words, by which it is counted in a comparison; null if it is "
            "the first itself.",
            nullable=True,
            reference="documents.document_id",
        ),
        Field("media_type", Type.CATEGORY, "Kind of file; null if it could not be told.", nullable=True),
        Field("byte_size", Type.INT64, "Size of the file in bytes.", minimum=0),
        Field("page_count", Type.INT32, "Pages; null for a source without pages, or one not opened.", True, minimum=0),
        text("title", "Title as printed.", nullable=True),
        category(
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
        text("partnership_name", "The partnership's name as printed.", nullable=True),
        text("partnership_evidence", "The printed words by which the partnership was recognised.", nullable=True),
        date("period_start", "First day of the span the document says it covers."),
        date("period_end", "Last day of that span (inclusive)."),
        date("published", "The date printed on it."),
        text("version", "Version as printed.", nullable=True),
        text("author", "Author as printed, or as the file itself says.", nullable=True),
        category(
            "text_origin",
            "How its text was come by: in the PDF, by optical character recognition, or as text in another file.",
            "digital",
            "ocr",
            "text",
            nullable=True,
        ),
        category(
            "status",
            "ok; partial: something was not read, and `problems` says what; failed: nothing could be read.",
            "ok",
            "partial",
            "failed",
        ),
        Field("objective_count", Type.INT32, "Its rows in `objectives`.", minimum=0),
        Field("action_count", Type.INT32, "Its rows in `actions`.", minimum=0),
        Field("problem_count", Type.INT32, "Its rows in `problems`.", minimum=0),
        Field(
            "doubt_count",
            Type.INT32,
            "Those of them that are doubts about the reading (`docs/problems.md`).",
            minimum=0,
        ),
        Field("fault_count", Type.INT32, "Those of them that are faults of the document itself.", minimum=0),
        Field(
            "read_share",
            Type.FLOAT32,
            "Of the words that look like plan (in a report, like things done), the share that ended in rows, 0 to 1; "
            "null where nothing looks like it. What is missing is in `problems`.",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
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
        text(
            "source_url",
            "Address that it was fetched from (`safeplans collect`); null for a local file.",
            nullable=True,
        ),
        timestamp("retrieved", "When it was fetched; null for a local file.").optional(),
        text("archive", "Where the answer is kept as fetched, as in `sources`; null for a local file.", nullable=True),
        CORRECTED,
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
        text("name", "The partnership's name."),
        Field("aliases", Type.TEXTS, "Other names that it goes by in print."),
        category("kind", "Whom it safeguards.", "children", "adults", "joint"),
        category("country", "Country of the United Kingdom."),
        category("region", "Region; null where the country has none.", nullable=True),
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
        key("objective_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        ORDINAL,
        category(
            "kind",
            "What the document calls it; outcome: an aim stated for a group of actions.",
            "objective",
            "priority",
            "theme",
            "aim",
            "outcome",
        ),
        text("number", "Number as printed, bare (`1`, `2a`).", nullable=True),
        text("title", "Short name where one is printed.", nullable=True),
        text("text", "The whole statement, without its number."),
        *PERIOD,
        category(
            "standing",
            "current; previous: of a finished period, reported on; future: announced for a plan not yet begun.",
            "current",
            "previous",
            "future",
        ),
        THEME_LIST,
        CORRECTED,
        *BANDED_PLACE,
    ),
    key="objective_id",
)

ACTIONS = Table(
    "actions",
    "Actions",
    "What will be, or was, done.",
    (
        key("action_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        OBJECTIVE,
        ORDINAL,
        text("number", "Number as printed, bare.", nullable=True),
        text("title", "Short label where the document prints one.", nullable=True),
        text("text", "What is to be done."),
        text("owner_text", "The cell or label that names who does it, as printed.", nullable=True),
        text("timescale_text", "The cell or label that says when, as printed.", nullable=True),
        text("progress_text", "The comment on progress, as printed.", nullable=True),
        category(
            "rag",
            "Rating printed or coloured; null if there is none.",
            "red",
            "amber",
            "green",
            "blue",
            "grey",
            nullable=True,
        ),
        category(
            "standing",
            "By the printed rating or progress, else by the timescale, else planned.",
            "planned",
            "in_progress",
            "done",
        ),
        THEME_LIST,
        CORRECTED,
        *BANDED_PLACE,
    ),
    key="action_id",
)

OWNERS = Table(
    "owners",
    "Owners",
    "Who leads, does, or answers for it: one row each.",
    (
        key("owner_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        category("subject", "Table that `subject_id` points to.", "action", "objective"),
        text("subject_id", "The action or objective owned."),
        SUBJECT_ORDINAL,
        text("name", "Name as printed."),
        text(
            "canonical",
            "Name with its local abbreviation spelt out, where the document or the register says what it stands for.",
            nullable=True,
        ),
        category(
            "kind",
            "group: a board or panel; role: a post; agency: an organisation; partnership: all partners together; "
            "person: a named person.",
            "group",
            "role",
            "agency",
            "partnership",
            "person",
        ),
        category(
            "sector",
            "Sector that the owner belongs to.",
            *SECTORS,
        ),
        category(
            "canonical_function",
            "What a group or post is for, the same word for the same kind of body in every partnership; null if its "
            "name does not say, and for other kinds of owner.",
            *OWNER_FUNCTIONS,
            nullable=True,
        ),
        category(
            "relation",
            "lead: does it or leads it; reports_to: receives the report or the assurance.",
            *RELATIONS,
        ),
        CORRECTED,
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
        key("date_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        category(
            "subject", "Table that `subject_id` points to.", "action", "objective", "measure", "group", "document"
        ),
        text("subject_id", "The row dated; for a document its `document_id`."),
        SUBJECT_ORDINAL,
        text("text", "Words as printed."),
        category("kind", "What the words fix.", "due", "start", "period", "recurring", "event"),
        date("start", "First day of the span that the words denote; null where nothing is fixed."),
        date("end", "Last day of that span (inclusive)."),
        Field(
            "month", Type.INT8, "Month (1 to 12) printed without a year; otherwise null.", True, minimum=1, maximum=12
        ),
        category(
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
        date("inferred_start", "First day of a month printed without a year, where only one year fits; else null."),
        date("inferred_end", "Last day of it (inclusive)."),
        category(
            "inferred_from",
            "What leaves only one year: the plan's period, or the day of the minutes.",
            "plan_period",
            "minutes_date",
            nullable=True,
        ),
        Field("inferred_confidence", Type.FLOAT32, "How sure that is, 0 to 1.", True, minimum=0, maximum=1),
        CORRECTED,
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
        key("measure_id", "The document's id, `:` and a short suffix."),
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
        category(
            "kind",
            "success: how it will be judged; evidence: what will be shown; figure: a number reported.",
            "success",
            "evidence",
            "figure",
        ),
        text("text", "Words as printed."),
        Field("value", Type.FLOAT64, "The number reported, in `unit`.", nullable=True),
        text("unit", "What the number counts (`referrals`, `%`).", nullable=True),
        Field("change", Type.FLOAT64, "Percent against the period before, signed.", nullable=True),
        *PERIOD,
        CORRECTED,
        *BANDED_PLACE,
    ),
    key="measure_id",
)

GROUPS = Table(
    "groups",
    "Groups",
    "The boards and subgroups that do the work.",
    (
        key("group_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        text("name", "Name as printed."),
        text("abbreviation", "Its abbreviation.", nullable=True),
        text("chair", "Who chairs it, as printed.", nullable=True),
        text("focus", "What it is for, as printed.", nullable=True),
        text("meets_text", "When it meets, as printed.", nullable=True),
        RECURRENCE.described("ISO 8601 duration between its meetings (`P3M` quarterly); null if not said."),
        CORRECTED,
        *PLACE,
    ),
    key="group_id",
)

TERMS = Table(
    "terms",
    "Terms",
    "The document's own abbreviations.",
    (
        key("term_id", "The document's id, `:` and a short suffix."),
        DOCUMENT,
        text("term", "Abbreviation as printed."),
        text("expansion", "What it stands for, as printed."),
        category("defined_in", "Where the document says so.", "glossary", "inline"),
        CORRECTED,
        *PLACE,
    ),
    key="term_id",
)

PROBLEMS = Table(
    "problems",
    "Problems",
    "Everything the pipeline could not do, or doubts; a file that could not be opened too.",
    (
        key(
            "problem_id",
            "The document's id, `:` and a short suffix; for a file without an id, the first 16 hexadecimal digits "
            "of the SHA-256 of `source` stand in its place.",
        ),
        DOCUMENT.optional().described("Document concerned; null if the file could not be opened at all."),
        text("source", "File concerned: path relative to the input folder, with `/`."),
        category("stage", "Where it came up.", *STAGES),
        category(
            "severity",
            "error: something is missing; warning: something may be wrong; info: worth knowing.",
            *SEVERITIES,
        ),
        category("code", "Kind of problem; `docs/problems.md` says what each means and what to do.", *codes()),
        category(
            "retry",
            "Can reading the document again help? no: the same will be said again; same: the same command may succeed; "
            "changed: after the change that the message names (another limit, an extra installed, a better copy).",
            *RETRIES,
        ),
        text("message", "What it is and what to do."),
        Field("page", Type.INT32, "Page concerned, from 1.", nullable=True, minimum=1),
        *(f.optional() for f in PLACE if f.name in ("line_start", "line_end", "bbox")),
        text("quote", "The printed words that it is about; null where it is about none.", nullable=True),
        text(
            "locator", "The place as a person follows it, as in other tables; null where none is known.", nullable=True
        ),
    ),
    key="problem_id",
)

CORRECTIONS = Table(
    "corrections",
    "Corrections",
    "What reviewers said of single cells, beside what had been extracted: one row for each answer in a file of "
    "corrections (`docs/corrections.md`).",
    (
        key(
            "correction_id",
            "The document's id, `:` and a short suffix; for a document that is not in the dataset, its id as the file "
            "gives it, or the first 16 hexadecimal digits of the SHA-256 of what it gives.",
        ),
        DOCUMENT.optional().described("Document corrected; null if it is not in the dataset."),
        text("table", "Table of the cell."),
        text("row_id", "Key of the row; as the file gives it where there is no such row."),
        text("field", "Column of the cell."),
        text(
            "row_key",
            "The row by its words: partnership, type and period of its document, then hashes of the words of the row "
            "and of those that it hangs under. By it a correction finds its row in a new edition. Null where "
            "partnership or period are not known.",
            nullable=True,
        ),
        text("original", "Value as extracted, lists joined by `; `; null if there was none.", nullable=True),
        text("corrected", "Value as the reviewer has it; null if there should be none.", nullable=True),
        text("seen", "Value that the reviewer saw; null if there was none.", nullable=True),
        text("reviewer", "Who.", nullable=True),
        date("reviewed", "When."),
        text("reason", "Why.", nullable=True),
        category(
            "outcome",
            "applied: the reviewer's value stands in the row; confirmed: the reviewer had nothing to change; agreed: "
            "what is extracted now is what the reviewer had corrected it to; not_applied: see `why`.",
            "applied",
            "confirmed",
            "agreed",
            "not_applied",
        ),
        text("why", "Why it was not applied, or what has changed since the review; null if nothing.", nullable=True),
    ),
    key="correction_id",
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
    CORRECTIONS,
    SOURCES,
)

ALL_TABLES: tuple[Table, ...] = (*TABLES, *COMPARISON_TABLES)


def table(name: str) -> Table:
    """The table of that name; KeyError when there is none."""
    for candidate in ALL_TABLES:
        if candidate.name == name:
            return candidate
    raise KeyError(f"there is no table {name!r}; there are: {', '.join(each.name for each in ALL_TABLES)}")
