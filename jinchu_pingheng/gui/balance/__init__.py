"""The balance: in one line, in words, by township, as a chart."""
