"""Colours of charts, on paper, on pages and in the workbook.

Belongs here: colours and why these. Does not belong here: style sheets of pages, which replace these exact
values in dark mode.
"""

MET, MISSED, INK, MUTED, RULE = "#0072b2", "#e69f00", "#1f2328", "#59636e", "#d1d9e0"
"""Blue and orange of Okabe and Ito differ in hue for every kind of colour blindness, and in lightness on a
black-and-white printer."""
