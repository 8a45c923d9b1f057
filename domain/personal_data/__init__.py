"""Rules on personal data: how long an identity is kept, and the limits of a person's request."""
