"""Turns numbers into words and marks: figures, sentences, charts, icons.

Belongs here: whatever says or draws a value that somebody else has worked out. Pure: text out, for frozen
dataclasses, numbers and strings in. Does not belong: files, tables, dates of today, arithmetic of the domain.
May be imported by: site, web, api and the command line.
"""
