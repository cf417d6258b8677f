"""Who speaks: the governing speech verb of a clause (X强调, 会议要求, 他指出) and whom it names."""

import re
from dataclasses import dataclass

from luoshi.engine.minutes import doers
from luoshi.engine.minutes.words import either

SURNAMES = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖"
    "田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃"
    "武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗"
    "谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "瞿桂佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢楼回]"
)
TITLES = either(
    """书记 主任 省长 市长 县长 区长 镇长 乡长 州长 盟长 旗长 局长 厅长 部长 处长 科长 院长 校长 行长 董事长 总经理 总理 主席
        委员长 委员 常委 理事长 会长 秘书长 指挥长 指挥 组长 队长 司令员 政委 检察长 总裁 总师 经济师 工程师 总监 主委 社长 所长
        站长 巡视员 调研员 研究员 教授 厂长 支书 党组书记 同志 专员 督察 司长 关长 署长 领导"""
)
NAME = rf"(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}"
DEMANDS = r"提(?:出)?了?(?:如下|以下|几|[一二三四五六七八九十\d]{1,2})(?:点|条|个|项|方面)?(?:具体|明确|工作)?(?:要求|意见|希望)"
DECISIONS = r"(?:议定|商定|确定|决定|明确|审定)了?(?:以下|如下|下列)[^，：]{0,6}"
VERB = (
    f"{DEMANDS}|{DECISIONS}"
    + "|强调指出|明确要求|明确指出|强调|指出|要求|表示|提出|提到|号召|部署|确定|决定|明确|说道|说|称|认为|建议|指示|重申|叮嘱|勉励|"
    "议定|商定|审定|提醒|嘱咐|希望|介绍|透露|宣布|通报|总结|坦言|直言|回应|分析"
)
REPORTING = re.compile(r"认为|建议|介绍|透露|宣布|通报|总结|坦言|直言|回应|分析")
MODIFIER = (
    r"(?:还|也|又|并|再次|特别|进一步|明确|反复|着重|最后|郑重|同时|随后|首先|一致|分别|再|则|还特别|共同|总结时|严肃)*"
)
AT_END = re.compile(rf"(?P<modifier>{MODIFIER})(?P<verb>{VERB})$")
BODY_ACTS = (
    r"[^，的]{2,24}(?:局|办|委|厅|部门|单位|镇|乡|街道|公司|集团|中心|指挥部|专班|园区?|新区)"
    r"(?:要|必须|应|须|抓紧|尽快|立即|做好|加强|会后|会同|牵头|负责|按|根据|于|在|进一步|认真|切实|\d{1,2}[月日个天]|每[月周])"
)
WITHIN = re.compile(
    rf"(?P<modifier>{MODIFIER})(?P<verb>强调|要求|指出|号召|部署.{{0,12}}时要求|提出)(?=(?:一|二)?(?:要|是)|{BODY_ACTS}|必须|应|须|各|全|有关|相关|总结|统筹|做好|抓好|认真|加快|加强|加大|深入|进一步|切实|坚持|确保|推动|推进|把|以|继续|不断|全力|持续|强化|严格|落实|完善)"
)
OPENING = re.compile(rf"{MODIFIER}(?:强调指出|强调|指出)(?=.{{4}})")
AGREED = re.compile(r"(?:本次|此次)?(?P<name>会议)(?:原则|一致|研究)*同意")
DEMAND = re.compile(
    rf"(?:并|同时)?要求(?=各|全[市县区省州]|有关|相关|\d{{1,2}}月|年底|本周|下周|[一二三四]季度|{BODY_ACTS})"
)
# 会议责成…, 现将会议议定事项纪要如下: what follows is asked by the meeting.
CHARGES = re.compile(
    r"(?:本次|此次)?(?P<name>会议)(?=责成|责令|授权|(?:议定|决定|明确|商定|确定)由[^，]{2,30}(?:牵头|负责|实施|承担|办理))"
)
ORDER = re.compile(rf"(?P<modifier>{MODIFIER})(?P<verb>要求)")
RECORDED = re.compile(r"(?:现将|现就)(?P<name>会议)?.{0,24}(?:纪要如下|事项如下|意见如下|明确如下)$")
NOUN_BEFORE = re.compile(
    r"(?:按照|根据|提出的?|新|的|落实|达到|符合|作出|围绕|贯彻|有关|相关|具体|工作|总|统一|明确|质量|任务|总体|提了|更高|严格|"
    r"重要|一|些|点|项|条|个|以|按|对照|对|时间|政策|基本|标准|目标|什么|技术|高|本|小|俗话|一般来|可以|据|总的来|应该|名|号|简|统|俗|自|者|堪)$"
)
CROWD = re.compile(
    r"(?:人士|记者|(?<!政治局)(?<!国务)(?<!军委)委员|专家|网友|分析师|大家|[^我他她咱]们|与会[^，]{0,8}|企业家|群众|居民|村民|市民|代表|客商|干部群众|学员|员工|游客|双方)"
    r"(?:纷纷|一致|普遍|均|也|则|都|还)*$|纷纷$|^(?:参会|参与座谈的)"
)
# 政协委员某某建议: whoever sits there to advise asks nothing of the units. 中央政治局委员某某 is another matter.
ADVISER = re.compile(
    rf"(?:(?<!政治局)(?<!国务)(?<!军委)委员|代表|专家|教授|研究员|企业家|村民|居民|董事长|总经理)(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}$"
)
ADVISES = re.compile(r"建议|提出|认为|表示|说|提到|希望|介绍")
STRONG = re.compile(r"强调|指出|表示|提到|重申|认为|提出|明确要求")
BODY = re.compile(r"(?:委|府|局|厅|办|部|会|组|院|通知|批示|指示|意见|通报|讲话|文件|方案|反馈|公司|集团|中心)$")
AMBIGUOUS = re.compile(r"议定|商定|审定|分析|总结|部署|明确|确定|决定|通报|回应|建议|介绍|宣布")
ODD = re.compile(r"[\d如即条的是有要]")
MEETING = re.compile(r"(?:本次|此次|这次|今天的|当天的)?(?P<name>会议|大会|全会)(?:研究|审议|讨论|集体)*$")
MEETING_FIRST = re.compile(r"^(?:本次|此次)?(?P<name>会议)[^，]{2,16}(?:后|时|中|上)$")
ADVERBIAL = re.compile(
    r"在|于(?!是)|就|对|向|到|围绕|代表|最后|首先|随后|作|听取|讲话|出席|主持|结合|\d|多次|专门|近日|日前|充分"
)
AFTER_SETTING = re.compile(r"^(?:在|当|针对|谈到|围绕|就).*(?:时|中|上|期间|后|现场|会|问题|工作)")
BY_TITLE = re.compile(rf"(?:^|{TITLES}|由)(?P<name>{NAME}?)(?:副|常务副|总)?(?:{TITLES})?$")
TITLED = re.compile(rf"{TITLES}")
SURNAME_TITLE = re.compile(rf"^(?P<name>(?:{SURNAMES})(?:副|总)?(?:{TITLES}|总))$")
ACTS = (
    r"(?=同志|在|于|出席|主持|参加|宣布|\d|到|来到|作|对|充分|还|首先|介绍|总结|发表|讲话|先后|强调|指出|一行|前往|代表|现场|调研|"
    r"考察|带队|率|传达|通报|听取|深入|多次|专门|专程|专题|分别|近日|日前|就|处长|主任|参会|表示|要求|部署|并|也|又)"
)
SUBJECT = re.compile(rf"(?:(?:{TITLES})(?:（[^）]*）)?|^)(?P<name>(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}?){ACTS}")
BEFORE_TITLE = re.compile(
    rf"(?<=[处局厅委办院部会司校、])(?P<name>(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}?)(?=(?:副|总)?(?:{TITLES}))"
)
SPEAKS = re.compile(r"讲话|强调|指出|调研|批示|指示|考察|总结|要求")


@dataclass(frozen=True)
class Governor:
    """The verb and what follows: `content` is where the speech begins in the clause, `name` a span in it or None.

    `refers_back`: 他, or no subject at all. `is_meeting`: no subject, where the meeting or whoever acts is meant.
    """

    content: int
    name: tuple[int, int] | None
    refers_back: bool = False
    reports: bool = False
    is_crowd: bool = False
    is_meeting: bool = False


def governor(clause: str, *, ends_in_comma: bool) -> Governor | None:
    """The governing speech verb of a clause, where it has one. `clause` is without its closing mark."""
    if agreed := AGREED.match(clause):
        return Governor(len(clause), agreed.span("name"))
    if recorded := RECORDED.match(clause):
        return Governor(len(clause), recorded.span("name") if recorded["name"] else None)
    if charging := CHARGES.match(clause):
        verb = re.compile("议定|决定|明确|商定|确定").match(clause, charging.end())
        return Governor(verb.end() if verb else charging.end(), charging.span("name"))
    if demand := DEMAND.match(clause):
        return Governor(demand.end(), None, refers_back=True, is_meeting=True)
    opening = OPENING.match(clause)
    if opening and not (ends_in_comma and AT_END.search(clause)):
        return Governor(opening.end(), None, refers_back=True)
    match = AT_END.search(clause, max(0, len(clause) - 16)) if ends_in_comma else None
    match = match or WITHIN.search(clause[:90]) or _order(clause)
    if match is None:
        return None
    head = clause[: match.start()]
    is_noun = NOUN_BEFORE.search(head) and not is_person(head) and not match["verb"].startswith("提")
    return None if is_noun or len(head) > 80 else _named(head, match)


def _order(clause: str) -> re.Match[str] | None:
    """王县长要求甲局、乙局…: the verb before a body that acts."""
    for match in ORDER.finditer(clause[:60]):
        rest = clause[match.end() :]
        opened = doers.opening(rest)
        if opened and (opened.are_bodies(rest) or opened.is_timed):
            return match
    return None


def is_person(head: str) -> bool:
    """Whether the text before a verb ends in a person's name or surname and title."""
    return bool(BY_TITLE.search(head) or SURNAME_TITLE.match(head))


def _named(head: str, match: re.Match[str]) -> Governor | None:
    verb, content = match["verb"], match.end()
    own_plans = verb in ("表示", "称", "说", "提到") and BODY.search(head)
    reports = bool(REPORTING.search(verb) or CROWD.search(head) or own_plans) and not MEETING.search(head)
    is_strong = bool(STRONG.search(verb))
    is_advice = ADVISES.fullmatch(verb) and (ADVISER.search(head) or (verb == "建议" and is_person(head)))
    if (CROWD.search(head) or is_advice) and not MEETING.search(head):
        return Governor(content, None, reports=True, is_crowd=True)
    if re.search(r"[他她]$", head):
        return Governor(content, None, refers_back=True, reports=reports)
    if not head or AFTER_SETTING.fullmatch(head):
        is_speech = is_strong or (head and verb == "说")
        return Governor(content, None, refers_back=True, reports=reports) if is_speech else None
    if not is_strong and not (_is_speaker(head, verb) or _is_body(head, verb)):
        return None
    name = name_in(head)
    return Governor(content, name, reports=reports) if name else None


def _is_speaker(head: str, verb: str) -> bool:
    """周密分析 is no person: where the verb is common in other uses, a person needs a title."""
    if AMBIGUOUS.search(verb) and not TITLED.search(head):
        return False
    return is_person(head) or bool(SUBJECT.search(head))


def _is_body(head: str, verb: str) -> bool:
    """会议决定, 省委要求; but 全会部署 within 贯彻落实全会部署 is a noun."""
    if AMBIGUOUS.search(verb):
        return bool(MEETING.fullmatch(head))
    return bool(MEETING.search(head) or MEETING_FIRST.search(head) or BODY.search(head))


def name_in(head: str) -> tuple[int, int] | None:
    """The speaker's name in what stands before the verb: a person without a title, 会议, or a body as written."""
    for pattern in (MEETING, MEETING_FIRST, SURNAME_TITLE, BY_TITLE):
        if match := pattern.search(head):
            return match.span("name")
    start = 0
    if match := AFTER_SETTING.match(head):
        start = match.end()
    if (subject := SUBJECT.search(head, start)) and subject.end("name") < len(head):
        return subject.span("name")
    cut = ADVERBIAL.search(head, start + 2)
    end = cut.start() if cut else len(head)
    if match := BY_TITLE.search(head[start:end]):
        return start + match.start("name"), start + match.end("name")
    return (start, end) if 2 <= end - start <= 16 and not ODD.search(head, start, end) else None


def person_acting(sentence: str) -> tuple[int, int] | None:
    """The person a sentence is about, for a later 他: the one who spoke, else the first who is named with a title."""
    found = list(SUBJECT.finditer(sentence[:400])) or list(BEFORE_TITLE.finditer(sentence[:400]))
    for match, following in zip(found, [*found[1:], None], strict=False):
        if SPEAKS.search(sentence, match.end(), following.start() if following else len(sentence)):
            return match.span("name")
    return found[0].span("name") if found else None
