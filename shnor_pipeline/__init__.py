"""Monitoring of a municipal programme of support for schools, from workbooks to reports."""
