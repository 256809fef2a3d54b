"""What people do and ask in the workplace: one function, one action or question; every change is logged.

Belongs here: gather, decide, save, log. Does not belong here: forms and pages; rules that need no database.
Who may import it: web, command line.
"""
