"""Reading plans."""

from thidua.plans.queries.board import Board, Filters, MilestoneLine, TaskLine, board, milestone_line
from thidua.plans.queries.finding import FoundTask, find_tasks
from thidua.plans.queries.lists import (
    PlanLine,
    main_plan,
    milestones,
    open_milestones,
    plans,
    tasks,
    years_of_plans,
)
from thidua.plans.queries.programme import ProgrammeLine, programme
from thidua.plans.queries.review import Review, review
from thidua.plans.queries.review import page_of as review_page_of
from thidua.plans.queries.source import SourceView, source_view, whole_source

__all__ = [
    "Board",
    "Filters",
    "FoundTask",
    "MilestoneLine",
    "PlanLine",
    "ProgrammeLine",
    "Review",
    "SourceView",
    "TaskLine",
    "board",
    "find_tasks",
    "main_plan",
    "milestone_line",
    "milestones",
    "open_milestones",
    "plans",
    "programme",
    "review",
    "review_page_of",
    "source_view",
    "tasks",
    "whole_source",
    "years_of_plans",
]
