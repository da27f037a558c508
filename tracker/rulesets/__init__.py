"""Rule sets for scores as data: indicators, points, measures, grades; every change is a new version."""
