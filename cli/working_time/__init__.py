"""The code that the commands `deadline` and `calendar` share."""
