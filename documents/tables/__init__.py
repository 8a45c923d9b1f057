"""What we account for: figures and tables as plain data, and the files that offices open."""
