"""The tables and their columns, and what fills them with rows: one definition of each."""
