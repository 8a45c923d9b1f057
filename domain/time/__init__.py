"""Time in the law: amounts, days off, months, office hours, and when the alarms of a limit ring."""
