"""What people's own tables call the columns of this room's sheets, and what stands beside a name in a head."""

PEER = ("地区", "城市", "县区", "区县", "县市区", "单位名称", "对标单位", "region", "city", "district", "area")
# Rows that speak of several peers and are none.
TOTALS = ("合计", "总计", "小计", "总和", "平均", "平均值", "平均数", "total", "sum", "average")
GROUP = ("同类组", "组别", "分组", "类别", "片区", "group")
INDICATOR = ("指标", "指标名称", "统计指标", "项目", "indicator")
LABEL = ("单位", "计量单位", "unit")
PERIOD = ("年份", "年度", "月份", "时间", "时期", "统计期", "数据期", "报告期", "期间", "period", "year", "month")
LEVEL = ("绝对量", "总量", "累计", "累计值", "本年累计", "自年初累计", "数值", "值", "完成值", "value", "level")
GROWTH = ("增速", "增长率", "增长", "增幅", "同比", "同比增长", "同比增速", "累计增速", "比上年增长", "growth", "yoy")
GOAL = ("目标", "目标值", "年度目标", "全年目标", "预期目标", "goal")
SOURCE = ("来源", "数据来源", "资料来源", "source")

HOLDER = ("承担单位", "责任单位", "持有单位", "分解到", "单位", "holder", "unit")
SUPERIOR = ("上级", "上级单位", "下达单位", "superior")
ASSIGNED = ("上级下达", "下达目标", "下达值", "分解目标", "assigned")
OWN = ("自定目标", "本级目标", "年度目标", "目标值", "全年目标", "own target", "goal")
BASE = ("基数", "上年实绩", "上年完成", "上年完成值", "base")
YEAR = ("年度", "年份", "year")
LEAD = ("牵头单位", "责任单位", "主管部门", "lead unit")
MATTER = ("编号", "事项编号", "指标编号", "目标编号", "code", "matter")
UNIT = ("牵头单位", "填报单位", "报送单位", "责任单位", "单位", "lead unit", "unit")
VALUE = ("数值", "累计值", "本年累计", "完成值", "自年初累计", "值", "value")
NOTE = ("说明", "备注", "情况说明", "note", "remark")

COUNTED_IN = "单位"
MULTIPLES = ("亿", "万", "千", "百", "十")  # how many, of what follows: 万吨, 亿美元
PER_CENT = {"百分比": "%", "百分数": "%", "％": "%", "percent": "%", "pct": "%", "个百分点": "%", "百分点": "%"}


def month(number: int) -> tuple[str, ...]:
    """Heads of a year's month."""
    return (f"{number}月", f"{number}月末", f"1-{number}月", f"m{number}", f"month {number}")
