"""From a deadline cell to milestones: what is to be done, how it stands to which day, as printed.

`read_deadline` is pure: text in, readings out. A day without a year takes the year of the plan and says
so; nothing else is completed or corrected.
"""

from thidua.plans.reading.deadlines.heading import month_of, read_under
from thidua.plans.reading.deadlines.reading import read_deadline
from thidua.plans.reading.deadlines.result import Reading, Remark

__all__ = ["Reading", "Remark", "month_of", "read_deadline", "read_under"]
