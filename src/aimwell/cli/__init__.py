"""The command line: reads arguments, calls one service, prints the answer.

Belongs here: arguments, output formats, progress bars, exit codes, today's date. Does not belong here: anything else.
Who may import it: nothing; it is a front door.
"""
