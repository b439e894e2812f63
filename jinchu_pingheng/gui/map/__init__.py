"""What is done and seen on the map."""
