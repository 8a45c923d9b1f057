"""The page of today: what is due, what is overdue and with whom, and how the last weeks went."""
