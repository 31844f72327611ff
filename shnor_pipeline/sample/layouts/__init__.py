"""Which form goes to which workbook in which year, and how it looks there."""
