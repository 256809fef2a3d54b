"""The invented year of an invented system, told through the ordinary services for the demonstration.

Belongs here: reading the story in demo/illustrative/ and doing, day by day and in the name of invented posts, what it
says. Not here: the story itself, and any way round the rules that hold for everybody.
Who may import it: web, for the demonstration.
"""
