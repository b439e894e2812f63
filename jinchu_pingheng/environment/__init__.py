"""What the plugin finds on this machine: its libraries, their versions, what to do where one is
missing. Imports nothing that may be missing."""
