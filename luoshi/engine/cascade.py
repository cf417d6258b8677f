"""A target on its way down (目标分解): what each level was assigned, took on, handed on and added (层层加码).

Shows and never corrects: nothing is spread, filled in or scaled so that it sums. Figures are stored ints; shares and
ratios basis points. Uplift is own − assigned: where less is better, below zero is the tighter target.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from luoshi.engine.natures import adds_up
from luoshi.engine.parts import split
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import rounded


@dataclass(frozen=True)
class Node:
    """One unit's target: `assigned` by its superior, its `own` where it set one, `base` last year's value."""

    key: str
    superior: str | None
    assigned: int | None
    own: int | None
    base: int | None
    level: str

    @property
    def value(self) -> int | None:
        """The target that counts: its own, else the assigned one."""
        return self.assigned if self.own is None else self.own


@dataclass(frozen=True)
class Problem:
    """What is wrong with the cascade as entered, and with whom.

    "duplicate" (a key; the first one counts), "unknown_superior" (key, superior), "cycle" (the keys, each the superior
    of the one before it), "two_roots" (all that have no superior), "assigned_without_superior" (a key).
    """

    code: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Down:
    """What a superior handed on, against its own target. `unassigned`: children that it assigned nothing.

    Where figures add up: `allotted` the sum of what it assigned, `uplift` allotted − own, `unallotted` what is left of
    its own (never below zero), `sums` whether they are equal; these three None where it has no target.
    Else: `implied` the mean of what it assigned by the children's bases and `distance` implied − own, in stored units;
    None where a child lacks a base above zero (`without_base`) or was assigned nothing. `shares`: each child's weight
    in that mean, summing to 10000; empty where bases are lacking.
    """

    unassigned: tuple[str, ...]
    allotted: int | None = None
    uplift: int | None = None
    unallotted: int | None = None
    sums: bool | None = None
    implied: int | None = None
    distance: int | None = None
    shares: Mapping[str, int] = field(default_factory=dict, hash=False)
    without_base: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit in the cascade. `down` is None where nobody is beneath it.

    `uplift`: value − assigned, in stored units, so for a rate in points; `uplift_bp` of the assigned; None for a rate,
    where nothing above zero was assigned, and without a superior. `total`: how much of its value was added on the way
    from the top, its own part included; `total_bp` the same against what would have come down without any. Where
    figures add up it compounds own ÷ assigned of each unit on the way and allotted ÷ own of each superior that handed
    on more than it has; what stays unallotted takes nothing off. Else it is the distance to the top's value, `total_bp`
    of that value (None for a rate). Both None where the way is broken, and 0 at the top.
    """

    key: str
    level: str
    value: int | None
    uplift: int | None
    uplift_bp: int | None
    total: int | None
    total_bp: int | None
    down: Down | None


@dataclass(frozen=True)
class Level:
    """What one level added: the sum of its units' uplift and, as `handed_on`, of what they allotted beyond their own.

    Where figures do not add up `uplift` is the units' mean by base, None where one of several lacks a base, and
    `handed_on` None. `counted`: the units whose uplift is known.
    """

    level: str
    counted: int
    uplift: int | None
    handed_on: int | None


@dataclass(frozen=True)
class Cascade:
    """Lines by key and levels, both in the order in which they were given."""

    lines: Mapping[str, Line]
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]


def cascade(nodes: Sequence[Node], nature: str, *, sums: bool = False) -> Cascade:
    """Compare what was assigned with what was taken on, level by level.

    `sums`: a point-in-time figure that adds up over units. Raises ValueError for an unknown nature and a sum of rates.
    """
    adds = adds_up(nature, sums=sums)
    known: dict[str, Node] = {}
    for node in nodes:
        known.setdefault(node.key, node)
    beneath = _beneath(known)
    downs = {key: _down(known[key], children, adds) for key, children in beneath.items()}
    lines = {node.key: _line(node, known, downs, nature, adds) for node in known.values()}
    levels = tuple(_level(level, known, lines, adds) for level in dict.fromkeys(node.level for node in known.values()))
    return Cascade(lines, levels, tuple(_problems(nodes, known)))


def _beneath(known: Mapping[str, Node]) -> dict[str, list[Node]]:
    beneath: dict[str, list[Node]] = {}
    for node in known.values():
        if node.superior in known:
            beneath.setdefault(str(node.superior), []).append(node)
    return beneath


def _line(node: Node, known: Mapping[str, Node], downs: Mapping[str, Down], nature: str, adds: bool) -> Line:
    uplift = _uplift(node)
    total, total_bp = _total(_way(node, known), downs, adds)
    return Line(
        key=node.key,
        level=node.level,
        value=node.value,
        uplift=uplift,
        uplift_bp=None if nature == "rate" else _ratio(uplift, node.assigned),
        total=total,
        total_bp=None if nature == "rate" else total_bp,
        down=downs.get(node.key),
    )


def _uplift(node: Node) -> int | None:
    if node.superior is None or node.assigned is None or node.value is None:
        return None
    return node.value - node.assigned


def _ratio(part: int | None, whole: int | None) -> int | None:
    return None if part is None or whole is None or whole <= 0 else rounded(part * WHOLE, whole)


def _down(superior: Node, children: Sequence[Node], adds: bool) -> Down:
    unassigned = tuple(child.key for child in children if child.assigned is None)
    return (_added if adds else _implied)(superior, children, unassigned)


def _added(superior: Node, children: Sequence[Node], unassigned: tuple[str, ...]) -> Down:
    allotted = sum(child.assigned or 0 for child in children)
    if superior.value is None:
        return Down(unassigned=unassigned, allotted=allotted)
    uplift = allotted - superior.value
    return Down(
        unassigned=unassigned,
        allotted=allotted,
        uplift=uplift,
        unallotted=max(-uplift, 0),
        sums=allotted == superior.value,
    )


def _implied(superior: Node, children: Sequence[Node], unassigned: tuple[str, ...]) -> Down:
    without_base = tuple(child.key for child in children if not _has_base(child))
    if without_base:
        return Down(unassigned=unassigned, without_base=without_base)
    shares = dict(
        zip((child.key for child in children), split(WHOLE, [child.base or 0 for child in children]), strict=True)
    )
    if unassigned:
        return Down(unassigned=unassigned, shares=shares)
    implied = _mean([(child.base or 0, child.assigned or 0) for child in children])
    distance = None if superior.value is None else implied - superior.value
    return Down(unassigned=(), implied=implied, distance=distance, shares=shares)


def _has_base(node: Node) -> bool:
    return node.base is not None and node.base > 0


def _mean(parts: Sequence[tuple[int, int]]) -> int:
    return rounded(sum(weight * value for weight, value in parts), sum(weight for weight, _ in parts))


def _way(node: Node, known: Mapping[str, Node]) -> list[Node] | None:
    """From the node up to the top; None where it leads to an unknown superior or round in a circle."""
    way = {node.key: node}
    while node.superior is not None:
        above = known.get(node.superior)
        if above is None or above.key in way:
            return None
        way[above.key] = node = above
    return [*way.values()]


def _total(way: list[Node] | None, downs: Mapping[str, Down], adds: bool) -> tuple[int | None, int | None]:
    if way is None or way[0].value is None or way[-1].value is None:
        return None, None
    if not adds:
        total = way[0].value - way[-1].value
        return total, _ratio(total, way[-1].value)
    reached = without = 1
    for above, below in _steps(way, downs):
        if above is None or below is None or above <= 0 or below <= 0:
            return None, None
        reached, without = reached * above, without * below
    return way[0].value - rounded(way[0].value * without, reached), rounded((reached - without) * WHOLE, without)


def _steps(way: Sequence[Node], downs: Mapping[str, Down]) -> Iterator[tuple[int | None, int | None]]:
    """Each step at which something may be added, as (after, before)."""
    for node in way[:-1]:
        yield node.value, node.assigned
    for superior in way[1:]:
        if (downs[superior.key].uplift or 0) > 0:
            yield downs[superior.key].allotted, superior.value


def _level(level: str, known: Mapping[str, Node], lines: Mapping[str, Line], adds: bool) -> Level:
    here = [line for line in lines.values() if line.level == level]
    lifted = [(known[line.key], line.uplift) for line in here if line.uplift is not None]
    if adds:
        handed_on = sum(max(line.down.uplift or 0, 0) for line in here if line.down)
        return Level(level, len(lifted), sum(uplift for _, uplift in lifted) if lifted else None, handed_on)
    if len(lifted) == 1:
        return Level(level, 1, lifted[0][1], None)
    weighed = bool(lifted) and all(_has_base(node) for node, _ in lifted)
    mean = _mean([(node.base or 0, uplift) for node, uplift in lifted]) if weighed else None
    return Level(level, len(lifted), mean, None)


def _problems(nodes: Sequence[Node], known: Mapping[str, Node]) -> Iterator[Problem]:
    yield from (Problem("duplicate", (key,)) for key, times in Counter(n.key for n in nodes).items() if times > 1)
    for node in known.values():
        if node.superior is not None and node.superior not in known:
            yield Problem("unknown_superior", (node.key, node.superior))
    yield from (Problem("cycle", keys) for keys in _cycles(known))
    roots = tuple(node.key for node in known.values() if node.superior is None)
    if len(roots) > 1:
        yield Problem("two_roots", roots)
    yield from (Problem("assigned_without_superior", (key,)) for key in roots if known[key].assigned is not None)


def _cycles(known: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
    """Each circle once, beginning where it is met first."""
    settled: set[str] = set()
    for key in known:
        way: dict[str, None] = {}
        here: str | None = key
        while here is not None and here in known and here not in settled and here not in way:
            way[here] = None
            here = known[here].superior
        if here in way:
            keys = list(way)
            yield tuple(keys[keys.index(here) :])
        settled.update(way)
