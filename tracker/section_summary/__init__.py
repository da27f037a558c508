"""The year-end summary of one section: drafted from its own records, printed, handed to the office."""
