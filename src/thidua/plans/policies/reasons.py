"""What the policies share: who keeps plans, and the reasons told more than once."""

from __future__ import annotations

from django.db.models import Q

from thidua.foundation.words import mark
from thidua.organisation.models import DutyCode

NOTHING = Q(pk__in=())
KEEPERS = (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER)
HEAD_ONLY = mark("Việc này do lãnh đạo Ban Thi đua - Khen thưởng làm.")
NOT_IN_FORCE = mark("Chỉ làm được với kế hoạch đang thực hiện.")
DROPPED = mark("Mốc này đã bỏ theo văn bản sửa đổi.")
TASK_CLOSED = mark("Việc này đã khép. Cần làm tiếp thì lãnh đạo Ban mở lại.")
NOT_DRAFT = mark("Kế hoạch này không còn ở bước soát nên không sửa được.")
