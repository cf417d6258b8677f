"""Forecasts learned from own records: fans, finish dates, chances that a date moves, and how good they were.

The outside view (domain rule 5): below twenty records there is `NotEnough`, and forecasts never feed a score.
"""
