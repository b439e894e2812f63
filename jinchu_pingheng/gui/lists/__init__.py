"""The wide dock at the bottom: a tab for each list of the open plan."""
