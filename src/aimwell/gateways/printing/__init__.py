"""Plans as files of other people's formats: Word and PDF.

Belongs here: writing blocks in a format. Does not belong here: which words a plan says (presentation).
Who may import it: services.
"""
