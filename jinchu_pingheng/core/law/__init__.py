"""What a notice says of parcels and plan: its rules, what they may look at, and the verdicts."""
