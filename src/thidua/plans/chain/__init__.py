"""What waits for what: order, float, what a moved day moves, and how the chain is drawn. Pure: no Django.

A milestone is known by a whole number. Days are counted as places on a `Workline`, so that ten thousand milestones
are counted in additions, not in calendars. Nothing here makes sentences: codes and numbers come out.
"""

from thidua.plans.chain.days import Workline
from thidua.plans.chain.graph import CyclicError, Link, find_cycle, in_order, path, upstream
from thidua.plans.chain.layout import Box, Curve, Drawing, draw
from thidua.plans.chain.moves import Moved, WhatIf, what_if
from thidua.plans.chain.proposals import ProgrammeRow, Proposal, TaskRow, Why, proposals
from thidua.plans.chain.schedule import Node, Schedule

__all__ = [
    "Box",
    "Curve",
    "CyclicError",
    "Drawing",
    "Link",
    "Moved",
    "Node",
    "ProgrammeRow",
    "Proposal",
    "Schedule",
    "TaskRow",
    "WhatIf",
    "Why",
    "Workline",
    "draw",
    "find_cycle",
    "in_order",
    "path",
    "proposals",
    "upstream",
    "what_if",
]
