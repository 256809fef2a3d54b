"""Values, verdicts and places that anyone may read.

Belongs here: writing a release and reading it back. Does not belong here: working anything out.
Who may import it: pipeline.release, services, site, api, command line.
"""
