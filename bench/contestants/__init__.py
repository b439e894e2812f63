"""One script a contestant: `python -m bench.contestants.NAME COUNTY OUT` does the whole job and
writes `OUT`."""
