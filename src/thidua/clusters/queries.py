"""Reading clusters and blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from thidua.clusters.models import Cluster, ClusterMember, ClusterRole
from thidua.clusters.policies import handed_in_seen_by, led_by
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty, Succession, Unit
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import valid_on
from thidua.plans.due import Standing
from thidua.plans.models import Plan, Registration
from thidua.plans.queries.board import Filters, TaskLine, board
from thidua.plans.queries.registering import Collected, Handed, Line, collected, open_collections

MOST_TASKS = 20
"""Tasks named of one member; the board narrowed to the unit shows the others."""

RANK = Case(
    *(When(role=role, then=Value(place)) for place, role in enumerate(ClusterRole)),
    output_field=IntegerField(),
)
"""The order of roles in a cluster, as they are listed in ClusterRole."""


def clusters_on(day: date) -> QuerySet[Cluster]:
    """Clusters in force on a day with their members of that day: head, deputies, then the others by name. Two queries."""
    members = ClusterMember.objects.filter(valid_on(day)).select_related("unit").order_by(RANK, "unit__name_fold", "id")
    return Cluster.objects.filter(valid_on(day)).prefetch_related(Prefetch("members", queryset=members))


Papers = dict[tuple[int, int], Line]
"""By task and unit: what the unit handed in where papers are asked for under the task."""


@dataclass
class MemberTasks:
    """A member of a cluster with the tasks it carries, those of units whose work it took over included."""

    member: ClusterMember
    tasks: list[TaskLine]
    papers: Papers

    @property
    def shown(self) -> list[tuple[TaskLine, Line | None]]:
        """The tasks named, each with what this member itself handed in."""
        return [(row, self.papers.get((row.task.pk, self.member.unit_id))) for row in self.tasks[:MOST_TASKS]]

    @property
    def is_missing(self) -> bool:
        """Whether it has not handed in everything asked of it."""
        lines = (self.papers.get((row.task.pk, self.member.unit_id)) for row in self.tasks)
        return any(line.missing for line in lines if line)

    @property
    def more(self) -> int:
        """How many are not."""
        return max(0, len(self.tasks) - MOST_TASKS)


@dataclass
class ClusterTasks:
    """A cluster with what its members carry. `idle` are the members without a task."""

    cluster: Cluster
    members: list[MemberTasks] = field(default_factory=list)
    idle: list[ClusterMember] = field(default_factory=list)
    size: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """How many members have not handed in everything."""
        return sum(one.is_missing for one in self.members)


@dataclass
class PlanOfClusters:
    """The tasks of a plan by cluster. `outside` are tasks carried by no member, `unchosen` those without a unit."""

    clusters: list[ClusterTasks]
    outside: list[TaskLine]
    unchosen: list[TaskLine]

    @property
    def busy(self) -> list[ClusterTasks]:
        """The clusters with a member that carries a task."""
        return [one for one in self.clusters if one.members]

    @property
    def free(self) -> list[ClusterTasks]:
        """The clusters without."""
        return [one for one in self.clusters if not one.members]


def plan_of_clusters(plan: Plan, on: date) -> PlanOfClusters:
    """The tasks of a plan by cluster on a day, with what each member handed in. At most thirteen queries."""
    rows = [row for group in board(plan, on, Filters(), page=None).groups for row in group.tasks]
    heirs: dict[int, list[int]] = {}
    for old, new in Succession.objects.filter(on__lte=on).values_list("predecessor_id", "successor_id"):
        heirs.setdefault(old, []).append(new)
    carried: dict[int, list[TaskLine]] = {}
    for row in rows:
        for unit in dict.fromkeys(key for one in row.units for key in (one.pk, *heirs.get(one.pk, ()))):
            carried.setdefault(unit, []).append(row)
    papers = {
        (one.collection.task_id, line.unit.pk): line
        for one in collected(open_collections().filter(task__plan=plan), on)
        for line in one.lines
    }
    found = [_of_cluster(cluster, carried, papers) for cluster in clusters_on(on)]
    members = {one.unit_id for cluster in found for one in (*_members(cluster), *cluster.idle)}
    inside = {row.task.pk for unit in members for row in carried.get(unit, ())}
    return PlanOfClusters(
        found,
        [row for row in rows if row.units and row.task.pk not in inside],
        [row for row in rows if not row.units],
    )


def _members(cluster: ClusterTasks) -> list[ClusterMember]:
    return [one.member for one in cluster.members]


def _of_cluster(cluster: Cluster, carried: dict[int, list[TaskLine]], papers: Papers) -> ClusterTasks:
    found = ClusterTasks(cluster)
    for member in cluster.members.all():
        found.size += 1
        tasks = carried.get(member.unit_id)
        if tasks:
            found.members.append(MemberTasks(member, tasks, papers))
        else:
            found.idle.append(member)
    lines = {line.row.pk: line for one in found.members for row in one.tasks for line in row.lines}
    found.counts = {
        kind: sum(line.standing is standing for line in lines.values())
        for kind, standing in (("late", Standing.LATE), ("warn", Standing.SOON), ("ok", Standing.AHEAD), ("held", Standing.DONE))
    }  # fmt: skip
    return found


def clusters_led(acting: Acting, on: date) -> QuerySet[Cluster]:
    """The clusters in force of which a person reads what the members handed in."""
    return Cluster.objects.filter(valid_on(on)).filter(led_by(acting, on))


def handed_in_files(acting: Acting, on: date) -> QuerySet[Registration]:
    """What members of the clusters a person reads handed in."""
    rows = Registration.objects.filter(handed_in_seen_by(acting, on))
    return rows.select_related("file").distinct()


def heads_of(unit: Unit, on: date) -> list[tuple[int, int]]:
    """The officers and heads of the units that head the clusters of a unit on a day, with the cluster. One query.

    A unit that heads its own cluster is not told of itself.
    """
    own = ClusterMember.objects.filter(valid_on(on), unit=unit, cluster__in=Cluster.objects.filter(valid_on(on)))
    heads = ClusterMember.objects.filter(valid_on(on), role=ClusterRole.HEAD, cluster__in=own.values("cluster"))
    pairs = heads.exclude(unit=unit).values_list("unit_id", "cluster_id")
    clusters = dict(pairs)
    duties = Duty.objects.filter(valid_on(on), code__in=UNIT_DUTIES, unit__in=clusters, user__is_active=True)
    rows = duties.order_by("user_id").values_list("user_id", "unit_id").distinct()
    return [(user, clusters[head]) for user, head in rows]


@dataclass(frozen=True)
class Column:
    """One kind of paper asked for under a task."""

    found: Collected
    kind: str
    label: str
    handed: int
    whole: int


@dataclass(frozen=True)
class Cell:
    """What a member handed in; not `asked` when it is not on the roster of the task."""

    asked: bool
    handed: Handed | None = None


@dataclass(frozen=True)
class HandedIn:
    """What the members of a cluster handed in under the tasks open for that, and what is missing."""

    cluster: Cluster
    columns: list[Column]
    rows: list[tuple[ClusterMember, list[Cell]]]
    missing: int


def handed_in(cluster: Cluster, on: date) -> HandedIn:
    """What the members of a cluster handed in. At most eight queries, however many members and tasks."""
    members = list(
        cluster.members.filter(valid_on(on)).select_related("unit").order_by("role", "unit__name_fold", "pk")
    )
    units = {member.unit_id for member in members}
    asked = collected(open_collections(), on)
    lines = {(one.collection.pk, line.unit.pk): line for one in asked for line in one.lines if line.unit.pk in units}
    columns, cells = [], {}
    for one in asked:
        here = {unit: lines[one.collection.pk, unit] for unit in units if (one.collection.pk, unit) in lines}
        for count in one.counts if here else ():
            given = {unit: line.handed[count.kind] for unit, line in here.items()}
            columns.append(
                Column(one, count.kind, count.label, sum(bool(found) for found in given.values()), len(given))
            )
            cells[len(columns) - 1] = given
    rows = [
        (member, [Cell(member.unit_id in given, given.get(member.unit_id)) for given in cells.values()])
        for member in members
    ]
    return HandedIn(cluster, columns, rows, sum(line.missing != [] for line in lines.values()))
