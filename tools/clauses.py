"""List the clause ids of the seed that docs/clauses.md must answer for. Used when the seed changes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROW = re.compile(r"^\|((?:HDR|P0|I|II|III|IV|NN|KY|PL1|PL2)[\w.]*)\|", re.MULTILINE)


def ids(text: str) -> list[str]:
    """The ids in the order of the seed."""
    return ROW.findall(text)


if __name__ == "__main__":
    print("\n".join(ids(Path(sys.argv[1]).read_text())))
