"""Processing algorithms: gather parameters, call a job, hand over the result."""
