"""Duties and deadlines: what a body owes, when it is due, who signs, and where a timetable cannot hold.

Belongs here: the rules of due dates, sign-off chains, progress, conflicts and reminders. Does not belong here:
the duties themselves and their limits, which are dated data in definitions/.
Who may import it: every room above.
"""
