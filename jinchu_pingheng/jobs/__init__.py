"""One function for each thing a user asks for; Processing and the dock call the same ones."""
