"""The report: static pages that open from disk, on which each row can be seen where it was printed."""
