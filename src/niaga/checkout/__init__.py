"""Where rooms meet to sell: prices an order, places, settles, cancels and expires it."""
