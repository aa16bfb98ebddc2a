from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from thidua.foundation import clock


@time_machine.travel(datetime(2025, 6, 15, 17, 0, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_hanoi():
    assert clock.now() == datetime(2025, 6, 15, 17, 0, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.today() == date(2025, 6, 16)


@time_machine.travel(datetime(2025, 6, 15, 16, 59, tzinfo=UTC), tick=False)
def test_today_changes_at_midnight_in_hanoi():
    assert clock.today() == date(2025, 6, 15)


def test_a_moment_without_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        clock.local_day(datetime(2025, 6, 15, 17, 0))
