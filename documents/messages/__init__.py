"""What messages say: facts taken from an occasion, and the Vietnamese texts made of them. Knows no way to send anything."""
