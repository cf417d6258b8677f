"""Charts as inline SVG, drawn on the server from plain numbers: one specification for page, PDF and Word."""

from luoshi.web.charts.levels import Levels, levels
from luoshi.web.charts.paper import on_page
from luoshi.web.charts.ranks import Placed, Ranks, ranks
from luoshi.web.charts.reliability import Reliability, Said, reliability
from luoshi.web.charts.rows import Dots, Part, Peer, Shares, dots, shares
from luoshi.web.charts.trend import Fan, Trend, trend

Drawing = Trend | Levels | Ranks | Shares | Dots | Reliability

__all__ = [
    "Dots",
    "Drawing",
    "Fan",
    "Levels",
    "Part",
    "Peer",
    "Placed",
    "Ranks",
    "Reliability",
    "Said",
    "Shares",
    "Trend",
    "dots",
    "levels",
    "on_page",
    "ranks",
    "reliability",
    "shares",
    "trend",
]
