"""The check beside the drawing."""
