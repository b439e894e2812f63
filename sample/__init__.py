"""The sample county: an invented county with every survey and constraint layer, and parcels with
known faults."""
