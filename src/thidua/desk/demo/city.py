"""The city's units over time, its clusters and blocks, its council of 25."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from thidua.clusters.models import Cluster, ClusterKind, ClusterMember, ClusterRole
from thidua.foundation.text import fold
from thidua.organisation.models import Succession, Unit, UnitKind, UnitName

DATA = Path(__file__).parent / "places.yaml"
TWO_TIERS = date(2025, 7, 1)
BEFORE_TWO_TIERS = date(2025, 6, 30)
LONG_AGO = date(2008, 8, 1)
CLUSTER_SIZE = 12


@dataclass
class City:
    """The units by kind, for the builders that follow."""

    top: Unit
    office: Unit
    by_kind: dict[str, list[Unit]] = field(default_factory=dict)

    def all(self, *kinds: UnitKind) -> list[Unit]:
        """Units of the given kinds, in their order."""
        return [unit for kind in kinds for unit in self.by_kind.get(kind, [])]


def build_city() -> City:
    """Write the units, their names, mergers and clusters. About a dozen statements."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text())
    top = _unit("ubnd-thanh-pho", UnitKind.CITY, "UBND Thành phố")
    top.save()
    units = [_unit(slugify_name(row["name"]), UnitKind.DEPARTMENT, row["name"], top) for row in data["departments"]]
    units += [_unit(slugify_name(row["name"]), UnitKind.ASSOCIATION, row["name"], top) for row in data["associations"]]
    for kind, key in (
        (UnitKind.SCHOOL, "schools"),
        (UnitKind.HOSPITAL, "hospitals"),
        (UnitKind.ENTERPRISE, "enterprises"),
    ):
        units += [_unit(slugify_name(name), kind, name, top) for name in data[key]]
    links: list[tuple[str, str]] = []
    for area in data["areas"]:
        units.append(_unit(slugify_name(area["was"]), UnitKind.DISTRICT, area["was"], top, to=BEFORE_TWO_TIERS))
        for kind, word, names in (
            (UnitKind.WARD, "Phường", area.get("wards", [])),
            (UnitKind.COMMUNE, "Xã", area.get("communes", [])),
        ):
            for name in names:
                unit = _unit(slugify_name(f"{word} {name}"), kind, f"{word} {name}", top, since=TWO_TIERS)
                units.append(unit)
                links.append((slugify_name(area["was"]), unit.code))
    Unit.objects.bulk_create(units)
    stored = {unit.code: unit for unit in Unit.objects.all()}
    office = _unit("ban-tdkt", UnitKind.STANDING_OFFICE, "Ban Thi đua - Khen thưởng Thành phố", stored["so-noi-vu"])
    office.save()
    _aliases(data, stored, office)
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor=stored[old],
                successor=stored[new],
                on=TWO_TIERS,
                document="Nghị quyết 1656/NQ-UBTVQH15",
            )
            for old, new in links
        ]
    )
    city = City(top, office)
    for unit in Unit.objects.exclude(kind=UnitKind.CITY).order_by("id"):
        city.by_kind.setdefault(unit.kind, []).append(unit)
    _clusters(city)
    return city


def slugify_name(name: str) -> str:
    """The code of a unit from its name."""
    return slugify(fold(name))[:60]


def _unit(
    code: str,
    kind: UnitKind,
    name: str,
    parent: Unit | None = None,
    *,
    since: date = LONG_AGO,
    to: date | None = None,
) -> Unit:
    return Unit(code=code, kind=kind, name=name, name_fold=fold(name), parent=parent, valid_from=since, valid_to=to)


def _aliases(data: dict[str, Any], stored: dict[str, Unit], office: Unit) -> None:
    rows = [
        (stored[slugify_name(row["name"])], alias)
        for row in (*data["departments"], *data["associations"])
        for alias in row.get("aliases", [])
    ]
    rows += [
        (office, "Sở Nội vụ (Ban TĐKT Thành phố)"),
        (office, "Ban TĐKT Thành phố"),
        (office, "Ban Thi đua - Khen thưởng"),
    ]
    UnitName.objects.bulk_create([UnitName(unit=unit, name=name, name_fold=fold(name)) for unit, name in rows])


def _clusters(city: City) -> None:
    """Clusters of wards and communes by area, blocks of departments, associations, schools and enterprises."""
    groups: list[tuple[str, str, list[Unit], date]] = []
    local = city.all(UnitKind.WARD, UnitKind.COMMUNE)
    for number, start in enumerate(range(0, len(local), CLUSTER_SIZE), 1):
        groups.append((ClusterKind.CLUSTER, f"Cụm thi đua số {number}", local[start : start + CLUSTER_SIZE], TWO_TIERS))
    departments = city.all(UnitKind.DEPARTMENT)
    blocks = (
        ("Khối Nội chính", departments[::2]),
        ("Khối Kinh tế - Văn hóa", departments[1::2]),
        ("Khối Mặt trận, đoàn thể", city.all(UnitKind.ASSOCIATION)),
        ("Khối Giáo dục", city.all(UnitKind.SCHOOL)),
        ("Khối Y tế", city.all(UnitKind.HOSPITAL)),
        ("Khối Doanh nghiệp", city.all(UnitKind.ENTERPRISE)),
    )
    groups += [(ClusterKind.BLOCK, name, units, LONG_AGO) for name, units in blocks]
    for kind, name, units, since in groups:
        cluster = Cluster.objects.create(kind=kind, code=slugify_name(name), name=name, valid_from=since)
        ClusterMember.objects.bulk_create(
            [
                ClusterMember(cluster=cluster, unit=unit, valid_from=since, role=_role(place))
                for place, unit in enumerate(units)
            ]
        )


def _role(place: int) -> ClusterRole:
    return {0: ClusterRole.HEAD, 1: ClusterRole.DEPUTY}.get(place, ClusterRole.MEMBER)
