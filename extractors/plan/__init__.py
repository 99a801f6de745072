"""The plan itself: objectives, and the actions under them, from headings, lists and tables in reading order.

`PlanReader` walks over the blocks once. Its parts build on one another: `walk` keeps the state and writes rows,
`lists`, `headings`, `paragraphs` and `tables` each read one kind of block. `table_columns`, `table_rows`,
`cell_items` and `key_values` understand a plan table by itself, without the walk.
"""

from safeplans.extractors.plan.reader import PlanReader

__all__ = ["PlanReader"]
