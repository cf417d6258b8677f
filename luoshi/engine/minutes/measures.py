"""The numeric goal of a directive, as written: 95%以上, 不少于20家, 完成投资30亿元."""

import re

BOUND = r"(?:不低于|不少于|不超过|不高于|不多于|高于|低于|超过|达到|突破|控制在)?"
FIGURE = r"\d[\d,]*(?:\.\d+)?"
UNIT = (
    r"(?:‰|%|个百分点|(?:万|亿)?(?:美元|元|欧元)|万?(?:平方米|平方公里|公里|千瓦时|千瓦|吨|亩|公顷|立方米|米)|"
    r"万?(?:家|户|人次|人|名|套|辆|台|处|座|所|条|件|项|个|批|场|次|类|宗|只|支|艘|班次|班|床|张|册|份|架|株|头|眼|口|间|栋|幢|块|枚|根|盏|部|所|门|副|笔|单|起|例|席|片|段|泊位|车位|机位|床位|学位|个点|吨|兆瓦)(?!月|工作日|小时|百分|方面|领域|环节|部分|重点)|万|亿)"
)
BOUNDED = re.compile(r"^[不高低超达突控]|以上$|以内$")
SUFFIX = r"(?:以上|以内|以下|左右)?"
MEASURE = re.compile(
    rf"(?<![\d.年第]){BOUND}(?:{FIGURE}(?:-|—|~|至)?(?:{FIGURE})?{UNIT}|百分之[一二三四五六七八九十百]{{1,4}}|百分之百){SUFFIX}"
)


GOAL = re.compile(r"(?:新增|新建|完成|实现|建成|不少于|不低于|累计|争取|力争|达到|突破)[^，；。]{0,12}$")
ENDS = re.compile(r"\s*(?:[，；。]|$)")


def find(text: str) -> tuple[int, int] | None:
    """Where the goal stands in `text`: a percentage or a bound before a figure at its clause's end, and that before 9家企业,
    where the figure only says of how many something is asked."""
    matches = list(MEASURE.finditer(text))
    chosen = max(matches, key=lambda match: _weight(text, match), default=None)
    return chosen.span() if chosen else None


def _weight(text: str, match: re.Match[str]) -> int:
    if "%" in match[0] or "百分" in match[0]:
        return 4
    if BOUNDED.search(match[0]):
        return 3
    return 2 * bool(ENDS.match(text, match.end())) + bool(GOAL.search(text[: match.start()]))
