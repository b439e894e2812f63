"""The dock at the side: the form that tags, and the card of what is selected."""
