"""Small faults, put one at a time into a copy of the tree: which test notices each? Nothing here is a test itself."""
