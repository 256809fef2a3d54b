"""Published statistics of a table somebody has: a file in, a file of results out, one function per method.

Belongs here: reading the columns people name, bringing long rows into the shape a method wants, and saying which
row is at fault. Does not belong here: formulas (aimwell.statistics), options of commands.
Who may import it: command line.
"""
