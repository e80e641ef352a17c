"""The pages of an account: getting in, what is hers, what keeps it safe, and her rights about her data."""
