"""Settings: where the shipped definitions and demonstration data are.

Who may import it: the front doors.
"""
