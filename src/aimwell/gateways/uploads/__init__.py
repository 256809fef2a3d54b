"""Files that people hand in: told by their content, held to limits, read in a process of their own.

Belongs here: what a file must not be, and plain reading of what it may be. Does not belong here: what its words mean.
Who may import it: services; web, for its turns. To read a file they call `read_upload` of
`aimwell.gateways.uploads.reading` and nothing else.
"""
