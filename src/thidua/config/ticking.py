"""The clock of the application: what is due is done once, and it does no harm to ask again every minute."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import NoReturn

from django.conf import settings
from django.db import close_old_connections

from thidua.desk.tasks import ask_for_letters
from thidua.dossiers.tasks import ask_for_look, ask_for_reading, end_opinions, open_months
from thidua.foundation.clock import now
from thidua.notices.actions import prune
from thidua.plans.tasks import remind
from thidua.register.tasks import ask_for_pairs

log = logging.getLogger(__name__)


def tick(*, at: datetime) -> str:
    """Do what is due at a moment, and say in Vietnamese what was done."""
    run = remind(at=at)
    months = open_months(at=at)
    end_opinions(at=at)
    letters = ask_for_letters(at=at)
    prune(days=settings.KEEP_DAYS, at=at)
    ask_for_pairs()
    ask_for_look()
    ask_for_reading()
    said = f"Đã nhắc việc: {run.notices} thông báo." if run and run.working else "Không có lượt nhắc việc đến giờ."
    if months:
        said += f" Đã mở {months} đợt xét hằng tháng."
    return f"{said} Có thư chờ gửi." if letters else said


def tick_for_ever(seconds: int) -> NoReturn:
    """Tick every so many seconds until the process is ended; a round that fails is logged, and the next one tries again."""
    while True:
        close_old_connections()
        try:
            tick(at=now())
        except Exception:  # the next round does what this one could not
            log.exception("tick failed")
        close_old_connections()
        time.sleep(seconds)
