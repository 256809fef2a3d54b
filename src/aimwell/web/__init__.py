"""The workplace: pages for people with accounts.

Belongs here: requests, forms, pages, sign-in. Does not belong here: decisions, and any change that is not made through
services.workplace. Who may import it: the command line, to serve it.
"""
