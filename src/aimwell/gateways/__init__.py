"""Other people's systems and file formats, read as they are published.

Belongs here: one module for each published format, which knows its shape and nothing of our stores.
Does not belong here: what a figure means, or whether it is kept.
Who may import it: the pipeline; services, for what people hand in and take away.
"""
