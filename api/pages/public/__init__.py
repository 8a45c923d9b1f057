"""What anybody may see: the cases as a list and on a map, one case, the figures. Nobody signs in, nobody is named."""
