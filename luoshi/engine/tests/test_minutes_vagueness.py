"""Can anything be checked?"""

from datetime import date

import pytest

from luoshi.engine.minutes import read


def is_vague(text):
    return read(f"会议强调，{text}。", held_on=date(2026, 8, 5))[0].vague


@pytest.mark.parametrize(
    "text",
    [
        "要提高站位，凝聚合力，展现担当作为",
        "要坚定信心，团结奋斗",
        "要深入学习领会会议精神，把握方向",
        "要以更大决心和更实作风，开创各项工作新局面",
    ],
)
def test_attitude_is_vague(text):
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "要修订防汛应急预案，组织演练",
        "要建立项目调度台账，每周通报",
        "要加快污水管网改造",
        "要凝聚合力，新建公交站台20个",
        "要振奋精神，年底前见到成效",
    ],
)
def test_work_is_not(text):
    assert not is_vague(text)
