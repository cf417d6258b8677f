"""Who does it, where the position in the sentence says so: 由甲牵头、乙配合, 甲会同乙…, 甲9月底前完成…, 由丙负责."""

import re
from dataclasses import dataclass

from luoshi.engine.minutes import grammar, units
from luoshi.engine.minutes.units import Span
from luoshi.engine.minutes.words import NOT_UNIT

LONGEST, LONGEST_END = 40, 12
MONTH_OR_DAY = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|末|初|[上中下]旬|[\d一二三四五六七八九十]{1,3}[日号])?"
COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:个?(?:工作日|月|小时|星期)|[天日周年])"
TIME = re.compile(
    r"(?:[于在到]|力争|确保|务必)*(?:\d{4}年|今年|明年|本年)?"
    rf"(?:{MONTH_OR_DAY}|{COUNT}(?:之内|以内|内)|每个?(?:半?月|周|日|天|半?年|季度?|旬)(?:\d{{1,2}}日)?|会后|节后|[当即次明]日起?|[一二三四]季度|上半年|下半年|年底|年内|月底|本月底?|下个?月底?|本周[一二三四五六日]?|下周[一二三四五六日]?|春节|国庆节?|节)"
    r"[底末内]?(?:之前|以前|前|之内|以内|内)?(?!的|以来|召开|会议|，)"
)
LATER = re.compile(r"[于在][^，]{1,20}?(?:前|内|底(?!前))")
JOINS = re.compile(
    r"(?:会同|商(?![务贸业会场请讨定量品户])|联合(?=[^，]{2,20}(?:[局委办厅部室镇乡园院]|中心|街道|公司|集团|单位|部门)))"
)
MUST = re.compile("要|应当?|须|必须")
ROLE = re.compile(
    r"(?:共同|具体|分别|按职责分工|积极|密切|全力|做好)*(?P<role>牵头|负责|配合|协助|参与|支持|督办|落实|作为|统一|直接|全权|联合)"
)
CHARGED = re.compile(r"牵头|负责(?!制(?![定订作])|人|同志)|会同|抓紧|尽快|立即")
ASSISTS = re.compile(
    r"(?:共同|分别|按职责分工|积极|密切|全力|做好|予以|给予)*(?:配合|协助|参与|支持)[^，]{0,12}$|负责[^，]{0,6}$"
)
# A body by its name alone, unlike 企业, 干部 or 市, whose doings are told more often than they are ordered.
BODY = re.compile(
    r"(?:局|委|委员会|办公室|[^主承督交协催代经申]办|厅|室|中心|公司|集团|队|[^场]所|站|学校|医院|指挥部|专班|工作组|领导小组|街道|镇|乡|园|园区|开发区|新区|"
    r"^.{1,6}(?:政府|部门|单位|机关)|银行|海关|法院|检察院|管委会|党委|党工委|纪委|监委|宣传部|组织部|统战部)$"
)
NO_NAME = re.compile(
    r"\d|[要须把将 ]|(?<!自)由|作为|会同|按照|根据|结合|牵头(?!考核|单位|部门)|配合(?!单位|部门)|前往|来到|记者|积极|主动|切实|经(?![济开信贸营发委管])|"
    r"^(?:对(?!外)|以|按|给|从(?!化)|向(?!阳)|不|使|让|为|报(?!社)|请|是)|为企业|.报(?![社业刊])"
)
NOT_DOER = re.compile(
    NOT_UNIT + r"|[“”的了是为以把将各]$|^(?:专人|我|你|谁|此|其|于)|加强|相互|密切|切实|做好|推进$|工作$"
)
LEADING = re.compile(
    r"(?:(?:^|[，；：。（]|请|责成|责令|明确|确定)由?|由)(?P<names>(?:(?!(?<!自)由)[^，；：。]){2,200}?)(?:负责|具体|共同|分别)*牵头(?!单位|部门|人|领导|抓总)"
)
TOGETHER = re.compile(
    r"(?:(?:^|[，；：。]|请)由?|由)(?P<names>[^，；：。]{2,30}?)(?:要|应|须)?(?:[^，；：。]{2,12}前)?会同"
)
BY = re.compile(
    r"由(?P<names>[^，；：。由]{2,50}?)(?:具体|共同|分别|按职责)*(?:负责|承担|组织(?!部)|督办|办理|汇总|统筹)"
)
ASSISTING = re.compile(
    r"(?:^|[，；、])(?P<names>[^，；：。]{2,60}?)(?:等)?(?:积极|密切|共同|全力|按职责(?:分工)?)*(?:配合|协助|参与)(?=[，；。]|$)"
)
ANSWERS = re.compile(r"(?:^|[，；：])(?P<names>[^，；：。由]{2,40}?)(?:具体|分别|共同)?负责(?!制(?![定订作])|人|同志)")
ANSWERABLE = re.compile(
    r"(?:^|[，；：])(?P<names>[^，；：。由]{2,40}?)(?:为|是|作为)(?:责任主体|责任单位|牵头单位|第一责任人)"
)
CHARGE = re.compile(r"(?:统一|明确|具体|主要|继续|应当?|须|可)?由(?![于此衷])")
TOPIC = re.compile(r"[^，由]{2,24}(?<![理自事缘经交])由(?![于此衷])")


@dataclass(frozen=True)
class Opening:
    """The units that open a clause as its subject, as spans in it. What they do begins at `end`.

    `is_timed`: a date stands between the two. `is_charged`: 牵头, 负责, 会同 or 尽快 follows.
    """

    units: tuple[Span, ...]
    end: int
    is_timed: bool
    is_charged: bool

    def are_bodies(self, text: str) -> bool:
        return all(BODY.search(text[slice(*span)]) for span in self.units)


def opening(text: str) -> Opening | None:
    """The units before a verb phrase: 各镇街园区|逐项列明…. The first place where a verb phrase can begin ends them."""
    start = units.subject_span(text)[0]
    for end in range(start + 2, min(len(text) - 1, start + LONGEST)):
        if not _can_end(text, start, end):
            continue
        spans = units.names(text[start:end], start)
        if spans and all(is_name(text[a:b]) for a, b in spans):
            if joined := _joint(text, end):
                return _together(text, spans, joined.end())
            if found := _acting(text, spans, end):
                return found
    return None


def _can_end(text: str, start: int, end: int) -> bool:
    if not units.UNIT.search(text, max(start, end - LONGEST_END), end) and end - start > 3:
        return False
    return not grammar.ADVERB_END.search(text[start:end]) and not grammar.NAMED_FOR_WORK.match(text, end)


def _acting(text: str, spans: list[Span], end: int) -> Opening | None:
    time = TIME.match(text, end) or LATER.match(text, end)
    verb = time.end() if time else end
    rest = text[verb : verb + 80]
    charged = CHARGED.match(text, verb)
    is_timed = bool(time) and len(rest) > 1 and "的" not in rest[:4]
    if is_timed or charged or ROLE.match(rest) or (grammar.is_bare(rest) and "的" not in rest[:4]):
        return Opening(tuple(spans), verb, bool(time), bool(charged))
    return None


def _joint(text: str, end: int) -> re.Match[str] | None:
    """会同, perhaps after 要 and a date."""
    must = MUST.match(text, end)
    start = must.end() if must else end
    time = TIME.match(text, start) or LATER.match(text, start)
    return JOINS.match(text, time.end() if time else start)


def _together(text: str, spans: list[Span], start: int) -> Opening | None:
    other = opening(text[start:]) or _named_only(text[start:])
    if not other:
        return None
    both = (*spans, *((a + start, b + start) for a, b in other.units))
    return Opening(both, start + other.end, other.is_timed, True)


def is_name(name: str) -> bool:
    """A unit by the looks of it, and no verb phrase that ends in one: 加强各部门."""
    return units.is_unit(name) and not (grammar.opens_with_verb(name) or NO_NAME.search(name))


def charge(text: str, *, is_open: bool = False, decides: bool = True) -> list[Span]:
    """The units of 由甲…, 统一由甲…: whoever stands there is charged, whatever the verb. `is_open`: a directive is under way,
    which only a body's own charge ends. `decides`: 停车场由甲公司运营 is a decision, not a description."""
    topic = None if is_open else TOPIC.match(text)
    found = CHARGE.match(text) or topic
    if not found or grammar.describes(text[: found.end()]):
        return []
    rest = text[found.end() :]
    opened = opening(rest) or _named_only(rest)
    if not opened or ((is_open or topic) and not opened.are_bodies(rest)):
        return []
    if topic and not (decides or CHARGED.match(rest, opened.end)):
        return []
    return [(a + found.end(), b + found.end()) for a, b in opened.units]


def _named_only(text: str) -> Opening | None:
    """由自然资源分局打包: a verb that no list knows after a body's name."""
    for end in range(min(len(text) - 2, 24), 1, -1):
        if BODY.search(text[:end]) and is_name(text[:end]) and "的" not in text[end : end + 6]:
            if re.match(r"组成|构成|、|和|与", text[end:]):
                return None
            spans = units.names(text[:end])
            are_names = all(is_name(text[a:b]) for a, b in spans)
            return Opening(tuple(spans) if are_names else ((0, end),), end, False, False)
    return None


def is_timed_verb(text: str) -> bool:
    """9月底前完成整改."""
    time = TIME.match(text) or LATER.match(text)
    return time is not None and time[0].endswith(("前", "内")) and grammar.is_bare(text[time.end() :])


def assists(text: str) -> bool:
    """乙配合: says who helps with what was asked before."""
    found = opening(text)
    return bool(found and ASSISTS.match(text, found.end))


def named_within(text: str) -> tuple[list[Span], list[Span]]:
    """Units and lead units that a directive names in its own words: 由甲牵头, 乙配合, 甲会同乙, 由丙负责."""
    leads = [span for match in LEADING.finditer(text) for span in _spans(match)]
    found = list(leads)
    for pattern in (BY, ANSWERS, ANSWERABLE):
        found += [span for match in pattern.finditer(text) for span in _spans(match) if is_name(text[slice(*span)])]
    if leads:
        found += [span for match in ASSISTING.finditer(text) for span in _spans(match)]
    for match in TOGETHER.finditer(text):
        joined = opening(text[match.start("names") :])
        found += [(a + match.start("names"), b + match.start("names")) for a, b in joined.units] if joined else []
    return sorted(set(found)), leads


def _spans(match: re.Match[str]) -> list[Span]:
    """The names in a list whose position makes them units: what is no name in it is left out."""
    start, end = units.subject_span(match["names"])
    shift = match.start("names") + start
    phrase = match["names"][start:end]
    if re.search(r"[“”的了是为以把将]", phrase) and not all(map(is_name, re.split("、", phrase))):
        return []
    return [span for span in _listed(phrase, shift) if _stands_as_name(match.string[slice(*span)])]


def _listed(phrase: str, shift: int) -> list[Span]:
    return [span for a, b in units.names(phrase, shift) for span in [(a, b)] if b - a <= LONGEST]


def _stands_as_name(name: str) -> bool:
    if is_name(name):
        return True
    is_phrase = NO_NAME.search(name) or grammar.is_bare(name) or grammar.opens_with_verb(name)
    return 2 <= len(name) <= 16 and not is_phrase and not NOT_DOER.search(name)
