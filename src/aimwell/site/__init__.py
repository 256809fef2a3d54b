"""The public accountability site, made from a release alone.

Belongs here: which pages there are, what stands on each, and how they become files or answers to requests.
Does not belong: working out values or verdicts, and anything that has not been released.
Who may import it: the command line.
"""
