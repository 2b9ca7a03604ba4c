"""A built folder → everything that is wrong with it; it believes nothing of the code that built it."""
