"""What people do and ask of money: one function, one action or question.

Belongs here: gathering definitions, files and figures, and answering. Does not belong here: rules of money, printing.
Who may import it: command line, web.
"""
