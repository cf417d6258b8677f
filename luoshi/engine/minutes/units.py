"""Units as they stand in a sentence: the subject of 要, the names in 由甲牵头 or 甲会同乙."""

import re

from luoshi.engine.minutes.words import NOT_UNIT, UNIT_ENDS

Span = tuple[int, int]

TIME_LEAD = re.compile(
    r"^(?:所?(?:涉及|属|辖)的|下一步|接下来|下一阶段|当前|目前|今后|近期|同时|此外|另外|其中|特别是|尤其是|因此|为此|所以|但是?|即|比如|例如|如(?!期|实|何)|而且|并且?|对此|"
    r"(?:今年|明年|今后|未来)(?:年底|年内|一段时期|[一二三四五]年)?|\d{4}年|[一二三四]季度|下半年|上半年|年底前?|月底前?|会后|节前|"
    r"\d{1,2}月(?:底|\d{1,2}日)?前?|凡是?|所有|请|希望|要求|督促|号召|叮嘱|嘱咐|提醒|勉励|责成|责令|，| )*"
)
TAIL = re.compile(
    r"(?:一定|务必|另?一方面|都|也|均|还|更|则|又|就|必须|应当|应该|仍|今后|当前|目前|下一步|同时|特别|尤其|进一步|切实|首先|既|共同|分别|"
    r"之间|今年内?|明年|年底前?|年内|\d{1,2}月(?:底|\d{1,2}日)前?|下半年|上半年|[一二三四]季度|要|在.{1,16}(?:时|中|上|前|后|内|底前)|按照.{1,20})$"
)
SPLIT = re.compile(r"、|，|以及|及其|特别是|尤其是|(?<!共)和(?!谐|平)|及(?!时)|与|会同|等(?!级|$)")
SHARED_NOUN = re.compile(r"^(?:部门|单位|地方|地区|企业|干部|组织|机构|机关|同志|人员|成员|乡镇|街道|社区)$")
UNIT = re.compile(rf"(?:{UNIT_ENDS})(?:[（(][^（）]*[）)])?$")
WHOLE = re.compile(
    r"^(?:全(?:市|区|县|省|州|盟|旗|路|局|校|系统|行业|党|军|国|社会|体|行|院|集团|镇|乡|街|厅|委|公司|厂|域|员)(?:各级|上下|各|$)|"
    r"各(?!项|类|种|环节|方面|领域)|有关|相关|上述|省直|市直|区直|县直|属地)"
)
EVERYBODY = re.compile(r"(?:全(?:党|军|国|社会|市|区|县|省|州|镇|乡|体)(?:各族人民|上下|人民|各级)?){1,4}")
NOT = re.compile(NOT_UNIT + r"|[的哪谁于]|提出|指定|认为|通过|表示|仍由|^[由如即]")


def names(phrase: str, at: int = 0) -> list[Span]:
    """The unit names in a phrase that lists them; `at` is added to the offsets. Brackets inside a name do not split it."""
    spans: list[Span] = []
    start = 0
    for match in _cuts(phrase):
        following = _next_word(phrase, match.end())
        if not _divides(match[0], phrase[start : match.start()], following):
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(phrase)))
    return [(at + a, at + b) for a, b in (_trimmed(phrase, span) for span in spans) if b > a]


def _divides(mark: str, before: str, following: str) -> bool:
    """各有关地区和部门 and 省经济和信息化厅 are one name each; 机关和部门 with modifiers of their own are two."""
    if mark in "、，":
        return not following or not SHARED_NOUN.match(following)
    if SHARED_NOUN.match(following):
        return False
    return is_unit(before) and is_unit(following)


def _cuts(phrase: str) -> list[re.Match[str]]:
    depth = [0]
    for character in phrase:
        depth.append(depth[-1] + (character in "（(") - (character in "）)"))
    return [match for match in SPLIT.finditer(phrase) if not depth[match.start()]]


def _next_word(phrase: str, start: int) -> str:
    following = SPLIT.search(phrase, start)
    return phrase[start : following.start() if following else len(phrase)]


def _trimmed(phrase: str, span: Span) -> Span:
    start, end = span
    while start < end and phrase[start] in " ，、等":
        start += 1
    while end > start and (phrase[end - 1] in " ，、。" or phrase[end - 1] == "等"):
        end -= 1
    return start, end


def is_unit(name: str) -> bool:
    """Whether a name reads as a body or group of people that can be asked, rather than as a thing or a topic."""
    if EVERYBODY.fullmatch(name):
        return True
    if not 2 <= len(name) <= 30 or NOT.search(name):
        return False
    return bool(UNIT.search(name) or (len(name) <= 3 and WHOLE.match(name)))


def subject(before: str) -> list[Span]:
    """The units in what stands before a modal verb in its clause, or none where its subject is a thing."""
    start, end = subject_span(before)
    spans = names(before[start:end], start)
    return spans if spans and all(is_unit(before[a:b]) for a, b in spans) else []


def subject_span(before: str) -> Span:
    """The subject without adverbs and times around it."""
    lead = TIME_LEAD.match(before)
    start = lead.end() if lead else 0
    end = len(before)
    while (tail := TAIL.search(before, start, end)) and tail.start() < end:
        end = tail.start()
    return start, end
