"""Pages of the room where a meeting becomes a work list."""
