"""Complaints and opinions: what people tell the supervision group, how it was handled, answered and published."""
