"""What accounts decides: addresses, passwords and tokens, how long a sign-in lasts, who may do what."""
