"""The tables of key targets that people bring: targets and their cascades, own readings, what neighbours published."""

from luoshi.kinds.target.sheets.neighbours import Neighbours
from luoshi.kinds.target.sheets.readings import Readings
from luoshi.kinds.target.sheets.targets import Targets

SHEETS = (Targets(), Readings(), Neighbours())
