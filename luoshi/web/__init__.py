"""How it looks: components, charts, CSS and small scripts. Knows no noun of governance."""
