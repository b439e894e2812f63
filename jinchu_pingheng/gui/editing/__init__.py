"""What may be changed of the open plan, and how: one user action is one undo step."""
