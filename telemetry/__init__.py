"""The signals that every process gives of its work: what a log line, a metric and a trace name, and how they are sent."""
