"""`make bench`: the engine side by side with what others offer, on counties made for it."""
