"""A chart as a picture, for documents that cannot hold a drawing."""

from pathlib import Path

from luoshi.web.charts import Drawing
from luoshi.web.charts.standalone import standalone
from luoshi.web.typefaces import typefaces
from luoshi.web.typeset import typeset

FINE = 220  # pixels an inch
SOURCE = b"""
#let d = json(bytes(sys.inputs.document))
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(d.svg), format: "svg", width: d.width * 1mm)
"""


def png(drawing: Drawing, *, width_mm: float, language: str, fonts: Path | None = None) -> bytes:
    """The chart as a PNG of this width; its words in a Chinese face, or NoChineseFont is raised."""
    types = typefaces(language, fonts)
    data = {"svg": standalone(drawing, types.chart), "width": width_mm}
    return typeset(SOURCE, data, types.fonts, format="png", ppi=FINE)
