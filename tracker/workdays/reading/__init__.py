"""Reading the calendar of a year that an office enters: a table (CSV), an iCalendar file, or the notice's own text."""
