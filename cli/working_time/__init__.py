"""What `deadline` and `calendar` share. A package, so that the calendar is loaded by these commands alone."""
