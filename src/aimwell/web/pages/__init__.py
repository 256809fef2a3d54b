"""One subject of the workplace per module: its forms, its views, and the list of its doors.

Who may import it: web.all_doors.
"""
