"""A refused field says what is wrong and the way out, in the house's own words."""

import pytest
from django import forms
from django.utils import translation

from luoshi.web.form_words import Form, ModelForm


class Every(Form):
    title = forms.CharField(max_length=4)
    code = forms.SlugField(required=False)
    day = forms.DateField()
    held_at = forms.DateTimeField()
    sort = forms.ChoiceField(choices=[("a", "A")])
    weight = forms.IntegerField(min_value=1, max_value=5)
    points = forms.DecimalField(decimal_places=2, max_value=100)
    said = forms.CharField(error_messages={"required": "Say it."})

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["later"] = forms.FileField()


def told(**data):
    return {name: errors[0] for name, errors in Every(data).errors.items()}


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


def test_what_is_missing_is_asked_for():
    assert told() == {
        "title": "请填写此项。",
        "day": "请填写日期，如 2026-08-31。",
        "held_at": "请填写日期和时间，如 2026-08-31 09:30。",
        "sort": "请选择一项。",
        "weight": "请填写此项。",
        "points": "请填写此项。",
        "said": "Say it.",
        "later": "请选择文件。",
    }


def test_what_is_wrong_comes_with_the_way_out():
    wrong = told(
        title="五个字了吧", code="工 作", day="8/31", held_at="早上", sort="b", weight="9", points="1.234", said="a\0"
    )
    del wrong["later"]
    assert wrong == {
        "title": "最多 4 字，现有 5 字。请精简。",
        "code": "只用字母、数字和连字符，如 2026-08。",
        "day": "日期请写成 2026-08-31。",
        "held_at": "日期和时间请写成 2026-08-31 09:30。",
        "sort": "没有这个选项。请从列表中选择。",
        "weight": "不能大于 5。请改小。",
        "points": "最多 2 位小数。请四舍五入。",
        "said": "含有看不见的字符。请重新输入。",
    }


def _below(kind):
    return {kind, *(deeper for child in kind.__subclasses__() for deeper in _below(child))}


def test_every_form_of_the_house_speaks_like_this(client):
    client.get("/")  # every room is loaded with its addresses
    places = {kind: kind.__module__ for kind in _below(forms.BaseForm)}
    ours = {kind for kind, place in places.items() if place.startswith("luoshi.") and ".tests." not in place}
    assert {kind for kind in ours if not issubclass(kind, (Form, ModelForm))} == set()
    assert len(ours) > 20
