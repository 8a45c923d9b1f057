"""The figures as pages: statistics for staff, with the monthly reports; and what anybody may know."""
