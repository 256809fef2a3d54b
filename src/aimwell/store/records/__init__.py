"""The ledger: which files were taken, which edition is current, and the receipts.

Belongs here: rows about files and decisions. Does not belong here: figures.
Who may import it: pipeline, services.
"""
