"""All writes of the room: planning a session, the ballot and its count, the minutes."""

from thidua.councils.actions.counting import (
    call_off_ballot,
    confirm_count,
    discard_counts,
    open_ballot,
    type_counts,
)
from thidua.councils.actions.minutes import MinutesFacts, make_minutes
from thidua.councils.actions.planning import (
    add_item,
    add_member,
    edit_session,
    end_membership,
    plan_session,
    remove_item,
)

__all__ = [
    "MinutesFacts",
    "add_item",
    "add_member",
    "call_off_ballot",
    "confirm_count",
    "discard_counts",
    "edit_session",
    "end_membership",
    "make_minutes",
    "open_ballot",
    "plan_session",
    "remove_item",
    "type_counts",
]
