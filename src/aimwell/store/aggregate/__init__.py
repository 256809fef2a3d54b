"""Facts as they were read from files: amounts by place, period and dimension.

Belongs here: reading and writing facts. Does not belong here: deciding what may be published.
Who may import it: pipeline.measure, pipeline.receive, services (to explain a number).
"""
