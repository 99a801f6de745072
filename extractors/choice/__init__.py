"""Which reading of a document is believed, how sure its rows are, and what looks like plan and is in no row."""
