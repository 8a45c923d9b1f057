"""Pages for anybody: the public cases as a list and on a map, and one case. They name no reporter."""
