"""Ledgers of payments as NHS bodies and councils publish them, in any shape, as lines in whole pence.

Belongs here: files into text, text into columns, columns into lines; what cannot be read, with its cell. Does not belong
here: which heading means what (definitions/money), whose ledger it is, whether it is kept. Who may import it: the pipeline.
"""
