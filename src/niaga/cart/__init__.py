"""What a buyer has picked so far, and where it shall go: held for some days, bought once."""
