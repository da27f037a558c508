"""The archive package of a year: everything of it in one file that opens without the program, and the way back."""
