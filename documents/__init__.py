"""What leaves on paper or by wire: letters, messages, tables."""
