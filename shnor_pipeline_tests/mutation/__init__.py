"""Proof of the rules by seeded errors: kinds of error, workbooks damaged with them, what the rules say."""
