"""What the demo district is measured by and compared with: indicators, cascades, earlier years, peers. Invented."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Q

from luoshi.core.matters.models import Matter
from luoshi.demo import content, people
from luoshi.demo.world import World, turn_to
from luoshi.engine.periods import Period, ends_with
from luoshi.engine.quantity import factor
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.queries import indicators

STATISTICS = "市统计局月报"
EARLIER = 2  # years before the plan
LATE = 18  # the day of the month on which late figures of the month before come out


@dataclass(frozen=True)
class Level:
    """A target whose figure is no sum of months: title, lead unit, workstream, goal, indicator."""

    title: str
    unit: str
    workstream: str
    goal: int
    said: dict[str, object]
    name: str


LEVELS = (
    Level(
        "工业增加值增速", "gongxin", "chuangxin", 850, name="规模以上工业增加值增速",
        said={"unit_label": "%", "nature": "rate", "source": "统计联网直报", "due_days": 20},
    ),
    Level(
        "城镇调查失业率", "chengwan", "anquan", 500, name="城镇调查失业率",
        said={"unit_label": "%", "nature": "point", "direction": "less", "sums": False, "source": "劳动力调查"},
    ),
    Level(
        "地区生产总值", "fagai", "xiangmu", 1260 * content.YI, name="地区生产总值",
        said={"unit_label": "亿元", "cadence": "quarter", "due_days": 20, "source": "统计核算"},
    ),
)


def define_all(world: World) -> None:
    """Every indicator that the district's targets count."""
    for _title, unit, _workstream, _goal, label, name, source in content.TARGETS[: content.WHOLE]:
        _define(world, name, unit, unit_label=label, source=source)
    _define(world, "重大项目年度投资完成率", "fagai", unit_label="%", sums=False, source="本账本")
    for level in LEVELS:
        _define(world, level.name, level.unit, **level.said)


def _define(world: World, name: str, unit: str, **said: object) -> None:
    definition = Definition(name=name, lead_unit=world.units[unit], **said)  # type: ignore[arg-type]
    define(world.plan, definition, by=world.supervisor)


def register_levels(world: World, due: dt.date) -> None:
    for level in LEVELS:
        world.register(
            "target", level.title, level.unit, goal=level.goal, unit_label=str(level.said["unit_label"]),
            workstream=level.workstream, weight=4, due=due,
            details={"indicator": level.name, "scope": "district", "source": str(level.said["source"])},
        )


# (holder, name, level, superior, assigned, own, base) in 亿元 or hundredths of a percent; None where a target says it.
INVESTMENT = (
    ("澜东省", "澜东省", "province", "", None, 21_000, 19_800),
    ("望海市", "望海市", "city", "澜东省", 4_000, 4_200, 3_880),
    ("wanghai", people.DISTRICT[1], "district", "望海市", 395, None, 371),
    ("lingang", "临港产业园", "unit", "wanghai", 112, None, 98),
    ("kechuang", "科创园", "unit", "wanghai", 74, None, 66),
    ("konggang", "空港物流园", "unit", "wanghai", 52, None, 47),
    ("xikou", "汐口镇", "unit", "wanghai", 18, None, 17),
    ("jiaotong", "交通运输局", "unit", "wanghai", 92, 92, 80),
    ("zhujian", "住房建设局", "unit", "wanghai", 80, 84, 63),
)
GROWTH = (
    ("澜东省", "澜东省", "province", "", None, 650, None),
    ("望海市", "望海市", "city", "澜东省", 650, 750, None),
    ("wanghai", people.DISTRICT[1], "district", "望海市", 800, None, 290),
    ("lingang", "临港产业园", "unit", "wanghai", 950, 1000, 150),
    ("kechuang", "科创园", "unit", "wanghai", 900, 900, 90),
    ("konggang", "空港物流园", "unit", "wanghai", 700, 700, 50),
)


def cascade_all(world: World) -> None:
    """Two cascades of the plan's first year: one that sums over units and one that does not."""
    year = world.plan.starts.year
    for name, rows, unit in (("固定资产投资完成额", INVESTMENT, content.YI), (LEVELS[0].name, GROWTH, 1)):
        found = [
            Row(
                holder=holder, name=title, level=level, superior=superior, place=place,
                assigned=assigned and assigned * unit, own=own and own * unit, base=base and base * content.YI,
            )
            for place, (holder, title, level, superior, assigned, own, base) in enumerate(rows)
        ]
        cascade(world.plan, name, year, found, by=world.supervisor, reason="年初目标分解")


PEERS = (
    *((name, "国家级新区") for _code, name in people.PEERS),
    ("东滩新区", "国家级新区"),
    ("碧屿区", "市辖城区"),
    ("槐湾区", "市辖城区"),
    ("霜河县", "市辖县"),
)
COMPARED = ("固定资产投资完成额", "一般公共预算收入", "规模以上工业总产值", "外贸进出口总额", LEVELS[0].name, LEVELS[2].name)


def take_in_earlier_years(world: World) -> None:
    """What the district itself published before the plan began: growth, the shape of a year, and what became of it."""
    first = world.plan.starts.year
    for indicator in indicators(world.plan).filter(Q(name__in=COMPARED) | Q(nature="cumulative", sums=True)):
        for ago in range(1, EARLIER + 1):
            goal = _goal(indicator) * 94**ago // 100**ago
            for month in (month for month in Period(first - ago).months if ends_with(month, indicator.cadence)):
                value = _published(indicator, people.DISTRICT[1], month, goal)
                figure = Figure(peer=people.DISTRICT[1], group="国家级新区", value=value, goal=goal)
                _compare(world, indicator, month, [figure])


def take_in_peers(world: World, month: Period) -> None:
    """What peers published of the month; one of them publishes nothing in March and none of some figures."""
    turn_to(month.next().start + dt.timedelta(days=LATE), 11)
    for indicator in indicators(world.plan).filter(name__in=COMPARED):
        if ends_with(month, indicator.cadence):
            goal = _goal(indicator)
            told = [(name, group) for name, group in PEERS if not (name == "霜河县" and month.number % 4 == 3)]
            _compare(world, indicator, month, [_figure(indicator, month, goal, *peer) for peer in told])


def _figure(indicator: Indicator, month: Period, goal: int, name: str, group: str) -> Figure:
    size = 4_000 + _draw(name, indicator.name) % 9_000
    if indicator.nature == "rate":
        return Figure(peer=name, group=group, value=_published(indicator, name, month, goal * size // 8_500))
    own = goal * size // 10_000
    growth = 200 + _draw(name, indicator.name, str(month)) % 900
    return Figure(peer=name, group=group, value=_published(indicator, name, month, own), growth=growth, goal=own)


def _published(indicator: Indicator, name: str, month: Period, goal: int) -> int:
    """About pro-rata, a little off by chance, to a hundredth of its unit."""
    share = 12 if indicator.nature != "cumulative" else month.elapsed_months
    off = 9_500 + _draw(name, indicator.name, str(month)) % 1_000
    step = max(factor(indicator.unit_label) // 100, 1)
    return goal * share * off // 120_000 // step * step


def _compare(world: World, indicator: Indicator, month: Period, figures: list[Figure]) -> None:
    compare(world.plan, indicator.name, month, figures, by=world.supervisor, source=STATISTICS)


def _goal(indicator: Indicator) -> int:
    levels = {level.name: level.goal for level in LEVELS}
    sums = {name: goal for *_rest, goal, _label, name, _source in content.TARGETS[: content.WHOLE]}
    return {**sums, **levels}[indicator.name]


def _draw(*words: str) -> int:
    return int.from_bytes(hashlib.sha256("".join(words).encode()).digest()[:4], "big")


def published_late(matter: Matter) -> bool:
    """Whether the figure of a month comes out only when the next one is well under way."""
    return matter.due_days > LATE
