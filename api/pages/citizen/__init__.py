"""The citizen's pages: send a report, follow it, say what one makes of the result. No account, no script needed."""
