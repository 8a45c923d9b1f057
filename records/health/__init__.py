"""The record of the system itself: which processes run, and which alarms are late."""
