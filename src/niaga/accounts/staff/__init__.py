"""People who work in the shop: invited, signed in, changed, switched off."""
