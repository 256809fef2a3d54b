"""aimwell: the system account of England's integrated care systems."""
