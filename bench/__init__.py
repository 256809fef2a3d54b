"""Speed, measured: ratios taken in one run, medians and spread. `make bench` prints them."""
