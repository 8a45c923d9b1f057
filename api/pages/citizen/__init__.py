"""The pages of citizens: send a report, follow it, rate the result. They need neither an account nor scripts."""
