"""Tables of one page: `find_tables`."""

from safeplans.extractors.reading.pdf.tables.finding import PageTables, find_tables

__all__ = ["PageTables", "find_tables"]
