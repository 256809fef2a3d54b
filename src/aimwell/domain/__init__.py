"""Rules and arithmetic of health, care and money.

Belongs here: formulas, rules, words of the field. Does not belong here: files, databases, network, clock,
chance, settings, frameworks; today's date and chance are passed in.
Who may import it: every room.
"""
