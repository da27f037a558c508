"""The State Council calendar, and time limits, periods and recurrence as pure rules."""
