"""What people keep in the workplace: bodies, promises, plans, duties, and the log that cannot be changed.

Belongs here: tables and what guards them. Does not belong here: decisions, pages, published figures.
Who may import it: services.workplace writes; web reads what services hand it.
"""
