"""Rules of money: ledger lines, what they are spent on, how much of it prevents, streams and pooled funds.

Belongs here: exact arithmetic on pounds and the words of finance. Does not belong here: anybody's file, which account
or category (definitions/money, definitions/prevention), tables. Who may import it: every room.
"""
