"""One kind of page per module: each makes a frozen page object, so that templates hold no logic.

Belongs here: choosing and ordering what a page says. Does not belong: HTML beyond single marks, files, requests.
Who may import it: site.routes.
"""
