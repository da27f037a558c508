"""Circulars (通报): the state of every unit in a month, quarter or half-year, ranked, drafted from the records."""
