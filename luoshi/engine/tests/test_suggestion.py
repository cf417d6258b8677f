"""The sheet begins with what the sentence says."""

import pytest

from luoshi.engine.suggestion import goal, title


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("20家", ("20", "家")), ("126处", ("126", "处")), ("12公里", ("12", "公里")), ("300户", ("300", "户")),
        ("2,000架", ("2000", "架")), ("不少于10个", ("10", "个")), ("95%以上", ("95", "%")),
        ("30.5亿元", ("30.5", "亿元")),
        ("", ("100", "%")), ("不超过5个", ("100", "%")), ("3个以内", ("100", "%")), ("20-30家", ("100", "%")),
        ("百分之九十", ("100", "%")),
    ],
)  # fmt: skip
def test_a_number_that_is_asked_for_is_the_goal(measure, said):
    assert goal(measure) == said


@pytest.mark.parametrize(
    ("sentence", "units", "deadline", "said"),
    [
        ("住建局要在8月12日前办结二标段施工许可。", ["住建局"], "8月12日前", "办结二标段施工许可"),
        ("发展改革局要牵头研究迁改办法", ["发展改革局"], "", "牵头研究迁改办法"),
        ("城管局、住建局9月底前，要完成126处整改", ["城管局", "住建局"], "9月底前", "完成126处整改"),
        ("年底前新增规上企业20家", ["经信局"], "年底前", "新增规上企业20家"),
        ("住建局会同城管局完成排查", ["住建局", "城管局"], "", "住建局会同城管局完成排查"),
        ("住建局的排查要再做一遍", ["住建局"], "", "住建局的排查要再做一遍"),
        ("住建局要办结", ["住建局"], "", "住建局要办结"),
        ("住建局要素保障到位率达到95%", ["住建局"], "", "要素保障到位率达到95%"),
        ("需求清单要在月底前公布", [], "月底前", "需求清单要在月底前公布"),
    ],
)
def test_a_title_begins_with_what_is_to_be_done(sentence, units, deadline, said):
    assert title(sentence, units, deadline) == said


def test_a_long_title_ends_with_a_clause():
    said = title("完成" + "甲" * 30 + "，推进" + "乙" * 30 + "，建成" + "丙" * 30, [], "")
    assert said == "完成" + "甲" * 30
    assert len(title("甲" * 90, [], "")) == 60
