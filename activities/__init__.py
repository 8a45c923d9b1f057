"""What touches the world: recording, due dates, delivering. `contract` is all that a workflow may know of it."""
