"""The grammar of one clause: where its modal verb stands, whether it is a bare imperative, whether it only describes."""

import itertools
import re
from dataclasses import dataclass

from luoshi.engine.minutes.words import ADVERBS, DESCRIBES, VERBS, either

MODAL = re.compile(
    r"(?:(?<![重主需首必紧只想将纪摘概提简冲扼精次若如是不为快正但])(?P<want>要)(?![求素点害闻么件道领义职目想是]|务(?![实求必]))"
    r"|必须|务必|应当|应该|(?<![相适响反对供效回感呼顺理本])应(?![对用急付邀变有答聘收届运允声激该当])|(?<![必无])须(?!知)"
    r"|不得|不准|严禁|不要(?!求))"
)
ASKS = re.compile(
    r"(?:^|[，：])(?:同时|也|特别|真诚|衷心)?(?P<ask>希望|恳请|责成|责令|请(?!示|假|求|教|客|柬)|号召|期望)"
)
CHARGES = re.compile(
    r"由[^，]{2,200}?(?:(?:牵头|负责|督办|办理|汇总|统筹|承担)(?![的了])|(?:会同[^，]{2,40}?)?(?:根据|按照|抓紧|尽快|组织|制定|研究|提出|落实)(?!的))"
)
# 要 that weighs or owns up rather than asks.
WEIGHS = re.compile(
    r"(?:要|必须|应当?|应该|须)(?:清醒地?|充分|同时|深刻|也)*(?:看到|认识到|意识到|指出的是|说明的是|承认|付出|经过|花费)|(?:还|仍)要付出|要(?:么|想|知道|靠)"
)
PROHIBITS = re.compile(r"不得|不准|不能|严禁|不要(?!求)")
CONTINUES = re.compile(r"的同时[还也]?(?:要|应)|^(?:又|更|则|既|而|且|并)且?(?:要|应|须)|^[^，]{1,24}则(?:要|应)")
ADVERB_END = re.compile(rf"(?:{either(ADVERBS)})$")
# 备足, 管好, 摸清: a verb with its result, whatever the verb.
RESULTATIVE = r"(?![友良美现事真确其果老史诚忠虚口县市区省城居镇国人])[\u4e00-\u9fff][好足实准牢紧清细住稳活通齐透严](?=[\u4e00-\u9fff“]{2})"
IMPERATIVE = re.compile(
    rf"(?:(?:{either(ADVERBS)})地?)*{RESULTATIVE}|(?:(?:{either(ADVERBS)})地?、?)*(?:{either(VERBS)})|(?:{either(ADVERBS)}){{2}}|(?:{either(ADVERBS)})(?:有序|有效|有力)?[\u4e00-\u9fff]{{2,}}"
)
# 投资促进局, 推进办, 组织部: names that begin with what the body does.
NAMED_FOR_WORK = re.compile(
    rf"(?:{either(' '.join(verb for verb in VERBS.split() if len(verb) == 2))})(?=办(?!理|好|结|成|公室?主)|局|院|站|队|室|中心|部门|单位|机构|组(?!织)|公司|集团|委员会|"
    r"专班|指挥部|领导小组|工作组|处(?!理|置|罚))|发展(?=和?改革|研究)|投资(?=促进|发展|控股)|组织(?=部|人事)|宣传(?=部|思想|文化)|规划(?=和?自然|建设|国土|设计)|"
    r"建设(?=交通|管理|和|银行|指挥|投资)|监督(?=管理|检查|执法)|管理(?=委|服务)|教育(?=厅|部(?!门)|和|体育|系统|工委|主管)|审计(?=厅|署)|改革(?=委|发展)|"
    r"联合(?=会|国|党委|检查组)|开发(?=区|建设|银行|投资)|生产(?=企业|经营)|服务(?=业|窗口|大厅)|防汛|领导(?=干部|班子|小组|机构|同志|下)|统一战线|保护(?=区)|创新(?=主体|发展)|保障(?=部|性)"
)
OPENS_WITH_VERB = re.compile(
    rf"(?:(?:{either(ADVERBS)})地?)*(?:{either(' '.join(verb for verb in VERBS.split() if len(verb) > 1))})"
)
PURPOSE = re.compile(
    rf"(?:{either(ADVERBS)})*(?:不|鼓励|支持|引导|督促|帮助|确保|实现|提高|提升|促进|增强|推动|带动|做到|形成|保障|让|使|以|把|将|为|在|达到|开创|营造|展现|凝聚|坚持|践行|树立|围绕|聚焦|立足|结合|按照)"
)
IS = re.compile(r"(?<![别尤凡于实还只总就但])(?<!无论)是(?!否|非)")
DESCRIPTION = re.compile(DESCRIBES)
FUTURE = re.compile(
    r"(?<=[\u4e00-\u9fff”）])将(?!来|要|其|士|领)|(?:^|，)将(?=在|会|继续|进一步|以|与|持续|于|围绕|深入|陆续|极大|有)"
)
# 将加快进度 promises; 将名单报送 and 将发展作为第一要务 do not, for there 将 is 把.
PLANS = re.compile(r"将(?![^，]*(?:作为|列入|纳入|摆在|放在|贯穿|融入|列为|视为|落到|转化|报))")
TAIL = re.compile(r"^(?:这样|这些|这是|这将|这既|这也|对此|据了解|据悉|其中|只有|反之|否则)")
LEAD = re.compile(
    r"^(?:面对|随着|由于|因为|虽然|尽管|如果|若|为了|为(?!.{0,8}提供)|鉴于|当|在|对于|关于|除|截至|自|作为|近期|下一步|当前|目前|今后|按照|"
    r"根据|依据|通过|围绕|针对|无论|不论|同时|此外|另外|特别是|实现以上|办好|做好|推动|有效|会后|明年|今年|\d)"
)
SETTING = re.compile(
    r"(?:面对|对于|借助|随着|由于|因为|虽然|尽管|如果|为(?!.{0,8}提供)|作为|当|在|同时|自|除|不仅|只要|只有|既然)"
)
# A condition, or the moment of something else; and 承办单位, where the verb is half a noun.
NOT_ASKED = re.compile(
    r"(?:的|后|时|的同时|过程中|前提下|基础上|情况下|之际)$|^[\u4e00-\u9fff]{2}(?:单位|部门|人员|机构)"
)
DONE = re.compile(
    r"(?<![为除受罢])了(?!解|结)(?=[^，]{2,})|已经(?![^，]{0,12}的)|曾经|取得了|标志着|^(?:也|正|都|就|更)?是|^(?:得到|受到)"
)
LEAD_IN = re.compile(
    r"(?:以下|如下|下列|几[个项点条件方]).{0,14}$|(?:[一二三四五六七八九十]|\d{1,2})(?:个|项|点|条|件|大|方面).{0,10}$|(?:要求|目标|指导思想)是$"
)


@dataclass(frozen=True)
class Modal:
    """Where the asking verb of a clause stands; `before` it is the subject, unless the verb is 请 or 希望."""

    start: int
    end: int
    asks: bool


def modal(clause: str) -> Modal | None:
    """The modal of a clause, unless it sits in a relative clause or weighs instead of asking."""
    if CHARGES.match(clause):
        return Modal(0, 0, False)
    if ask := ASKS.search(clause[:12]):
        return Modal(*ask.span("ask"), True)
    for match in MODAL.finditer(clause[:120]):
        before = clause[: match.start()]
        if WEIGHS.match(clause, match.start()) or WEIGHS.search(clause[max(0, match.start() - 2) : match.end() + 6]):
            return None
        if not describes(before, strict=True) and not _embedded(clause, match):
            return Modal(match.start(), match.end(), False)
        return None
    return None


def _embedded(clause: str, match: re.Match[str]) -> bool:
    """今后要改进的问题: a modal inside the modifier of a noun."""
    before, after = clause[: match.start()], clause[match.end() :]
    return bool(IS.search(before)) or bool(
        re.fullmatch(r"[^，]{2,20}的[\u4e00-\u9fff]{2,6}", after) and len(before) > 12 and IS.search(clause)
    )


def restarts(clause: str) -> bool:
    """Whether a modal clause opens a new directive when one is already open."""
    return not (CONTINUES.search(clause) or PROHIBITS.match(clause))


def is_bare(clause: str) -> bool:
    """A verb phrase without a subject, as minutes ask after 会议要求."""
    if not IMPERATIVE.match(clause) or NOT_ASKED.search(clause):
        return False
    return not (SETTING.match(clause) or IS.search(clause) or weighs(clause))


def are_side_by_side(clauses: list[str]) -> bool:
    """Whether three or more bare imperatives turn each to another work: no word of one object comes again in another,
    and none states what the others are for."""
    if len(clauses) < 3 or not all(is_bare(clause) and not PURPOSE.match(clause) for clause in clauses):
        return False
    objects = [clause[found.end() :] for clause in clauses if (found := IMPERATIVE.match(clause))]
    words = [{one[i : i + 2] for i in range(len(one) - 1)} for one in objects]
    return all(words) and not any(a & b for a, b in itertools.combinations(words, 2))


def opens_with_verb(name: str) -> bool:
    """加强各部门, unlike 投资促进局, is no name."""
    return bool(OPENS_WITH_VERB.match(name)) and not NAMED_FOR_WORK.match(name)


def weighs(clause: str) -> bool:
    """要看到, 还要付出: takes note of something, asks for nothing."""
    return bool(WEIGHS.search(clause))


def describes(clause: str, *, strict: bool = False) -> bool:
    """Whether a clause tells what happened or is so. `strict` also refuses 将 and 是."""
    if DESCRIPTION.search(clause):
        return True
    return strict and bool(IS.search(clause) or FUTURE.search(clause))


def promises(clause: str) -> bool:
    """The speaker's own future: 我委将…."""
    return bool(FUTURE.search(clause)) or bool(PLANS.match(clause) and is_bare(clause.removeprefix("将")))


def is_lead(clause: str) -> bool:
    return bool(LEAD.match(clause))


def is_tail(clause: str) -> bool:
    """Whether a clause after a directive turns to what is, was, or will come of it."""
    return bool(TAIL.match(clause) or DONE.search(clause))


def is_lead_in(part: str) -> bool:
    """重点抓好以下工作: announces items and asks nothing itself."""
    return len(part) <= 70 and bool(LEAD_IN.search(part.rstrip("：，。")))
