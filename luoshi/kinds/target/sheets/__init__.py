"""The tables of key targets that people bring: targets and their cascades, own readings, what neighbours published."""

from luoshi.kinds.target.sheets.neighbours import Neighbours
from luoshi.kinds.target.sheets.readings import Readings

SHEETS = (Readings(), Neighbours())
