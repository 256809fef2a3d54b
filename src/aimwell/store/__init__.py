"""Where things rest, one room for each level of identifiability; nobody's records are in any of these.

records/    what was taken, by which receipt, and what was ever said about it
aggregate/  facts and values before anyone has decided that they may leave
released/   values anyone may read
Rooms do not open one another.
"""
