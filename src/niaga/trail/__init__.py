"""The trail: what staff did, what they read of whom, and who signed in, told to the owner of the shop."""
