"""Tools of the map that tag and split parcels. They find what the mouse is on; what becomes of it
is decided by ``kit``."""
