"""A text laid out in columns of blanks as a sequence of pieces: its tables as cells, the rest as lines.

This is what `pdftotext -layout` prints, and what people lay out with the space bar. Only the layout counts here, no
word of a plan: which strips lines leave blank, which cells begin beside each other, which lines are full, where lines
are skipped.

Four steps: `lines`, `runs` of lines that leave the same strips blank, `tables` of such runs, cut into `cells` where
`gutters` part columns and with `headings`, `rows`. What looks like columns but is no table (two columns of running
text, contents, keys and values) stays lines; lists side by side are read column after column. `view` puts the `pieces`
of tables between those of the other lines; `model` holds what the steps hand on.
"""

from safeplans.extractors.blank_columns.view import column_view

__all__ = ["column_view"]
