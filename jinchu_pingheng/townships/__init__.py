"""What townships hand in: workbooks of their declarations, and shapes; joined into rows for
intake/."""
