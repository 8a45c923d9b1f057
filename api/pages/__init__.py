"""Pages for people: plain forms first, scripts only as an addition. They call the same use cases as the JSON API."""
