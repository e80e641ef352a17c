"""Second factors: codes of an app, recovery codes and passkeys, for buyers and for staff alike."""
