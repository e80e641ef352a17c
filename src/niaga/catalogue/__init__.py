"""What we sell: products, their variants, options, categories and attributes, and the words they are found by."""
