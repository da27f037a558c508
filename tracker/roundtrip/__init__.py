"""Tasks as an Excel file that is filled in and sent back: a section's reports, the office's plan."""
