"""The demo shop: an invented Bandung general store with its goods, pictures and buyers, for `niaga seed demo`."""
