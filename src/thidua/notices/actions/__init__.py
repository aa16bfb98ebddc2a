"""All writes of the room, one function a verb."""

from thidua.notices.actions.choosing import make_feed, revoke_feed, set_email
from thidua.notices.actions.mailing import Delivery, deliver
from thidua.notices.actions.pruning import Pruned, prune
from thidua.notices.actions.reading import mark_all_read, mark_read
from thidua.notices.actions.running import advance, complete, slot_for_writing, take_slot
from thidua.notices.actions.telling import Message, tell

__all__ = [
    "Delivery",
    "Message",
    "Pruned",
    "advance",
    "complete",
    "deliver",
    "make_feed",
    "mark_all_read",
    "mark_read",
    "prune",
    "revoke_feed",
    "set_email",
    "slot_for_writing",
    "take_slot",
    "tell",
]
