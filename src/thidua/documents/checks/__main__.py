"""The check as a process of its own with little memory and time: `python -m thidua.documents.checks`, started by `checks.worker`.

In: one line of JSON (name, limits), then the bytes. Out: the verdict as JSON. Writes no file and starts nothing.
"""

from __future__ import annotations

import json
import resource
import sys

from thidua.documents.checks import Limits, check_file
from thidua.documents.checks.worker import MEMORY, SECONDS

for what, most in (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
):
    resource.setrlimit(what, (most, most))
told = json.loads(sys.stdin.buffer.readline())
sys.stdout.write(json.dumps(check_file(sys.stdin.buffer.read(), told["name"], Limits(**told["limits"])).to_json()))
