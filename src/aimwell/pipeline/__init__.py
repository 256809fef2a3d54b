"""Data move along one step at a time: receive, check, measure, judge, release.

Belongs here: moving data from one room to the next. Does not belong here: formulas (domain) and
what people may ask (services). `flow.py` alone knows the order of the steps.
Who may import it: services, command line.
"""
