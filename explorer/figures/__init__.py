"""The pictures of the explorer."""
