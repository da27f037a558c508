"""The plan of a year: reading it out of a document, correcting it, publishing it."""
