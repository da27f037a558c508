"""The year-end work summary: outline, drafting from the data, editing, print."""
