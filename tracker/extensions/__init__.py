"""What moves the day of one task: more time that is asked for and decided, and the event a limit is counted from."""
