"""What is done with the whole plan: made, approved, compared, imported into, exported, verified."""
