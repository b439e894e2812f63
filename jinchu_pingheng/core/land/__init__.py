"""Parcels on the survey: what the land is, what lies beside it, how much of it there is."""
