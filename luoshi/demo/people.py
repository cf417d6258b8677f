"""A fictional district, its units and its people. Any likeness to a real place is chance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitLine:
    """A unit of the demo: `reporter` and `colleague` are names of people."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    chief: str
    reporter: str


DISTRICT = ("wanghai", "望海新区")

UNITS = (
    UnitLine("fagai", "发展改革局", "department", ("发改局", "区发展改革局"), "陈立言", "秦书瑶"),
    UnitLine("touzi", "投资促进局", "department", ("投促局", "招商局"), "鲁成蹊", "苏念"),
    UnitLine(
        "gongxin", "工信科技局", "department", ("工信局", "科技局", "工业和信息化科技局"), "贺知章", "梁一诺"
    ),
    UnitLine("zhujian", "住房建设局", "department", ("住建局",), "高明远", "丁晓帆"),
    UnitLine("jiaotong", "交通运输局", "department", ("交通局",), "罗行之", "曹可"),
    UnitLine("yingji", "应急管理局", "department", ("应急局",), "段安澜", "尹北辰"),
    UnitLine("lingang", "临港产业园", "zone", ("临港园区", "临港产业园管委会"), "方既明", "何苗"),
    UnitLine("kechuang", "科创园", "zone", ("科创园管委会",), "沈星野", "杜若"),
    UnitLine("konggang", "空港物流园", "zone", ("空港园区", "物流园"), "唐远舟", "谢云"),
    UnitLine("chengwan", "澄湾街道", "street", ("澄湾街道办事处",), "蒋海棠", "彭树"),
    UnitLine("xikou", "汐口镇", "street", ("汐口镇政府",), "韩渡", "叶青禾"),
    UnitLine("wangshan", "望山街道", "street", ("望山街道办事处",), "邵千山", "顾南乔"),
)

PEERS = (("yunling", "云岭新区"), ("jianglan", "江澜新区"), ("beichuan", "北川新区"))

# (login, name, post, role): the four whose logins `bin/serve` prints, and the administrator.
NAMED = (
    ("hemiao", "何苗", "lingang", "统计员", "reporter"),
    ("linxiaohe", "林晓禾", "", "督查室主任", "supervisor"),
    ("zhouhuaijin", "周怀瑾", "", "党工委书记", "leader"),
    ("guankeji", "关可及", "", "审计专员", "auditor"),
)
ADMINISTRATOR = ("xitong", "程守一", "", "系统管理员", "administrator")
COLLEAGUE = ("baitinglan", "白汀兰", "lingang", "项目专员", "reporter")
SECOND_SUPERVISOR = ("songheng", "宋衡", "", "督查专员", "supervisor")

WORKSTREAMS = (
    ("xiangmu", "项目为王"),
    ("zhaoshang", "招商引资"),
    ("gaige", "改革攻坚"),
    ("kaifang", "对外开放"),
    ("chuangxin", "科技创新"),
    ("anquan", "安全稳定"),
)
PLAN = "全面振兴新突破三年行动"
