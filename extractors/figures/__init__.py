"""Figures: the numbers that a yearly report tells, with unit, change and period.

A number is a figure when it counts something of the field (`312 practitioners`), is a share (`83%`) or a sum
(`£248,300`), or is what a measured quantity came to (`rose to 604`). Dates, ages, spans of time, distances, statutes,
page and chapter numbers and the like are not; nor are targets, and figures of other periods or places that a
sentence only compares with (`from 512 to 604`, `compared with 21% in England`).

`change` is the percentage printed as an increase or decrease against the period before, with its sign. It is
never computed: where only two values are printed it stays None. A percentage of change printed without the value
that it changed is a figure of its own (`referrals fell by 8%`: value 8, unit `%`, change -8). A range (`10 to 15`)
has no single value and gives no figure. `1 in 4` is 25 %.
"""

from safeplans.extractors.figures.prose import Figure, figures_in
from safeplans.extractors.figures.quantities import tells_quantity
from safeplans.extractors.figures.rows import figures_in_row
from safeplans.extractors.lexicon.language import sentences

__all__ = ["Figure", "figures_in", "figures_in_row", "sentences", "tells_quantity"]
