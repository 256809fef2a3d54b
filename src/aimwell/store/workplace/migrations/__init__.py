"""How the workplace's tables came about, step by step; written by Django, but for the triggers that guard the log."""
