"""Published statistical methods, one per file: arrays in, frozen results out, a status per row.

No batch fails because of one bad row: the row gets a status that says why it has no value.
"""
