"""Pages for people: plain forms first, everything else on top. They call what the JSON API calls."""
