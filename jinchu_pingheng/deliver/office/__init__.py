"""Word files of the office as templates: what their tags may say, where one is wrong, and the file
with its tags filled in."""
