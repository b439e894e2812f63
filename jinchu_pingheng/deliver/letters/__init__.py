"""Letters of a plan: consents, publicity, opinions, one for each household, village, parcel or
plan."""
