"""One cell that names both who leads and who takes part: parted into the two, each word for word as printed."""

from __future__ import annotations

import re

from thidua.plans.reading.flat import flat, one_line

_LABEL = re.compile(
    r"(?:^|[\s;.,])\s*[-+•*]?\s*(?:(?:co quan|don vi|bo phan)\s+)?"
    r"(?P<who>chu tri|dau moi|thuc hien|phoi hop)(?:\s+(?:thuc hien|tham muu))?\s*:\s*"
)
_TAGGED = re.compile(r"\s*\(\s*(?P<who>chu tri|dau moi|phoi hop)\s*\)")
_LEADS_WITH = re.compile(
    r"^(?P<lead>.+?)\s*,?\s*(?:la (?:co quan|don vi)\s+)?(?:chu tri\s*,?\s*(?:va\s+)?)?phoi hop\s*(?:voi|cung(?:\s+voi)?|:)?\s+(?P<with>.+)$",
    re.DOTALL,
)
_LEADS_ALONE = re.compile(r"\s+chu tri\.?$")
_LONGEST = 4000
_EDGES = " \n\t;,.-–"
_WITH = "phoi hop"


def parted(cell: str) -> tuple[str, str]:
    """Return the text of those who carry out and of those who take part; the second is "" when none is named.

    Understands "Chủ trì: A; Phối hợp: B", "A (chủ trì); B (phối hợp)" and "A chủ trì, phối hợp với B".
    """
    bare = "\n".join(map(flat, cell.split("\n")))
    if len(cell) > _LONGEST or not (_WITH in bare or "chu tri" in bare or "thuc hien" in bare):
        return cell, ""
    return _by_labels(cell, bare) or _by_tags(cell, bare) or _by_sentence(cell, bare) or (cell, "")


def _by_labels(cell: str, bare: str) -> tuple[str, str] | None:
    found = list(_LABEL.finditer(bare))
    if not found or bare[: found[0].start()].strip(_EDGES):
        return None
    held: dict[bool, list[str]] = {False: [], True: []}
    for label, end in zip(found, [*(match.start() for match in found[1:]), len(cell)], strict=True):
        held[label["who"] == _WITH].append(cell[label.end() : end].strip(_EDGES))
    return "; ".join(filter(None, held[False])), "; ".join(filter(None, held[True]))


def _by_tags(cell: str, bare: str) -> tuple[str, str] | None:
    found = list(_TAGGED.finditer(bare))
    if not found:
        return None
    held: dict[bool, list[str]] = {False: [], True: []}
    start = 0
    for tag in found:
        held[tag["who"] == _WITH].append(cell[start : tag.start()].strip(_EDGES))
        start = tag.end()
    if rest := cell[start:].strip(_EDGES):
        held[found[-1]["who"] == _WITH].append(rest)
    return "; ".join(filter(None, held[False])), "; ".join(filter(None, held[True]))


def _by_sentence(cell: str, bare: str) -> tuple[str, str] | None:
    one = one_line(cell)
    flat_one = flat(one)
    if match := _LEADS_WITH.match(flat_one):
        return one[match.start("lead") : match.end("lead")].strip(_EDGES), one[match.start("with") :].strip(_EDGES)
    if match := _LEADS_ALONE.search(flat_one):
        return one[: match.start()].strip(_EDGES), ""
    return None
