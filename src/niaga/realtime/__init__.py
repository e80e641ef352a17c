"""Realtime: what changed, told to the pages and programs that watch it."""
