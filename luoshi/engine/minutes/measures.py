"""The numeric goal of a directive, as written: 95%以上, 不少于20家, 完成投资30亿元."""

import re

BOUND = r"(?:不低于|不少于|不超过|不高于|不多于|高于|低于|超过|达到|突破|控制在)?"
FIGURE = r"\d[\d,]*(?:\.\d+)?"
UNIT = (
    r"(?:‰|%|个百分点|(?:万|亿)?(?:美元|元|欧元)|万?(?:平方米|平方公里|公里|千瓦时|千瓦|吨|亩|公顷|立方米|米)|"
    r"万?(?:家|户|人次|人|名|套|辆|台|处|座|所|条|件|项|个|批|场|次|类|宗|只|支|艘|班次|班|床|张|册|份)(?!月|工作日|小时|百分|方面|领域|环节|部分|重点)|万|亿)"
)
SUFFIX = r"(?:以上|以内|以下|左右)?"
MEASURE = re.compile(
    rf"(?<![\d.年第]){BOUND}(?:{FIGURE}(?:-|—|~|至)?(?:{FIGURE})?{UNIT}|百分之[一二三四五六七八九十百]{{1,4}}|百分之百){SUFFIX}"
)


def find(text: str) -> tuple[int, int] | None:
    """Where the first numeric goal stands in `text`; a percentage goes before a count."""
    matches = list(MEASURE.finditer(text))
    best = next((match for match in matches if "%" in match[0] or "百分" in match[0]), None)
    chosen = best or (matches[0] if matches else None)
    return chosen.span() if chosen else None
