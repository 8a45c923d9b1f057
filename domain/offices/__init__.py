"""An office as data: agencies, places, routing rules, fields of work, and who acts for whom."""
