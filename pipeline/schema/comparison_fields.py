"""The tables of a comparison: their one definition, like that of the dataset's own tables in `schema.fields`."""

from __future__ import annotations

from safeplans.pipeline.schema.field_parts import (
    OWNER_FUNCTIONS,
    RELATIONS,
    ROW_ID_PATTERN,
    SECTORS,
    THEMES,
    Field,
    Table,
    Type,
    category,
    date,
    text,
)

PUBLICATIONS = ("plan", "report", "other")
"""Business plans, strategies and arrangements are plans; annual reports are reports."""

OUTCOMES = ("done", "in_progress", "planned", "mentioned", "not_mentioned")
CHANGES = ("kept", "dropped", "new")

YEAR_PATTERN = r"\d{4}-\d\d"
"""A UK financial year, 1 April to 31 March: `2024-25`."""

PARTNERSHIP = Field(
    "partnership_key",
    Type.TEXT,
    "Partnership compared.",
    reference="compared_partnerships.partnership_key",
)
YEAR = Field(
    "year",
    Type.TEXT,
    "UK financial year (1 April to 31 March) such as `2024-25`; what covers several years is counted in each. "
    "Null: no year is said, neither for it nor by its document, or it is of another period that is not named.",
    nullable=True,
    pattern=YEAR_PATTERN,
)
PUBLICATION = category(
    "publication",
    "plan: business plan, strategy or arrangements; report: annual report. What a report says of its year is not "
    "added to what the plan had said.",
    *PUBLICATIONS,
)
LIKENESS = (
    Field("similarity", Type.FLOAT64, "Likeness of the two statements, 0 to 1.", nullable=True, minimum=0, maximum=1),
    category("method", "How the two were found to belong together."),
    Field(
        "confidence",
        Type.FLOAT32,
        "How sure that is, 0 to 1: the share of labelled pairs so alike that belonged together (`docs/comparison.md`).",
        minimum=0,
        maximum=1,
    ),
)


def _row_key(name: str) -> Field:
    return text(name, "What the row is about, in one text.")


def _count(name: str, description: str) -> Field:
    return Field(name, Type.INT32, description, minimum=0)


def _share(name: str, description: str) -> Field:
    return Field(name, Type.FLOAT64, f"{description} Null where there is none to share.", True, minimum=0, maximum=1)


def _row(name: str, description: str, reference: str | None = None, *, nullable: bool = False) -> Field:
    return Field(name, Type.TEXT, description, nullable, reference=reference, pattern=ROW_ID_PATTERN)


def _document(name: str, description: str) -> Field:
    return Field(name, Type.TEXT, description, reference="documents.document_id")


COMPARED_PARTNERSHIPS = Table(
    "compared_partnerships",
    "Partnerships compared",
    "One row for each partnership of which a document was read.",
    (
        text(
            "partnership_key",
            "Its id in the register; where a document's partnership was not recognised, `name:` and a slug of the "
            "name as printed; where no name is printed, `document:` and the document's id.",
        ),
        Field(
            "partnership_id",
            Type.TEXT,
            "Its id in the register; null if not recognised.",
            nullable=True,
            reference="partnerships.partnership_id",
        ),
        text("name", "Its name: the register's, else as printed, else the file's."),
        category(
            "recognised_by",
            "register: by the register; printed_name: documents that print the same name are taken together; document: "
            "it has no name, and stands alone.",
            "register",
            "printed_name",
            "document",
        ),
        category(
            "kind",
            "Whom it safeguards: by the register, else by the words of the name as printed; null if these do not say.",
            "children",
            "adults",
            "joint",
            nullable=True,
        ),
        category("region", "Region; null if not recognised.", nullable=True),
        _count("documents", "Documents of it that were read."),
        _count("plans", "Plans among them."),
        _count("reports", "Reports among them."),
        date("period_start", "First day that any of them covers."),
        date("period_end", "Last day that any of them covers (inclusive)."),
    ),
    key="partnership_key",
)

THEME_PROFILE = Table(
    "theme_profile",
    "Themes by partnership and year",
    "How much of what a partnership set out carries each theme: a row for each partnership, year, kind of publication "
    "and theme, with zeros, so that who has none can be asked. A statement with several themes counts for each.",
    (
        _row_key("theme_profile_id"),
        PARTNERSHIP,
        YEAR,
        PUBLICATION,
        category("theme", "Theme of safeguarding.", *THEMES),
        _count("documents", "Documents of that partnership and kind that cover the year, or set something out for it."),
        _count("objectives", "Objectives for the year that carry the theme."),
        _count("actions", "Actions that carry it."),
        _share("objective_share", "Share of these objectives among all of that partnership, year and kind."),
        _share("action_share", "Share of these actions among all."),
    ),
    key="theme_profile_id",
)

OWNER_PROFILE = Table(
    "owner_profile",
    "Owners by sector and function",
    "Who leads, or answers for, how many actions and objectives: a row for each kind of owner that is named.",
    (
        _row_key("owner_profile_id"),
        PARTNERSHIP,
        YEAR,
        PUBLICATION,
        category("sector", "Sector of the owner.", *SECTORS),
        category(
            "canonical_function", "What the group or post is for; null if not known.", *OWNER_FUNCTIONS, nullable=True
        ),
        category("relation", "lead or reports_to, as in `owners`.", *RELATIONS),
        _count("owners", "Rows of `owners`."),
        _count("actions", "Different actions that they own."),
        _count("objectives", "Different objectives that they own."),
        _share("action_share", "Share of these actions among all of that partnership, year and kind."),
    ),
    key="owner_profile_id",
)

PLANNING_QUALITY = Table(
    "planning_quality",
    "Planning quality",
    "One row for each document that was read: how many of its actions name a lead, a date, a measure, progress.",
    (
        _document("document_id", "The document."),
        PARTNERSHIP,
        PUBLICATION,
        Field("years", Type.TEXTS, "UK financial years that the document covers; empty if it says none."),
        Field(
            "current_years",
            Type.TEXTS,
            "Those of `years` for which it speaks: not those covered by a plan that takes its place "
            "(`docs/comparison.md`). Counts by year are of these.",
        ),
        _count("objectives", "Its objectives for the years that it covers; all of them where it says none."),
        _count("actions", "Its actions."),
        _count("with_lead", "Actions with an owner of their own who leads; one of their objective is not counted."),
        _count(
            "with_date",
            "Actions with a date, period or recurrence of their own that is fixed (`ongoing` and `TBC` are not).",
        ),
        _count(
            "with_measure",
            "Actions with a measure of success or evidence, of their own or of their objective; figures do not count.",
        ),
        _count("with_progress", "Actions with a comment on progress or a rating."),
        _count("complete", "Actions with a lead, a date and a measure."),
        _count("done", "Actions that the document says are done."),
        date("as_of", "The day on which overdue is judged."),
        _count(
            "overdue",
            "Actions not said to be done whose last due date ended before `as_of`; what recurs is not overdue.",
        ),
        _count(
            "due_unknown",
            "Actions not said to be done that have no fixed due date, or recur: whether overdue cannot be said.",
        ),
        _share("lead_share", "with_lead of actions."),
        _share("date_share", "with_date of actions."),
        _share("measure_share", "with_measure of actions."),
        _share("progress_share", "with_progress of actions."),
        _share("overdue_share", "overdue of actions."),
        _count("figures", "Figures that it reports."),
        _count("figures_with_change", "Figures with a change against the period before."),
        _count("evidence", "Measures that are evidence: what will be, or was, shown."),
    ),
    key="document_id",
)

LIKE_GROUPS = Table(
    "like_groups",
    "Like objectives",
    "Groups of objectives of different partnerships that set out the same thing.",
    (
        text("like_group_id", "`g` and a number, the largest group first."),
        text("label", "Words drawn from the statements of the group."),
        _row("central_objective_id", "The statement most like the others.", "objectives.objective_id"),
        _count("statements", "Objectives in it."),
        _count("partnerships", "Partnerships in it."),
        Field("themes", Type.TEXTS, "Themes that at least half of its statements carry.", allowed=THEMES),
        *LIKENESS,
    ),
    key="like_group_id",
)

LIKE_STATEMENTS = Table(
    "like_statements",
    "Objectives and their like",
    "One row for each objective compared: its group, and the nearest objective of another partnership.",
    (
        _row("objective_id", "The objective.", "objectives.objective_id"),
        _document("document_id", "Its document."),
        PARTNERSHIP,
        Field(
            "like_group_id",
            Type.TEXT,
            "Its group; null if no other partnership sets out the same.",
            nullable=True,
            reference="like_groups.like_group_id",
        ),
        _row(
            "nearest_objective_id",
            "The most alike objective of another partnership; null if there is none.",
            "objectives.objective_id",
            nullable=True,
        ),
        *LIKENESS,
    ),
    key="objective_id",
)

FOLLOW_THROUGH = Table(
    "follow_through",
    "Follow-through",
    "What a partnership's later report says of what it had planned: a row for each planned objective or action and "
    "each later report, with the words of both.",
    (
        _row_key("follow_through_id"),
        PARTNERSHIP,
        _document("document_id", "The document that planned it."),
        category("subject", "What was planned.", "objective", "action"),
        _row("subject_id", "The objective or action planned."),
        text("quote", "Its words, verbatim."),
        _document("later_document_id", "The later report."),
        category(
            "outcome",
            "What the report says. done, in_progress, planned: the standing of the action that tells of it (for an "
            "objective in_progress, where work under it is reported); mentioned: it is named, without saying how it "
            "stands; not_mentioned: nothing in the report's rows is like it.",
            *OUTCOMES,
        ),
        category("later_subject", "What the report's row is.", "objective", "action", "measure", nullable=True),
        _row("later_id", "The report's row; null if it is not mentioned.", nullable=True),
        text("later_quote", "The report's words, verbatim.", nullable=True),
        *LIKENESS,
    ),
    key="follow_through_id",
    subjects=(("objective", "objectives"), ("action", "actions")),
)

PLAN_CHANGES = Table(
    "plan_changes",
    "Changes between plans",
    "What one plan of a partnership keeps, drops and adds, beside the plan before it.",
    (
        _row_key("plan_change_id"),
        PARTNERSHIP,
        category("subject", "Objectives are compared with objectives, actions with actions.", "objective", "action"),
        category("change", "kept: in both; dropped: in the earlier only; new: in the later only.", *CHANGES),
        _document("earlier_document_id", "The plan before."),
        _row("earlier_id", "Its row; null if new.", nullable=True),
        text("earlier_quote", "Its words, verbatim.", nullable=True),
        _document("later_document_id", "The plan after."),
        _row("later_id", "Its row; null if dropped.", nullable=True),
        text("later_quote", "Its words, verbatim.", nullable=True),
        *LIKENESS,
    ),
    key="plan_change_id",
)

COMPARISON_TABLES: tuple[Table, ...] = (
    COMPARED_PARTNERSHIPS,
    THEME_PROFILE,
    OWNER_PROFILE,
    PLANNING_QUALITY,
    LIKE_GROUPS,
    LIKE_STATEMENTS,
    FOLLOW_THROUGH,
    PLAN_CHANGES,
)
