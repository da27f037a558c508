"""Superior plans (上级要点) item by item: which of our items carries each out, and what is left uncovered."""
