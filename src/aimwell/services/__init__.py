"""What people may do or ask: one function, one action or question.

Belongs here: gathering, deciding, answering. Does not belong here: printing, pages, formulas.
Who may import it: command line, web, api.
"""
