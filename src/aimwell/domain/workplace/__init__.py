"""Rules of the workplace: who may do what, how far a record has come, and how its log holds together.

Belongs here: decisions about promises, plans and duties that need no database. Does not belong here: forms, pages,
tables. Who may import it: every room.
"""
