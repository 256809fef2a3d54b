"""Target tables of plans and strategies, in whatever shape people send them, as draft targets with their holes.

Belongs here: finding tables, headings and cells in uploads and pasted text. Does not belong here: which words mean what
(definitions/standards), how a number or date is read (domain).
Who may import it: services. They call `drafts_of_upload` and `drafts_of_text` of `aimwell.gateways.target_tables.reading`.
"""
