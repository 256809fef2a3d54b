"""Reads what is declared in definitions/ into frozen domain objects, and refuses what is incomplete.

Belongs here: reading and checking definitions. Does not belong here: what is done with them.
Who may import it: pipeline, services, presentation, site, command line.
"""
