"""The table of places that `safeplans collect` looked at."""

from __future__ import annotations

from safeplans.pipeline.schema.failures import causes
from safeplans.pipeline.schema.field_parts import Field, Table, Type, category, text, timestamp

OUTCOMES = ("fetched", "unchanged", "not_found", "none_listed", "refused", "failed")

SOURCES = Table(
    "sources",
    "Sources",
    "One row for each place looked at by `safeplans collect`, failures and «none found» included; for each version of "
    "a document that changed at its address one more. Columns about bytes tell of the last that were fetched.",
    (
        Field(
            "source_id",
            Type.TEXT,
            "First 16 hexadecimal digits of the SHA-256 of `url`; from the second version on with `-` and its number.",
            pattern=r"[0-9a-f]{16}(?:-[1-9][0-9]*)?",
        ),
        Field(
            "partnership_id",
            Type.TEXT,
            "Partnership in whose name the list of sources gives the place, or the page that links to it; else null.",
            nullable=True,
            reference="partnerships.partnership_id",
        ),
        text("landing_url", "Page that links to it; null for a place of the list itself.", nullable=True),
        text("url", "Address that was asked for."),
        text("final_url", "Address that answered, after redirects; null if none did.", nullable=True),
        text("link_text", "Words of the link, as printed; null for a place of the list itself.", nullable=True),
        timestamp("first_seen", "When the place, or this version, was first met: in the list or on a page."),
        timestamp(
            "last_seen", "When it was last met there. Earlier than other rows' where a page no longer links to it."
        ),
        timestamp("retrieved", "When its bytes were fetched; null if they never were.").optional(),
        Field("http_status", Type.INT32, "Status of the last answer; null if there was none.", True, minimum=100),
        text("etag", "Entity tag of the bytes, for asking whether they changed.", nullable=True),
        text("last_modified", "`Last-Modified` of the bytes, as sent.", nullable=True),
        text("media_type", "What the bytes are: by themselves, else as the answer says.", nullable=True),
        Field("byte_size", Type.INT64, "Size of the bytes.", nullable=True, minimum=0),
        Field("sha256", Type.TEXT, "SHA-256 of the bytes, hexadecimal.", nullable=True, pattern=r"[0-9a-f]{64}"),
        text(
            "content_id", "`documents.content_id` of the document; null where it is not in the dataset.", nullable=True
        ),
        text(
            "archive",
            "Where the answer is kept as fetched: WARC file, relative to the collection's folder, `#` and the byte at "
            "which its record begins.",
            nullable=True,
        ),
        text("licence", "Address of the licence that the page names, or the page that links to it.", nullable=True),
        Field(
            "document_id",
            Type.TEXT,
            "The document in the dataset; null before `safeplans run`, and for what is no document.",
            nullable=True,
            reference="documents.document_id",
        ),
        Field(
            "superseded_by",
            Type.TEXT,
            "The next version at the same address; null for the latest.",
            nullable=True,
            reference="sources.source_id",
        ),
        category(
            "outcome",
            "What came of the last look. fetched: new bytes; unchanged: the same bytes as before, or none sent since "
            "they are the same; not_found: there is none (404, 410); none_listed: the page was looked through and "
            "lists no plan or report; refused: by robots.txt, or for lack of rights; failed: see `failure`.",
            *OUTCOMES,
        ),
        category(
            "failure",
            "Why it was refused or failed; `docs/collect.md` says what each means. Null for other outcomes.",
            *causes(),
            nullable=True,
        ),
        text("message", "What there is to tell of it, and what to do; null if nothing.", nullable=True),
        category(
            "kind",
            "document, or landing: a page that is looked through for documents. Null while that is not known.",
            "document",
            "landing",
            nullable=True,
        ),
        Field("listed", Type.INT32, "Plans and reports that a landing page links to; null otherwise.", True, minimum=0),
        text(
            "path", "The file, relative to the collection's folder, with `/`; null where there is none.", nullable=True
        ),
        text("seen_at", "Where the list of sources says that the address was seen.", nullable=True),
        timestamp("looked", "When it was last looked at."),
        timestamp("not_before", "When the host asked to come back at the earliest; null if it did not.").optional(),
    ),
    key="source_id",
)
