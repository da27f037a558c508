"""Requests for disclosure (依申请公开): who asked, how long there is to answer, and how each one ended."""
