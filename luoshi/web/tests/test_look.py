import re
from html.parser import HTMLParser

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

HOSTILE = "\"'><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class Heard(HTMLParser):
    """What a screen reader would say: text and labels, without what is hidden from it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.words += [value for name, value in attrs if name == "aria-label"]

    def handle_data(self, data):
        self.words.append(data)


def render(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


def heard(source, **context):
    listener = Heard()
    listener.feed(render(source, **context))
    return " ".join(" ".join(listener.words).split())


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("green", "on track"),
        ("yellow", "watch"),
        ("red", "off track"),
        ("grey", "no report"),
        (None, "no report"),
    ],
)
def test_a_light_is_never_colour_alone(state, word):
    assert heard("{% light state %}", state=state) == word


def test_a_light_of_a_matrix_says_what_it_counts():
    assert heard('{% light "red" count=3 total=15 href="#" label=what %}', what="Projects: off track") == (
        "Projects: off track 3 / 15"
    )


def test_an_unknown_light_is_an_error_not_a_grey_one():
    with pytest.raises(KeyError):
        render('{% light "purple" %}')


def test_a_light_speaks_chinese():
    with translation.override("zh-hans"):
        assert heard('{% light "red" %}') == "滞后"


def test_a_figure_links_to_what_it_is_made_of_and_says_when_nobody_verified_it():
    html = render('{% figure "7.4" "km" "/entries/9/" verified=False %}')
    assert 'href="/entries/9/"' in html
    assert heard('{% figure "7.4" "km" "/entries/9/" verified=False %}') == "unverified 7.4 km"
    assert heard('{% figure "7.4" "km" %}') == "7.4 km"
    assert "no figure" in heard('{% figure "" %}')


def test_bars_say_their_numbers_and_stay_inside_the_drawing():
    assert heard("{% progress 2569 5833 %}") == "25.69% done, 58.33% due by now"
    assert heard("{% progress None 5833 %}") == "no report"
    widths = re.findall(r'width="([\d.]+)%"', render("{% progress 23000 5833 %}"))
    assert max(map(float, widths)) <= 100


def test_small_drawings_are_readable_without_sight():
    assert "even pace" in heard("{% spark values 12 %}", values=[1, 2, None])
    assert heard("{% band 88.6 1.8 65 95 %}") == "88.6 points, give or take 1.8"
    assert heard('{% grade "A" %}').startswith("grade A, third party")
    assert heard('{% confidence 60 "six in ten" %}') == "six in ten"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 4726|bp }}", "47.26"),
        ("{{ 5|bp }}", "0.05"),
        ("{{ none|bp }}", "—"),
        ("{{ minus|signed_bp }}", "−11.07"),
        ("{{ 225|signed_bp }}", "+2.25"),
        ("{{ 0|signed_bp }}", "0.00"),
        ("{{ none|signed_bp }}", "—"),
        ('{{ "-38000.5"|money }}', "−38,000.5"),
        ('{{ "412"|money }}', "412"),
        ('{{ "n/a"|money }}', "n/a"),
        ('{{ ""|money }}', "—"),
    ],
)
def test_signs_of_numbers(source, shown):
    assert render(source, none=None, minus=-1107) == shown


@pytest.mark.parametrize(
    "source",
    [
        '{% light "red" text=hostile href=hostile %}',
        '{% light "red" count=hostile total=hostile label=hostile %}',
        "{% figure hostile hostile hostile verified=False %}",
        "{% progress 10 20 hostile %}",
        "{% spark values 5 12 hostile %}",
        "{% confidence 50 hostile %}",
        "{% grade hostile %}",
        "{{ hostile|shown:hostile }}",
        "{{ hostile|money }}",
    ],
)
def test_hostile_words_stay_words(source):
    listener = Heard()
    listener.feed(render(source, hostile=HOSTILE, values=[1]))
    assert "script" not in listener.tags


def test_the_pager_keeps_the_filters_and_names_the_rows():
    request = RequestFactory().get("/list/", {"light": "red", "page": "2"})
    page = Paginator(range(5000), 20).get_page(2)
    html = Template("{% load look %}{% pager page %}").render(RequestContext(request, {"page": page}))
    assert "21–40 of 5,000" in html
    assert "light=red&amp;page=3" in html
    assert html.count("<a ") < 12
