"""Carries an agency's yearly open-government work plan from the plan document to the printed summary."""

__version__ = "0.1.0"
