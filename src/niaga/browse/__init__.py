"""What a buyer sees: lists, product pages and categories, put together from the rooms below."""
