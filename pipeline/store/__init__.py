"""Where files, tables and kept results lie: found, read, written and moved into place."""
