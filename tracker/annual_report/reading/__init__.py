"""Reads an annual report that was made elsewhere: xlsx, docx, PDF, text. Pure; what is uncertain is asked for."""
