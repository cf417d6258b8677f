"""The tables of key targets that people bring: targets and their cascades, own readings, what neighbours published."""

from luoshi.kinds.target.sheets.neighbours import Neighbours

SHEETS = (Neighbours(),)
