"""Words of a report masked before the public reads them: suggested, chosen, shown."""
