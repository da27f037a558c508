"""Turns a plan document into items, without a database: `read_plan`."""
